"""รอบการรายงาน: what the cabinet set, in calendar days from the reception date (CASE-10)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum


class Round(IntEnum):
    """By the same numbers as in the contract."""

    SEVEN = 1
    THIRTY_SEVEN = 2


DAYS: dict[Round, int] = {Round.SEVEN: 7, Round.THIRTY_SEVEN: 37}


@dataclass(slots=True)
class RoundState:
    """One round of one case. `explained_on` and `reported_on` are the dates on which these were recorded (CASE-9).

    A conclusion that stands for the round-37 report counts as its report (CASE-12).
    """

    due_on: date
    explained_on: date | None = None
    reported_on: date | None = None

    def is_overdue(self, today: date) -> bool:
        """Past its day and not reported; the day itself is in time."""
        return self.reported_on is None and today > self.due_on

    def is_unexplained(self, today: date) -> bool:
        """Overdue, and why has not been said: that comes first (CASE-11)."""
        return self.is_overdue(today) and self.explained_on is None

    def days_late(self, today: date) -> int:
        return (today - self.due_on).days if self.is_overdue(today) else 0


def rounds_of(received_on: date) -> dict[Round, RoundState]:
    """The rounds that a case after the resolution owes; the first day is not counted."""
    return {round_: RoundState(received_on + timedelta(days=days)) for round_, days in DAYS.items()}


def colour_step(days_late: int) -> int:
    """How deep the pink of an overdue row is (DUE-7): 1-3, 4-7, 8-15, 16-30 and over 30 days; 0 when not overdue."""
    return sum(days_late >= first for first in (1, 4, 8, 16, 31))
