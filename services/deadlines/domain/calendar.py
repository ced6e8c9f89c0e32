"""Days off, and how a due date is counted (DUE-2, DUE-3, DUE-4)."""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from deadlines.domain.policy import CountedIn, Terms

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class HolidayChange:
    """A holiday that ป.ป.ท. added, or struck where it was moved."""

    id: UUID
    day: date
    is_added: bool
    name: str
    made_by: UUID
    made_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Holiday:
    """`change` is what made it other than the calendar had it."""

    day: date
    name: str
    is_off: bool
    change: HolidayChange | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Public holidays by year as a well-kept library has them, and what was changed since, in that order."""

    listed: Callable[[int], Mapping[date, str]]
    changes: tuple[HolidayChange, ...] = ()

    def is_day_off(self, day: date, as_known_at: datetime | None = None) -> bool:
        """By what was known at that moment, or is known now."""
        return day.weekday() >= SATURDAY or self.is_holiday(day, as_known_at)

    def is_holiday(self, day: date, as_known_at: datetime | None = None) -> bool:
        change = self._last_change(day, as_known_at)
        return change.is_added if change is not None else day in self.listed(day.year)

    def holidays(self, year: int) -> list[Holiday]:
        """Those of a year in their order, the struck ones among them."""
        days = {*self.listed(year), *(change.day for change in self.changes if change.day.year == year)}
        return [
            Holiday(day, self.name_of(day), self.is_holiday(day), self._last_change(day, None)) for day in sorted(days)
        ]

    def name_of(self, day: date) -> str:
        """The Thai name of a day that is or was a holiday."""
        change = self._last_change(day, None)
        return change.name if change is not None else self.listed(day.year)[day]

    def last_change_between(self, after: date, until: date) -> HolidayChange | None:
        """The latest change of a day after the one and up to the other."""
        return next((change for change in reversed(self.changes) if after < change.day <= until), None)

    def _last_change(self, day: date, as_known_at: datetime | None) -> HolidayChange | None:
        known = (
            change
            for change in reversed(self.changes)
            if change.day == day and (as_known_at is None or change.made_at <= as_known_at)
        )
        return next(known, None)


@dataclass(frozen=True, slots=True)
class Stop:
    """The clock stands still after the day `on`, up to and including the day `until`; None: it has not run on yet."""

    on: date
    until: date | None


def stopped_days(stops: Iterable[Stop], longest: int) -> frozenset[date]:
    """The days that do not count, at most `longest` of them; a stop that has not ended takes all that are left."""
    days: set[date] = set()
    for stop in stops:
        left = longest - len(days)
        length = left if stop.until is None else min(left, (stop.until - stop.on).days)
        days |= {stop.on + timedelta(days=number) for number in range(1, length + 1)}
    return frozenset(days)


def due_date(
    terms: Terms, first_day: date, is_day_off: Callable[[date], bool], *, stopped: Collection[date] = (), given: date
) -> date:
    """The day at whose end in Bangkok something is due that began on `first_day`, which is itself not counted.

    A day of the month stays where it falls, also on a day off (DUE-4); one that the month has not is its last. `given`
    is the date that comes with what opened it.
    """
    match terms.counted_in:
        case CountedIn.CALENDAR_DAYS:
            return _count(terms.number, first_day, lambda day: day in stopped)
        case CountedIn.WORKING_DAYS:
            return _count(terms.number, first_day, lambda day: day in stopped or is_day_off(day))
        case CountedIn.DAY_OF_MONTH:
            return _day_of_month(terms.number, first_day)
        case CountedIn.END_OF_DAY:
            return first_day
        case CountedIn.GIVEN_DATE:
            return given


def _count(number: int, first_day: date, is_left_out: Callable[[date], bool]) -> date:
    day, left = first_day, number
    while left:
        day += timedelta(days=1)
        if not is_left_out(day):
            left -= 1
    return day


def _day_of_month(number: int, first_day: date) -> date:
    """That day of the month of `first_day`, or of the next month where it has passed."""
    due_on = first_day.replace(day=min(number, monthrange(first_day.year, first_day.month)[1]))
    if due_on >= first_day:
        return due_on
    following = first_day.replace(day=1) + timedelta(days=31)
    return following.replace(day=min(number, monthrange(following.year, following.month)[1]))
