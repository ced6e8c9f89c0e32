"""An agency's monthly summary of a round, as the calendar and `reporting` tell of it (SUM-1, SUM-5).

Round กันยายน 2563 is named by the first day of that month.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeAlias
from uuid import UUID, uuid5

from deadlines.domain.act import Act
from deadlines.domain.followed import FollowedObject, Told
from deadlines.domain.policy import AppliesTo
from kit.domain.thai_dates import BANGKOK, thai_month

POLICY = "summary.monthly"
# Names of acts as policies have them (DUE-17). Those of the calendar no service tells: the start of a month is a date,
# and that an agency owes a summary no more, or again, is read from its field `owes_summaries_from` (SUM-0).
MONTH_BEGAN = "calendar.month_began"
DUTY_ENDED = "calendar.duty_ended"
DUTY_RESUMED = "calendar.duty_resumed"
SUBMITTED = "reporting.summary_submitted"
ROUND_CLOSED = "reporting.round_closed"
# Each happens once to a summary, and in truth in this order, however word of it comes. Ends of the duty and its returns
# have the places behind, in the order in which they were seen.
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
    """From which round on an agency owes summaries, and up to which what it owes was opened.

    `owes_from` is None while it owes none, as when it is closed; `opened_from` is what `owes_from` was when it was last
    looked at; None where it owed nothing then. `owes_since` is the business day on which it came to owe from then on,
    None where nobody knows. `open_rounds` are rounds that are not closed and have a summary of it, `closed_rounds`
    others with the business day of their closing.
    """

    agency_id: UUID
    owes_from: date | None
    opened_from: date | None
    opened_until: date | None
    owes_since: date | None = None
    open_rounds: tuple[date, ...] = ()
    closed_rounds: Mapping[date, date] = field(default_factory=dict)

    def begun(self, today: date) -> Iterator[SummaryFacts]:
        """The summaries of the months that have begun by `today`, that it owes and that were not opened.

        None of a round that was closed before it owed any: it was not missed (SUM-5).
        """
        if self.owes_from is None:
            return
        month = self.owes_from
        if self.opened_from == self.owes_from and self.opened_until is not None:
            month = max(month, next_month(self.opened_until))
        while month <= today:
            if not self._is_too_late_for(month):
                yield SummaryFacts(self.agency_id, month)
            month = next_month(month)

    def ended(self) -> Iterator[SummaryFacts]:
        """The summaries of open rounds that it owes no more."""
        for month in self.open_rounds:
            if self.owes_from is None or month < self.owes_from:
                yield SummaryFacts(self.agency_id, month)

    def _is_too_late_for(self, month: date) -> bool:
        closed_on = self.closed_rounds.get(month)
        return closed_on is not None and self.owes_since is not None and closed_on <= self.owes_since

    def owes_on(self, today: date) -> bool:
        """Whether it owes any month that has begun."""
        return self.owes_from is not None and self.owes_from <= today


def see_duty(summary: FollowedSummary, *, is_owed: bool, at: datetime, today: date) -> None:
    """Note that a summary is owed no more, or again, where that is other than it was (SUM-0).

    What was submitted stays met all the same, and of a closed round nothing changes any more (SUM-5).
    """
    in_order = [summary.acts[place].event for place in sorted(summary.acts)]
    seen = [event for event in in_order if event in (DUTY_ENDED, DUTY_RESUMED)]
    was_owed = not seen or seen[-1] == DUTY_RESUMED
    if was_owed == is_owed or ROUND_CLOSED in in_order:
        return
    place = max(*_PLACE_OF.values(), *summary.acts) + 1
    summary.take(Told(summary.facts, Act(place, DUTY_RESUMED if is_owed else DUTY_ENDED, at, today)))


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
