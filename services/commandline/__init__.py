"""`rongrian`, the operator's command line: one door to what the services' own command lines do.

It runs `python -m SERVICE …` in that service's environment instead of importing services: every service reads its
settings from variables of the same names, needs its own secrets alone, and does the same in a pod without this package.
"""
