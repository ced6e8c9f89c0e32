"""Random lives of cases, corrected too: late, unsent, closed before they were sent, found by an inquiry, deleted."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.unit.reporting.oracle import (
    DEPARTMENT_ACOC,
    MINISTRY_ACOC,
    OUTCOMES,
    PACC,
    RESOLUTION,
    UNIT,
    Correction,
    Life,
)

BEGIN = date(2020, 5, 1)
# Around month ends and the days of rounds, where arithmetic goes wrong.
_GAPS = st.one_of(st.sampled_from([0, 1, 6, 7, 8, 30, 31]), st.integers(0, 60))
_LONG_AGO = st.integers(-400, 3).map(lambda gap: RESOLUTION + timedelta(days=gap))
_ACCUSED = st.sampled_from(["", "nam", "someone"])


def _days(gap: int) -> timedelta:
    return timedelta(days=gap)


def _next(draw: st.DrawFn, day: date | None, today: date) -> date | None:
    """A day on or after `day`; None is never, as after a never, and what lies after `today` has not happened."""
    gap = draw(st.none() | _GAPS)
    if day is None or gap is None or day + _days(gap) > today:
        return None
    return day + _days(gap)


@dataclass
class _Growing:
    """The cases of a complaint up to a day; `origins` says as which of them each one counts.

    They are sent as far as `levels`.
    """

    lives: list[Life]
    levels: Sequence[int]
    origins: dict[int, int] = field(default_factory=dict)

    def live_on(self, draw: st.DrawFn, since: date, until: date) -> None:
        """What else happens from `since` on; an inquiry that is concluded may find an official."""
        for at, life in enumerate(self.lives):
            self.lives[at] = self._goes_on(draw, life, since, until)
        for at, life in enumerate(self.lives[:]):
            is_concluded = life.origin is None and life.concluded is not None and life.concluded >= since
            if is_concluded and draw(st.booleans()):
                self.origins[len(self.lives)] = at
                self.lives.append(self._goes_on(draw, _found_by(life, draw(_ACCUSED)), since, until))

    def _goes_on(self, draw: st.DrawFn, life: Life, since: date, until: date) -> Life:
        since = max(since, life.recorded)
        life = _inquiry(draw, life, since, until) if life.origin is None else life
        return _sent(draw, _proceeded(draw, life, since, until), self.levels, since, until)

    def correct(self, draw: st.DrawFn, recorded: date, on: date) -> None:
        """The reception date is corrected of all of them, how it was closed of each by itself."""
        # As often as not into the other era, where most changes.
        other_era = _LONG_AGO if self.lives[0].is_after else _recently(recorded)
        received = draw(st.none() | _receptions(recorded) | other_era)
        for at, was in enumerate(self.lives):
            life = _closed_otherwise(draw, replace(was, received=received or was.received))
            if life != was:
                self.lives[at] = replace(life, corrections=(*was.corrections, Correction(on, was)))

    def finish(self, deleted: date | None, restored: date | None) -> list[Life]:
        together = [replace(life, deleted=deleted, restored=restored) for life in self.lives]
        for at, origin in self.origins.items():
            together[at] = replace(together[at], origin=together[origin])
        return together


def _found_by(origin: Life, accused: str) -> Life:
    """The case of an official whom the inquiry found: recorded and concluded with its conclusion."""
    assert origin.concluded is not None
    return Life(origin.received, origin.concluded, concluded=origin.concluded, accused=accused, origin=origin)


def _inquiry(draw: st.DrawFn, life: Life, since: date, until: date) -> Life:
    """Its rounds, or progress, and the conclusion. A round 7 that a correction left missing may come at any time."""
    reported_7 = life.reported_7 or (_next(draw, since, until) if life.is_after else None)
    if life.concluded is not None:
        return replace(life, reported_7=reported_7)
    ready = _later(reported_7, since) if life.is_after else since
    concluded = _next(draw, ready, until)
    last = concluded or until
    if not life.is_after:
        return replace(life, concluded=concluded, progress=(*life.progress, *_several(draw, since, last)))
    reported_37 = life.reported_37 or _next(draw, ready, last)
    return replace(life, reported_7=reported_7, reported_37=reported_37, concluded=concluded)


def _proceeded(draw: st.DrawFn, life: Life, since: date, until: date) -> Life:
    """What comes after the conclusion."""
    if life.concluded is None or life.closed is not None:
        return life
    proceedings = (*life.proceedings, *_several(draw, _later(life.concluded, since), until))
    if not proceedings:
        by_itself = life.concluded if life.concluded >= since else None
        by_an_edit = _next(draw, _later(life.concluded, since), until)
        return replace(life, closed=draw(st.sampled_from([by_itself, by_an_edit])))
    closed = _next(draw, _later(proceedings[-1], since), until)
    outcome, criminal = draw(st.sampled_from(OUTCOMES)), draw(st.booleans())
    return replace(life, proceedings=proceedings, closed=closed, outcome=outcome, criminal=criminal)


def _sent(draw: st.DrawFn, life: Life, levels: Sequence[int], since: date, until: date) -> Life:
    sent, day = dict(life.sent), since
    for level in levels:
        on = None if level <= max(life.sent, default=UNIT) else _next(draw, day, until)
        if on is not None:
            sent[level] = day = on
    return replace(life, sent=_sent_below_too(draw, sent, levels, day, until))


def _sent_below_too(
    draw: st.DrawFn, sent: dict[int, date], levels: Sequence[int], since: date, until: date
) -> dict[int, date]:
    """At times a level that was passed over, since it was no ศปท. then, is sent the case after a higher one has it."""
    passed_over = [level for level in levels if level not in sent and level < max(sent, default=UNIT)]
    is_sent_below: bool = draw(st.booleans())
    on = _next(draw, since, until) if passed_over and is_sent_below else None
    return sent | {passed_over[0]: on} if on is not None else sent


def _closed_otherwise(draw: st.DrawFn, life: Life) -> Life:
    """Another outcome; a conclusion that gains a ground opens its case, one that loses it ends the case on its day."""
    if life.concluded is None or not draw(st.booleans()):
        return life
    if not life.proceedings:
        return replace(life, closed=None if life.closed else life.concluded, outcome="ended", criminal=False)
    if life.closed is None:
        return life
    others = [outcome for outcome in OUTCOMES if outcome != life.outcome]
    return replace(life, outcome=draw(st.sampled_from(others)), criminal=draw(st.booleans()))


def _later(day: date | None, since: date) -> date | None:
    return day and max(day, since)


def _several(draw: st.DrawFn, day: date | None, today: date) -> tuple[date, ...]:
    first = _next(draw, day, today)
    then = _next(draw, first, today)
    return tuple(on for on in (first, then) if on is not None)


def _recently(recorded: date) -> st.SearchStrategy[date]:
    return _GAPS.map(lambda gap: recorded - _days(gap))


def _receptions(recorded: date) -> st.SearchStrategy[date]:
    return st.one_of(_recently(recorded), _LONG_AGO)


@st.composite
def complaints(draw: st.DrawFn, today: date) -> list[Life]:
    """The cases of one complaint: received and recorded together, corrected together, deleted and restored together."""
    recorded = min(BEGIN + _days(draw(st.integers(0, 120))), today)
    accused, received = draw(st.lists(_ACCUSED, min_size=1, max_size=2)), draw(_receptions(recorded))
    is_to_be_deleted = draw(st.sampled_from([False, False, True]))
    # What was sent to ป.ป.ท. is never deleted.
    levels = (DEPARTMENT_ACOC, MINISTRY_ACOC) if is_to_be_deleted else (DEPARTMENT_ACOC, MINISTRY_ACOC, PACC)
    growing = _Growing([Life(received, recorded, accused=each) for each in accused], levels)
    until = max(recorded, today - _days(draw(_GAPS))) if is_to_be_deleted else today
    since = recorded
    for gap in draw(st.lists(st.integers(0, 120), max_size=2)):
        if (on := since + _days(gap)) <= until:
            growing.live_on(draw, since, on)
            growing.correct(draw, recorded, on)
            # What happens on the day of a correction happens before it.
            since = on + _days(1)
    growing.live_on(draw, since, until)
    deleted = _next(draw, _last_day(growing.lives), today) if is_to_be_deleted else None
    return growing.finish(deleted, _next(draw, deleted, today))


def _last_day(complaint: list[Life]) -> date:
    """The last on which anything was recorded."""
    return max(
        day
        for life in complaint
        for day in (life.recorded, life.closed, *life.steps, *life.sent.values(), *_days_after_corrections(life))
        if day is not None
    )


def _days_after_corrections(life: Life) -> list[date]:
    """A deletion on the day of a correction would come before it."""
    return [correction.on + _days(1) for correction in life.corrections]


todays = st.one_of(st.integers(0, 240), st.integers(180, 240)).map(lambda gap: BEGIN + _days(gap))


@st.composite
def periods(draw: st.DrawFn, today: date, longest: int = 3) -> tuple[date, date]:
    """The first and the last day of one to three months, or of as many as `longest`; none of them in the future."""
    months = [date(2020, month, 1) for month in range(5, today.month + 1)]
    first = draw(st.sampled_from(months))
    last = draw(st.sampled_from([month for month in months if month >= first][:longest]))
    return first, (last + _days(31)).replace(day=1) - _days(1)
