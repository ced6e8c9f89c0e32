"""Reminders: which step falls on which day, from when on whom, and whether it is a mail of its own (DUE-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from deadlines.domain.policy import ReminderStep, Words
from deadlines.domain.state import ObligationState

# What is still owed, and so still told of, unless it has ended: whether the sweep has called it missed makes no
# difference.
OWED = frozenset({ObligationState.OPEN, ObligationState.MISSED})
# From how many days after the due date on these are told too.
ACOC_FROM_DAYS = 1
PACC_FROM_DAYS = 15
# On the day and the day after there is a mail for each thing; every other step stands in the morning's digest.
OWN_MAIL_DAYS = frozenset({0, 1})


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


def by_hand_on(day: date) -> str:
    """The code of the step that somebody asks for on that day, beside those of the policy: one a day (SUM-4)."""
    return f"by_hand_{day}"


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
    # The first day of the round that it is about, and then `object_number` is the round's name; None for a case.
    round: date | None = None
