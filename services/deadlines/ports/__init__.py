"""Decode, call, encode; and the jobs that time itself sets off."""
