"""The whole system on one machine."""

from dev.stack.stack import Stack

__all__ = ["Stack"]
