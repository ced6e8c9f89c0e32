"""Sealed fields (SEC-3): what is written of a person is readable only through one door."""
