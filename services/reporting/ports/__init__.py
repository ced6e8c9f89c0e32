"""Decode, call, encode; and what is done with each service's events."""
