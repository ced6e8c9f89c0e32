"""Random lives of cases: late, unsent, closed before they were sent, opened by an inquiry, deleted, restored."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.unit.reporting.oracle import DEPARTMENT_ACOC, MINISTRY_ACOC, OUTCOMES, PACC, RESOLUTION, Life

BEGIN = date(2020, 5, 1)
# Around month ends and the days of rounds, where arithmetic goes wrong.
_GAPS = st.one_of(st.sampled_from([0, 1, 6, 7, 8, 30, 31]), st.integers(0, 60))
_ACCUSED = st.sampled_from(["", "nam", "someone"])


def _days(gap: int) -> timedelta:
    return timedelta(days=gap)


def _next(draw: st.DrawFn, day: date | None, today: date) -> date | None:
    """A day on or after `day`; None is never, as after a never, and what lies after `today` has not happened."""
    gap = draw(st.none() | _GAPS)
    if day is None or gap is None or day + _days(gap) > today:
        return None
    return day + _days(gap)


@st.composite
def lives(draw: st.DrawFn, received: date, recorded: date, today: date) -> Life:
    """One accused's case as he was recorded."""
    is_after = received > RESOLUTION
    reported_7 = _next(draw, recorded, today) if is_after else None
    concluded = _next(draw, reported_7 if is_after else recorded, today)
    until = concluded or today
    life = Life(
        received,
        recorded,
        reported_7=reported_7,
        reported_37=_next(draw, reported_7, until),
        progress=() if is_after else _several(draw, recorded, until),
        concluded=concluded,
        accused=draw(_ACCUSED),
    )
    return _onward(draw, life, today)


@st.composite
def found_lives(draw: st.DrawFn, origin: Life, today: date) -> Life:
    """The case of an official whom the inquiry of `origin` found: recorded and concluded with its conclusion."""
    assert origin.concluded is not None
    life = Life(origin.received, origin.concluded, concluded=origin.concluded, accused=draw(_ACCUSED), origin=origin)
    return _onward(draw, life, today)


def _onward(draw: st.DrawFn, life: Life, today: date) -> Life:
    """What comes after the conclusion, and the sendings."""
    proceedings = _several(draw, life.concluded, today)
    if proceedings:
        closed = _next(draw, proceedings[-1], today)
        outcome, criminal = draw(st.sampled_from(OUTCOMES)), draw(st.booleans())
    else:
        closed = draw(st.sampled_from([life.concluded, _next(draw, life.concluded, today)]))
        outcome, criminal = "ended", False
    sent, day = {}, life.recorded
    for level in (DEPARTMENT_ACOC, MINISTRY_ACOC, PACC):
        on = _next(draw, day, today)
        if on is not None:
            sent[level] = day = on
    return replace(life, proceedings=proceedings, closed=closed, outcome=outcome, criminal=criminal, sent=sent)


def _several(draw: st.DrawFn, day: date | None, today: date) -> tuple[date, ...]:
    first = _next(draw, day, today)
    then = _next(draw, first, today)
    return tuple(on for on in (first, then) if on is not None)


@st.composite
def complaints(draw: st.DrawFn, today: date) -> list[Life]:
    """The cases of one complaint: received and recorded together, deleted and restored together."""
    recorded = min(BEGIN + _days(draw(st.integers(0, 120))), today)
    long_ago = st.integers(-400, 3).map(lambda gap: RESOLUTION + _days(gap))
    received = draw(st.one_of(_GAPS.map(lambda gap: recorded - _days(gap)), long_ago))
    together = draw(st.lists(lives(received, recorded, today), min_size=1, max_size=2))
    found = [draw(found_lives(life, today)) for life in together if life.concluded and draw(st.booleans())]
    deleted = restored = None
    if not any(PACC in life.sent for life in (*together, *found)):
        deleted = draw(st.sampled_from([None, _next(draw, _last_day([*together, *found]), today)]))
        restored = _next(draw, deleted, today)
    return [
        replace(
            life,
            deleted=deleted,
            restored=restored,
            origin=life.origin and replace(life.origin, deleted=deleted, restored=restored),
        )
        for life in (*together, *found)
    ]


def _last_day(complaint: list[Life]) -> date:
    """The last on which anything was recorded."""
    return max(
        day
        for life in complaint
        for day in (life.recorded, life.closed, *life.steps, *life.sent.values())
        if day is not None
    )


todays = st.integers(0, 240).map(lambda gap: BEGIN + _days(gap))


@st.composite
def periods(draw: st.DrawFn, today: date) -> tuple[date, date]:
    """The first and the last day of one to three months, none of them in the future."""
    months = [date(2020, month, 1) for month in range(5, today.month + 1)]
    first = draw(st.sampled_from(months))
    last = draw(st.sampled_from([month for month in months if month >= first][:3]))
    return first, (last + _days(31)).replace(day=1) - _days(1)
