"""What can happen to an obligation; each becomes an event."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Opened:
    pass


@dataclass(frozen=True, slots=True)
class Met:
    on: date
    in_time: bool


@dataclass(frozen=True, slots=True)
class Missed:
    pass


@dataclass(frozen=True, slots=True)
class MissedWithdrawn:
    """It had been called missed, and the act turns out to have been recorded in time (DUE-16)."""


Happening: TypeAlias = Opened | Met | Missed | MissedWithdrawn
