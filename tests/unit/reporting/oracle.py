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
    """What was recorded of one case, and when. `sent` holds the first sending to each level."""

    received: date
    recorded: date
    reported_7: date | None = None
    sent: dict[int, date] = field(default_factory=dict)
    closed: date | None = None
    outcome: str = "ended"
    criminal: bool = False
    accused: str = ""

    @property
    def is_after(self) -> bool:
        return self.received > RESOLUTION

    def entry(self, level: int) -> date | None:
        """Recorded for a unit; first sent for the others, or what the next level above has."""
        known = {UNIT: self.recorded} | self.sent
        while level <= PACC:
            if level in known:
                return known[level]
            level += 1
        return None


Tally = Counter[str]


def tally(lives: Iterable[Life], level: int, first: date, last: date, today: date) -> Tally:
    """Every figure of a row, as `before.new` or `followed`; missing ones are 0."""
    counted: Tally = Counter()
    for life in lives:
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
            yield from [f"{era}.progressed" for day in _days(first, last) if day == life.reported_7]
        if day == entry:
            inside = True
            if day >= first:
                counts = True
                yield f"{era}.new" if first <= life.received <= last else f"{era}.first_reported"
        if inside and not was_closed and life.closed is not None and life.closed <= day:
            inside, was_closed = False, True
            if day >= first:
                closed_in_it = True
                yield f"{era}.{life.outcome}"
                if life.criminal:
                    yield f"{era}.criminal"
    if inside:
        yield f"{era}.outstanding"
    if counts and life.is_after:
        yield "not_followed" if _failed(life, closed_in_it, last, today) else "in_progress"


def _failed(life: Life, closed_in_it: bool, last: date, today: date) -> bool:
    """Round 7 missed or met late, as at the closing, the end of the period, or now while it runs."""
    due = life.received + timedelta(days=7)
    if closed_in_it and life.closed is not None:
        seen, day_is_over = life.closed, due < life.closed
    elif today <= last:
        seen, day_is_over = today, due < today
    else:
        seen, day_is_over = last, due <= last
    if life.reported_7 is not None and life.reported_7 <= seen:
        return life.reported_7 > due
    return day_is_over


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)
