"""What is counted, and how (REP-1 to REP-3). Standard library and `kit.domain` only."""
