"""A round of monthly summaries: a month in which the month before it is reported (SUM-1), until ป.ป.ท. closes it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5

from reporting.domain.summary_errors import (
    IllegalRoundTransition,
    RoundClosedAlready,
    RoundNotBegun,
    RoundNotOver,
    RoundTakesNoMore,
)

DUE_DAY = 10


class RoundState(IntEnum):
    """How a round stands."""

    OPEN = 1
    CLOSING = 2
    CLOSED = 3


# No round goes back: what was published stands (SUM-5).
NEXT: Mapping[RoundState, frozenset[RoundState]] = {
    RoundState.OPEN: frozenset({RoundState.CLOSING}),
    RoundState.CLOSING: frozenset({RoundState.CLOSED}),
    RoundState.CLOSED: frozenset(),
}


class WaitsFor(StrEnum):
    """What a round that is closing waits for before its figures can be frozen."""

    NOTHING = ""
    CASES = "cases"
    EVENTS = "events"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class SummaryRound:
    """`first` is the first day of its month. `closed_at` is when the figures were frozen, `closed_on` its date."""

    first: date
    state: RoundState = RoundState.OPEN
    waits_for: WaitsFor = WaitsFor.NOTHING
    closed_at: datetime | None = None
    closed_on: date | None = None

    @property
    def id(self) -> UUID:
        """The round as the object of an event or of an entry in the trail."""
        return uuid5(NAMESPACE_URL, f"rongrian:round:{self.first.isoformat()}")

    @property
    def data_month(self) -> date:
        """The first day of the month that it reports (SUM-1)."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def due_on(self) -> date:
        return self.first.replace(day=DUE_DAY)

    def summary_id(self, agency_id: UUID) -> UUID:
        """An agency's summary of it, as the object of an event or of an entry in the trail."""
        return uuid5(agency_id, self.first.isoformat())

    def takes_summaries(self, today: date) -> bool:
        return self.state is RoundState.OPEN and today >= self.first

    def refuse_unless_taking(self, today: date) -> None:
        """Raises RoundNotBegun before its month, RoundTakesNoMore from the moment on that its closing begins."""
        self.refuse_before_its_month(today)
        if self.state is not RoundState.OPEN:
            raise RoundTakesNoMore(self.first)

    def refuse_before_its_month(self, today: date) -> None:
        """Raises RoundNotBegun."""
        if today < self.first:
            raise RoundNotBegun(self.first)

    def can_be_closed(self, today: date) -> bool:
        return self.state is RoundState.OPEN and today > self.due_on

    def begin_closing(self, today: date) -> "SummaryRound":
        """The round as it closes from now on; one that is closing already stays as it is (SUM-5).

        Raises RoundNotBegun, RoundNotOver until its 10th has passed, RoundClosedAlready.
        """
        self.refuse_before_its_month(today)
        if self.state is RoundState.CLOSED:
            raise RoundClosedAlready(self.first)
        if self.state is RoundState.CLOSING:
            return self
        if today <= self.due_on:
            raise RoundNotOver(self.due_on)
        return replace(self._become(RoundState.CLOSING), waits_for=WaitsFor.CASES)

    def close(self, at: datetime, on: date) -> "SummaryRound":
        """The round with its figures frozen at this moment."""
        return replace(self._become(RoundState.CLOSED), waits_for=WaitsFor.NOTHING, closed_at=at, closed_on=on)

    def _become(self, state: RoundState) -> "SummaryRound":
        """The one door through which the state changes. Raises IllegalRoundTransition."""
        if state not in NEXT[self.state]:
            raise IllegalRoundTransition(self.state.name, state.name)
        return replace(self, state=state)


def round_of_data(month: date) -> date:
    """The first day of the round that reports the month which `month` lies in."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)
