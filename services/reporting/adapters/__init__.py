"""Tables of the read models, taking events into them, authorised counts, and the form of reporting's own events."""
