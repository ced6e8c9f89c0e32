"""The one-machine stack: real servers and every service, for `make run`, the tests and the benches."""
