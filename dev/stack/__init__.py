"""The whole system on one machine."""

from dev.stack.stack import Stack, running_stack

__all__ = ["Stack", "running_stack"]
