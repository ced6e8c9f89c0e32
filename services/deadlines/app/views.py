"""What is read: obligations as pages and clients see them, worklists, figures, and what is asked for."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from uuid import UUID

from deadlines.domain.obligation import Obligation
from deadlines.domain.policy import Policy
from deadlines.domain.state import ObligationState


@dataclass(frozen=True, slots=True)
class ObligationLine:
    """An obligation with the number that people know its object by, and its policy's words (None: a lost policy).

    `round`: the first day of the round that it is about, and then the number is the round's name; None for a case.
    """

    obligation: Obligation
    object_number: str
    policy: Policy | None
    round: date | None = None


@dataclass(frozen=True, slots=True)
class PageAfter:
    """Where the next page begins: behind this obligation."""

    due_on: date
    obligation_id: UUID


@dataclass(frozen=True, slots=True)
class ObligationPage:
    lines: tuple[ObligationLine, ...]
    next: PageAfter | None


@dataclass(frozen=True, slots=True)
class ObligationsAsked:
    """What is left out of account is None or empty."""

    object_id: UUID | None = None
    states: frozenset[ObligationState] = field(default_factory=frozenset)
    policy: str = ""
    due_from: date | None = None
    due_to: date | None = None


class Worklist(IntEnum):
    """By the same numbers as in the contract (a test holds them equal)."""

    TODAY = 1
    THIS_WEEK = 2
    OVERDUE = 3


@dataclass(frozen=True, slots=True)
class WorklistAsked:
    """`worklist` None: all three. `mine`: only what the viewer is in charge of."""

    today: date
    worklist: Worklist | None
    mine: bool

    @property
    def sunday(self) -> date:
        """The last day of the calendar week, which begins on Monday."""
        return self.today + timedelta(days=6 - self.today.weekday())


@dataclass(frozen=True, slots=True)
class Worklists:
    counts: dict[Worklist, int]
    page: ObligationPage


@dataclass(frozen=True, slots=True)
class ComplianceAsked:
    """Of what was due from the one day to the other; with an agency, of it and those below it."""

    policy: str
    due_from: date
    due_to: date
    today: date
    agency_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    met_in_time: int = 0
    met_late: int = 0
    missed: int = 0
    open: int = 0
    cancelled: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.met_in_time + other.met_in_time,
            self.met_late + other.met_late,
            self.missed + other.missed,
            self.open + other.open,
            self.cancelled + other.cancelled,
        )


@dataclass(frozen=True, slots=True)
class Compliance:
    by_agency: dict[UUID, Figures]

    @property
    def total(self) -> Figures:
        return sum(self.by_agency.values(), Figures())
