"""Reminders: which step falls on which day, whom it addresses, and whether it is a mail of its own (DUE-5, DUE-10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from uuid import UUID

from deadlines.domain.policy import ReminderStep, Words
from deadlines.domain.state import ObligationState

# What is still owed, and so still told of: whether the sweep has called it missed makes no difference.
OWED = frozenset({ObligationState.OPEN, ObligationState.MISSED})
# From how many days after the due date on these are told too.
ACOC_FROM_DAYS = 1
PACC_FROM_DAYS = 15
# On the day and the day after there is a mail for each thing; every other step stands in the morning's digest.
OWN_MAIL_DAYS = frozenset({0, 1})


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


@dataclass(frozen=True, slots=True)
class DueRange:
    """Due dates later than `after`, up to and including `until`."""

    after: date
    until: date


def due_on_of(steps: Sequence[ReminderStep], step: ReminderStep, today: date, since: date | None) -> DueRange:
    """The due dates of which `step` is the latest whose day has come by `today`.

    `since`: only where its day came after that, so that nothing is looked at twice; None looks back without end.
    """
    following = [each.days_after_due for each in steps if each.days_after_due > step.days_after_due]
    after = [date.min]
    if following:
        after.append(today - timedelta(days=min(following)))
    if since is not None:
        after.append(since - timedelta(days=step.days_after_due))
    return DueRange(max(after), step.due_on(today))


def latest_step(
    steps: Sequence[ReminderStep], due_on: date, today: date, since: date | None = None
) -> ReminderStep | None:
    """The one step to tell today: of several whose days have come, the last one (DUE-6)."""
    for step in steps:
        due = due_on_of(steps, step, today, since)
        if due.after < due_on <= due.until:
            return step
    return None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One step of one obligation, with what a mail says of it; known by obligation, step and due date (DUE-6)."""

    id: UUID
    obligation_id: UUID
    policy: str
    duty: Words
    basis: Words
    step: str
    days_after_due: int
    due_on: date
    object_number: str
    agency_thai_name: str
    agency_english_name: str
