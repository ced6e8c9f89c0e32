"""Tables, the store, authorised reads, and the form of events."""
