"""What a case adds to the tallies of each month: sums from which any month is read without looking at cases."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import IntEnum
from typing import NamedTuple
from uuid import UUID

from reporting.domain.counting import Closing, CountedCase
from reporting.domain.terms import Era, Level, Outcome

# What is summed. Those of a month count what happened in it; `…_open` are balances: up in the month in which a case
# that counts becomes followed or failed, down in that of its completion, which `…_completed` count as judged at its
# closing.
SUMS = (
    *("new", "first_reported", "progressed", "ended", "minor", "serious", "other", "criminal"),
    *("followed_open", "failed_open", "followed_completed", "failed_completed"),
)
_SUM_OF_OUTCOME = {
    Outcome.ENDED: "ended",
    Outcome.MINOR: "minor",
    Outcome.SERIOUS: "serious",
    Outcome.OTHER: "other",
}
# Those that say what is outstanding and how it is judged: what the past leaves to a month is made of them.
_OUTSTANDING = frozenset(
    {"new", "first_reported", "ended", "minor", "serious", "other", "followed_open", "failed_open"}
)
# Where the sums of all time stand: before every month.
BEGINNING = date(1900, 1, 1)
_FIRST_HALF = 6


class Grain(IntEnum):
    """Sums are kept of all time, by year and by month, so that all that was before a month is few rows."""

    EVER = 0
    YEAR = 1
    MONTH = 2


class Place(NamedTuple):
    """Where something is summed: of a month (its first day), the year that begins on that day, or all time."""

    level: Level
    grain: Grain
    starts_on: date
    agency_id: UUID
    era: Era


class Span(NamedTuple):
    """The sums of a grain that begin on `since` or later, and before `until` where there is one.

    They are added, or taken away.
    """

    grain: Grain
    since: date
    until: date | None = None
    is_added: bool = True


Tallies = Counter[tuple[Place, str]]
# In which month, which of SUMS, and whether up or down.
_Change = tuple[date, str, int]


def past_of(month: date) -> tuple[Span, Span, Span]:
    """What makes up all that was before the month that begins on `month`: all time, less what began from then on.

    So the months that are asked most, the newest, are the fewest rows. Within a year it goes by the nearer end.
    """
    january, next_january = month.replace(month=1), date(month.year + 1, 1, 1)
    ever = Span(Grain.EVER, BEGINNING)
    if month.month <= _FIRST_HALF:
        return ever, Span(Grain.YEAR, january, is_added=False), Span(Grain.MONTH, january, month)
    return ever, Span(Grain.YEAR, next_january, is_added=False), Span(Grain.MONTH, month, next_january, is_added=False)


def tallies_of(cases: Iterable[CountedCase]) -> Tallies:
    """The sums of `cases` at every level. What is deleted never entered (CASE-21)."""
    tallies: Tallies = Counter()
    for case in cases:
        if not case.is_deleted:
            for level in Level:
                for month, name, by in _changes(case, level):
                    tallies[_place(case, level, Grain.MONTH, month), name] += by
                    tallies[_place(case, level, Grain.YEAR, month.replace(month=1)), name] += by
                    if name in _OUTSTANDING:
                        tallies[_place(case, level, Grain.EVER, BEGINNING), name] += by
    return tallies


def difference(before: Tallies, after: Tallies) -> Tallies:
    """What has to be added to `before` to make it `after`."""
    changed = Counter(after)
    changed.subtract(before)
    return Counter({place: by for place, by in changed.items() if by})


def _place(case: CountedCase, level: Level, grain: Grain, starts_on: date) -> Place:
    return Place(level, grain, starts_on, case.agency_id, case.era)


def _changes(case: CountedCase, level: Level) -> Iterator[_Change]:
    entered_on = case.entered_on(level)
    if entered_on is None:
        return
    entered = _month(entered_on)
    # A case that was closed before it entered is completed in the month of its entry.
    completed = _month(max(case.closing.on, entered_on)) if case.closing else None
    yield entered, "new" if case.received_on >= entered else "first_reported", 1
    for month in {_month(act) for act in case.acts}:
        if entered < month and (completed is None or month <= completed):
            yield month, "progressed", 1
    if case.closing is not None and completed is not None:
        yield completed, _SUM_OF_OUTCOME[case.closing.outcome], 1
        if case.closing.criminal:
            yield completed, "criminal", 1
    if case.era is Era.AFTER_RESOLUTION:
        yield from _judged_at_closing(case, case.closing, completed)
        yield from _judged_while_open("followed_open", case.followed_on, entered, completed)
        yield from _judged_while_open("failed_open", case.fails_on, entered, completed)


def _judged_at_closing(case: CountedCase, closing: Closing | None, completed: date | None) -> Iterator[_Change]:
    """REP-2: as it stood at the closing, whose own day was not over then."""
    if closing is None or completed is None:
        return
    if case.followed_on is not None and case.followed_on <= closing.on:
        yield completed, "followed_completed", 1
    if case.fails_on is not None and case.fails_on < closing.on:
        yield completed, "failed_completed", 1


def _judged_while_open(name: str, on: date | None, entered: date, completed: date | None) -> Iterator[_Change]:
    """REP-2: from the month of `on` or of the entry, the later, until the one before the completion."""
    if on is None:
        return
    since = max(_month(on), entered)
    if completed is None:
        yield since, name, 1
    elif since < completed:
        yield since, name, 1
        yield completed, name, -1


def _month(day: date) -> date:
    return day.replace(day=1)
