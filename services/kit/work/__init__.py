"""What runs in a service's `work` process beside its own jobs."""
