"""The reminder calendar read day by day, by the ranges and the days that the SQL of reminders is built from."""

from collections.abc import Sequence
from datetime import date
from enum import Enum

from deadlines.domain.policy import ReminderStep
from deadlines.domain.reminder import ACOC_FROM_DAYS, PACC_FROM_DAYS, due_on_of


class Audience(Enum):
    """Whom a step addresses: who owes, its ศปท., ป.ป.ท."""

    OWNER = "owner"
    ACOC = "acoc"
    PACC = "pacc"


def audiences_of(days_after_due: int) -> frozenset[Audience]:
    """Whoever owes is told at every step; the others join him later (DUE-5)."""
    told = {Audience.OWNER}
    if days_after_due >= ACOC_FROM_DAYS:
        told.add(Audience.ACOC)
    if days_after_due >= PACC_FROM_DAYS:
        told.add(Audience.PACC)
    return frozenset(told)


def latest_step(
    steps: Sequence[ReminderStep], due_on: date, today: date, since: date | None = None
) -> ReminderStep | None:
    """The one step to tell today: of several whose days have come, the last one (DUE-6)."""
    for step in steps:
        due = due_on_of(steps, step, today, since)
        if due.after < due_on <= due.until:
            return step
    return None
