"""Policies: what opens an obligation is due when, counted how, on which ground. Data, not code (DUE-1)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, IntEnum
from uuid import UUID

ROUND_7 = "case.round_7"
ROUND_37 = "case.round_37"


class CountedIn(IntEnum):
    """By the same numbers as in the contract (a test holds them equal)."""

    CALENDAR_DAYS = 1
    WORKING_DAYS = 2
    DAY_OF_MONTH = 3
    END_OF_DAY = 4
    GIVEN_DATE = 5


class CountedFrom(Enum):
    """The day that is not counted itself: the reception of the case, or the recording of what opens it."""

    RECEPTION = "reception"
    OPENING = "opening"


class OwedBy(Enum):
    AGENCY = "agency"


class AppliesTo(Enum):
    """Rounds of a case are owed after the resolution only, and never by a case that an inquiry opened (CASE-15)."""

    EVERY_CASE = "every_case"
    CASES_WITH_ROUNDS = "cases_with_rounds"
    EVERY_SUMMARY = "every_summary"


@dataclass(frozen=True, slots=True)
class Words:
    """The same sentence in both languages."""

    thai: str
    english: str


@dataclass(frozen=True, slots=True)
class ReminderStep:
    """A day on which somebody is reminded, counted from the due date: negative before it, 0 on it (DUE-5)."""

    code: str
    days_after_due: int

    @classmethod
    def of(cls, days_after_due: int) -> "ReminderStep":
        """`before_3`, `on_the_day`, `after_15`."""
        if days_after_due == 0:
            return cls("on_the_day", 0)
        return cls(f"{'after' if days_after_due > 0 else 'before'}_{abs(days_after_due)}", days_after_due)

    def due_on(self, today: date) -> date:
        """The due date of the obligations whose step falls on `today`."""
        return today - timedelta(days=self.days_after_due)


@dataclass(frozen=True, slots=True)
class Terms:
    """How long, counted how, and whether a ศปท. may give more. `number` is of days, or the day of the month."""

    number: int
    counted_in: CountedIn
    is_extendable: bool


@dataclass(frozen=True, slots=True)
class TermsSet:
    """Terms that hold for what was recorded from `since` on: in the subtree of a ศปท., or in the country (None)."""

    policy: str
    acoc_agency_id: UUID | None
    terms: Terms
    since: datetime
    set_by: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Policy:
    """`duty` says what is owed, `basis` on which legal ground: it is shown wherever the date is shown (DUE-14).

    What opens, meets, ends, cancels, revives, stops and resumes it are names of events as the contracts have them
    (DUE-17): `cases.round_reported` stands for every round, `cases.round_reported.round_7` for one. What ended is
    missed for good. A stop lasts at most `longest_stop` calendar days in all.
    """

    code: str
    shipped: Terms
    counted_from: CountedFrom
    owed_by: OwedBy
    applies_to: AppliesTo
    opens_with: tuple[str, ...]
    met_by: tuple[str, ...]
    ended_by: tuple[str, ...]
    cancelled_by: tuple[str, ...]
    revived_by: tuple[str, ...]
    stopped_by: tuple[str, ...]
    resumed_by: tuple[str, ...]
    longest_stop: int
    is_repeating: bool
    is_law: bool
    duty: Words
    basis: Words
    reminders: tuple[ReminderStep, ...]

    @property
    def events(self) -> tuple[str, ...]:
        """Everything that it goes by."""
        return (
            *self.opens_with,
            *self.met_by,
            *self.ended_by,
            *self.cancelled_by,
            *self.revived_by,
            *self.stopped_by,
            *self.resumed_by,
        )

    def terms_at(self, recorded_at: datetime, acocs: Sequence[UUID], terms_set: Collection[TermsSet]) -> Terms:
        """The terms of what was recorded at that moment below `acocs`, the nearest first (DUE-1).

        The nearest ศปท. that had set any wins, then the country, then what was shipped.
        """
        if self.is_law:
            return self.shipped
        known = [each for each in terms_set if each.policy == self.code and each.since <= recorded_at]
        for place in (*acocs, None):
            of_place = [each for each in known if each.acoc_agency_id == place]
            if of_place:
                return max(of_place, key=lambda each: each.since).terms
        return self.shipped


def is_named(event: str, names: Collection[str]) -> bool:
    """Whether `names` hold the event, or what it is a kind of."""
    return any(event == name or event.startswith(f"{name}.") for name in names)
