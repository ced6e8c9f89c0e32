"""REP-1 and REP-2 once more, read from the spec and walked day by day; shares no code with `reporting`."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

UNIT, DEPARTMENT_ACOC, MINISTRY_ACOC, PACC = 1, 2, 3, 4
RESOLUTION = date(2018, 3, 27)
OUTCOMES = ("ended", "minor", "serious", "other")


@dataclass(frozen=True)
class Life:
    """What is recorded of one case, and when. `sent` holds the first sending to each level.

    Where there were proceedings, their outcome closed the case; else the conclusion of that day, or an edit of it.
    `origin` is the case whose inquiry found this one's accused. What a correction has put in counts as if first
    entered so, on the old day (CASE-22): everything here reads as corrected, and `corrections` change nothing.
    """

    received: date
    recorded: date
    reported_7: date | None = None
    reported_37: date | None = None
    progress: tuple[date, ...] = ()
    concluded: date | None = None
    proceedings: tuple[date, ...] = ()
    sent: dict[int, date] = field(default_factory=dict)
    closed: date | None = None
    outcome: str = "ended"
    criminal: bool = False
    accused: str = ""
    deleted: date | None = None
    restored: date | None = None
    origin: "Life | None" = None
    corrections: tuple["Correction", ...] = ()

    @property
    def is_after(self) -> bool:
        return self.received > RESOLUTION

    @property
    def is_deleted(self) -> bool:
        return self.deleted is not None and self.restored is None

    @property
    def steps(self) -> set[date]:
        """The days of what counts as progress."""
        outcome = self.closed if self.proceedings else None
        one_by_one = {self.reported_7, self.reported_37, self.concluded, outcome}
        return {day for day in {*one_by_one, *self.progress, *self.proceedings} if day is not None}

    @property
    def rounds(self) -> tuple[tuple[date, date | None], ...]:
        """The day of each round and that on which it was reported, or concluded in its place."""
        if self.origin is not None:
            return self.origin.rounds
        day_7, day_37 = self.received + timedelta(days=7), self.received + timedelta(days=37)
        return (day_7, self.reported_7), (day_37, self.reported_37 or self.concluded)

    def entry(self, level: int) -> date | None:
        """Recorded for a unit; for the others the day on which it, or any level above it, was first sent the case."""
        if level == UNIT:
            return self.recorded
        return min([on for to, on in self.sent.items() if to >= level], default=None)


@dataclass(frozen=True)
class Correction:
    """Approved on that day; `was` is what had been recorded until its end."""

    on: date
    was: Life


Tally = Counter[str]


def tally(lives: Iterable[Life], level: int, first: date, last: date, today: date) -> Tally:
    """Every figure of a row, as `before.new` or `followed`; missing ones are 0."""
    counted: Tally = Counter()
    for life in lives:
        if not life.is_deleted:
            counted.update(_of_one(life, level, first, last, today))
    for era in ("before", "after"):
        counted[f"{era}.received"] = counted[f"{era}.new"] + counted[f"{era}.first_reported"]
        counted[f"{era}.completed"] = sum(counted[f"{era}.{outcome}"] for outcome in OUTCOMES)
    counted["all_outstanding"] = counted["before.outstanding"] + counted["after.outstanding"]
    return +counted


def _of_one(life: Life, level: int, first: date, last: date, today: date) -> Iterator[str]:
    era = "after" if life.is_after else "before"
    inside = was_closed = counts = closed_in_it = False
    entry = life.entry(level)
    for day in _days(min(life.recorded, first), last):
        if day == first and inside:
            counts = True
            yield f"{era}.carried_forward"
            if any(day in life.steps for day in _days(first, last)):
                yield f"{era}.progressed"
        if day == entry:
            inside = True
            if day >= first:
                counts = True
                yield f"{era}.new" if first <= life.received <= last else f"{era}.first_reported"
        if inside and not was_closed and life.closed is not None and life.closed <= day:
            inside, was_closed = False, True
            if day >= first:
                closed_in_it = True
                yield from (f"{era}.{column}" for column in (life.outcome, *["criminal"] * life.criminal))
    if inside:
        yield f"{era}.outstanding"
    if counts and life.is_after:
        yield _compliance(life, closed_in_it, last, today)


def _compliance(life: Life, closed_in_it: bool, last: date, today: date) -> str:
    """As at the closing, the end of the period, or now while it runs."""
    became = {_of_round(due, done, life.closed if closed_in_it else None, last, today) for due, done in life.rounds}
    if became == {"met"}:
        return "followed"
    return "in_progress" if became <= {"met", "open"} else "not_followed"


def _of_round(due: date, done: date | None, closed: date | None, last: date, today: date) -> str:
    if closed is not None:
        seen, day_is_over = closed, due < closed
    elif today <= last:
        seen, day_is_over = today, due < today
    else:
        seen, day_is_over = last, due <= last
    if done is not None and done <= seen:
        return "met" if done <= due else "late"
    return "missed" if day_is_over else "open"


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)
