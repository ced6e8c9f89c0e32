"""A case in the dates that count (REP-1, REP-2): what tallies are worked out from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reporting.domain.terms import Era, Level, Outcome, Round


@dataclass(frozen=True, slots=True)
class RoundDates:
    """One round: its day, and the date on which its report was recorded, or the conclusion that stands for it."""

    due_on: date
    reported_on: date | None = None

    @property
    def is_met_in_time(self) -> bool:
        return self.reported_on is not None and self.reported_on <= self.due_on


@dataclass(frozen=True, slots=True)
class Closing:
    on: date
    outcome: Outcome
    criminal: bool = False


@dataclass(frozen=True, slots=True)
class CountedCase:
    """A case in the dates that count, all of them of recording except `received_on` (CASE-9).

    `origin` is the case whose inquiry opened this one: it has no rounds of its own and counts by those (CASE-15).
    """

    agency_id: UUID
    era: Era
    received_on: date
    entries: Mapping[Level, date]
    rounds: tuple[RoundDates, ...] = ()
    acts: tuple[date, ...] = ()
    closing: Closing | None = None
    is_deleted: bool = False
    origin: "CountedCase | None" = None

    def entered_on(self, level: Level) -> date | None:
        """The first entry at `level` or above it; None where it has not entered.

        A level that got its ศปท. later, and is sent the case after a higher one has had it, counted it all the time.
        """
        return min((self.entries[above] for above in level.and_above() if above in self.entries), default=None)

    @property
    def judged_rounds(self) -> tuple[RoundDates, ...]:
        """The rounds that it is judged by (REP-2)."""
        return self.origin.rounds if self.origin is not None else self.rounds

    @property
    def fails_on(self) -> date | None:
        """The day with whose end it fails the resolution: the first one of a round that is not met in time.

        It may lie ahead: a round that is not reported fails on its day unless a report comes before.
        """
        return min((round_.due_on for round_ in self.judged_rounds if not round_.is_met_in_time), default=None)

    @property
    def followed_on(self) -> date | None:
        """The day on which it came to have followed the resolution: both rounds met in time, the last of them then."""
        met = [round_.reported_on for round_ in self.judged_rounds if round_.is_met_in_time]
        return max(filter(None, met)) if len(met) == len(Round) else None
