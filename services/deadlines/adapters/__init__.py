"""Tables, stores, authorised reads, the form of events and mails, and what is asked of `agencies`."""
