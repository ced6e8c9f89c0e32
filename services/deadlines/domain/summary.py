"""An agency's monthly summary of a round, as the calendar and `reporting` tell of it (SUM-1, SUM-5).

Round กันยายน 2563 is named by the first day of that month.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias
from uuid import UUID, uuid5

from deadlines.domain.act import Act
from deadlines.domain.followed import FollowedObject, Told
from deadlines.domain.policy import AppliesTo
from kit.domain.thai_dates import BANGKOK, thai_month

POLICY = "summary.monthly"
# Names of acts as policies have them; the first is a date of the calendar, which no service tells (DUE-17).
MONTH_BEGAN = "calendar.month_began"
SUBMITTED = "reporting.summary_submitted"
ROUND_CLOSED = "reporting.round_closed"
# Each happens once to a summary, and in truth in this order, however word of it comes.
_PLACE_OF = {MONTH_BEGAN: 1, SUBMITTED: 2, ROUND_CLOSED: 3}


@dataclass(frozen=True, slots=True)
class SummaryFacts:
    """Which summary it is; there is nothing else to know of it, and no complaint that anybody is recused from."""

    agency_id: UUID
    round: date

    @property
    def object_id(self) -> UUID:
        return uuid5(self.agency_id, f"{self.round:%Y-%m}")

    @property
    def version(self) -> int:
        return 0

    @property
    def received_on(self) -> date:
        return self.round

    @property
    def is_deleted(self) -> bool:
        return False

    @property
    def kinds(self) -> frozenset[AppliesTo]:
        return frozenset({AppliesTo.EVERY_SUMMARY})


SummaryTold: TypeAlias = Told[SummaryFacts]
FollowedSummary: TypeAlias = FollowedObject[SummaryFacts]


@dataclass(frozen=True, slots=True)
class RoundClosing:
    """ป.ป.ท. has closed a round: what of it is not met ends as missed (SUM-5)."""

    round: date
    recorded_at: datetime
    recorded_on: date

    def of(self, facts: SummaryFacts) -> SummaryTold:
        """What it says of one summary of the round."""
        return Told(facts, act_of_summary(ROUND_CLOSED, self.recorded_at, self.recorded_on))


@dataclass(frozen=True, slots=True)
class SummaryDuty:
    """From which round on an agency owes summaries, and up to which what it owes was opened, None for never.

    `opened_from` is what `owes_from` was then.
    """

    agency_id: UUID
    owes_from: date
    closed_on: date | None
    opened_from: date | None
    opened_until: date | None

    def begun(self, today: date) -> Iterator[SummaryTold]:
        """The months that have begun by `today`, that it owes and that were not opened.

        An agency that was closed before a month began owes nothing of it.
        """
        month = self.owes_from
        if self.opened_from == self.owes_from and self.opened_until is not None:
            month = max(month, next_month(self.opened_until))
        while month <= today:
            if self.closed_on is None or self.closed_on > month:
                yield month_began(SummaryFacts(self.agency_id, month))
            month = next_month(month)


def month_began(facts: SummaryFacts) -> SummaryTold:
    """The start of a round, at midnight in Bangkok, whenever it is noticed."""
    midnight = datetime.combine(facts.round, time(), BANGKOK)
    return Told(facts, act_of_summary(MONTH_BEGAN, midnight, facts.round))


def act_of_summary(event: str, recorded_at: datetime, recorded_on: date, actor: UUID | None = None) -> Act:
    return Act(_PLACE_OF[event], event, recorded_at, recorded_on, actor)


def first_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def next_month(first: date) -> date:
    """The first day of the month after."""
    return first_of(first + timedelta(days=31))


def name_of_round(first: date) -> str:
    """What people know a round by: `รอบกันยายน 2563`."""
    return f"รอบ{thai_month(first)}"
