"""Random lives of cases, both eras: late, unsent, sent past a level, closed before they were sent."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.unit.reporting.oracle import DEPARTMENT_ACOC, MINISTRY_ACOC, OUTCOMES, PACC, Life

BEGIN = date(2020, 5, 1)
# Around month ends and the days of rounds, where arithmetic goes wrong.
_GAPS = st.one_of(st.sampled_from([0, 1, 6, 7, 8, 30, 31]), st.integers(0, 60))


def _days(gap: int) -> timedelta:
    return timedelta(days=gap)


@st.composite
def lives(draw: st.DrawFn, received: date, recorded: date, today: date) -> Life:
    """One accused's case; what would have been recorded after `today` has not happened."""
    reported = draw(st.none() | _GAPS.map(lambda gap: recorded + _days(gap)))
    closed = draw(st.none() | _GAPS.map(lambda gap: recorded + _days(gap)))
    sent, day = {}, recorded
    for level in (DEPARTMENT_ACOC, MINISTRY_ACOC, PACC):
        if draw(st.booleans()):
            day += _days(draw(_GAPS))
            sent[level] = day
    life = Life(
        received,
        recorded,
        reported_7=reported if received > date(2018, 3, 27) else None,
        sent=sent,
        closed=closed,
        outcome=draw(st.sampled_from(OUTCOMES)),
        criminal=draw(st.booleans()),
        accused=draw(st.sampled_from(["", "nam", "someone"])),
    )
    return until(life, today)


def until(life: Life, today: date) -> Life:
    closed = life.closed if life.closed is not None and life.closed <= today else None
    reported = life.reported_7
    if reported is not None and (reported > today or (closed is not None and reported > closed)):
        reported = None
    sent = {level: on for level, on in life.sent.items() if on <= today}
    return replace(life, reported_7=reported, sent=sent, closed=closed)


@st.composite
def complaints(draw: st.DrawFn, today: date) -> list[Life]:
    """The cases of one complaint: received and recorded together."""
    recorded = min(BEGIN + _days(draw(st.integers(0, 120))), today)
    long_ago = st.integers(-400, 3).map(lambda gap: date(2018, 3, 27) + _days(gap))
    received = draw(st.one_of(_GAPS.map(lambda gap: recorded - _days(gap)), long_ago))
    return draw(st.lists(lives(received, recorded, today), min_size=1, max_size=2))


todays = st.integers(0, 150).map(lambda gap: BEGIN + _days(gap))


@st.composite
def periods(draw: st.DrawFn, today: date) -> tuple[date, date]:
    """The first and the last day of one to three months, none of them in the future."""
    months = [date(2020, month, 1) for month in range(5, today.month + 1)]
    first = draw(st.sampled_from(months))
    last = draw(st.sampled_from([month for month in months if month >= first][:3]))
    return first, (last + _days(31)).replace(day=1) - _days(1)
