"""The gRPC border of a service: who may come in, what is refused and how, and calls to neighbours."""
