"""Who calls: checking tokens, and getting a service's own."""
