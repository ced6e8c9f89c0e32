"""Complaints and cases: what an agency takes on, and the life of each accused official's case."""
