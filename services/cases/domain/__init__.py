"""The law of a case: what may be recorded, reported and sent, and when. Standard library and `kit.domain` only."""
