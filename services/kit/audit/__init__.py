"""The audit trail (CASE-27): entries with the act, links after it, and the proof that none was changed."""
