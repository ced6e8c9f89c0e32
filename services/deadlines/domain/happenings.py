"""What can happen to an obligation; each becomes an event."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import TypeAlias
from uuid import UUID


class MoveCause(IntEnum):
    """Why a due date moved (DUE-13), by the same numbers as in the contract."""

    CORRECTION = 1
    HOLIDAY = 2
    STOP = 3
    EXTENSION = 4


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
    """It had been called missed, and the act turns out to have been recorded in time (DUE-16), or the date moved."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    pass


@dataclass(frozen=True, slots=True)
class Reopened:
    pass


@dataclass(frozen=True, slots=True)
class DueSoon:
    """The first of its reminders before the due date has fallen due."""


@dataclass(frozen=True, slots=True)
class DueMoved:
    """The old date is kept, and by whom and why it was moved; nobody where no one is known."""

    old_due_on: date
    new_due_on: date
    cause: MoveCause
    actor: UUID | None
    reason: str


Happening: TypeAlias = Opened | Met | Missed | MissedWithdrawn | Cancelled | Reopened | DueSoon | DueMoved
