"""Every obligation with a date: what is owed, by whom, until when, on which ground, and whether it was met."""
