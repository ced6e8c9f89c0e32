"""The command line of a service, `python -m SERVICE …`: what its processes start with and what operators run."""
