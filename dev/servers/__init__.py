"""The real servers, each from a package: how it is prepared, started, probed and asked for its version."""
