"""What a domain may import beside the standard library: errors, the actor of an act, Thai dates."""
