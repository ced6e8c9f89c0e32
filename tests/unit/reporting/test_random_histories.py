"""The arithmetic of a case, held against an oracle that shares no code with it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.domain.counting import Closing, CountedCase, RoundDates
from reporting.domain.terms import Era, Level, Outcome
from tests.unit.reporting.histories import complaints, periods, todays
from tests.unit.reporting.oracle import Life, tally
from tests.unit.reporting.reading import AGENCY, figures_of, flat
from tests.unit.reporting.shares import Shares

NOW = date(2020, 12, 31)
JULY, AUGUST = date(2020, 7, 1), date(2020, 8, 1)
# In the tallies a round that is not reported has failed on its day before that has come; see the counts in SQL.
LATER = date(2021, 12, 31)
DRAWN = Shares()


@st.composite
def histories(draw: st.DrawFn, today: date) -> list[Life]:
    history = [life for lives in draw(st.lists(complaints(today), max_size=6)) for life in lives]
    DRAWN.count(history)
    return history


def counted(life: Life) -> CountedCase:
    closing = None
    if life.closed is not None:
        closing = Closing(life.closed, Outcome[life.outcome.upper()], life.criminal)
    rounds = ((7, life.reported_7), (37, life.reported_37 or life.concluded))
    owes_rounds = life.is_after and life.origin is None
    return CountedCase(
        agency_id=AGENCY,
        era=Era.AFTER_RESOLUTION if life.is_after else Era.BEFORE_RESOLUTION,
        received_on=life.received,
        entries={Level(level): on for level, on in ({1: life.recorded} | life.sent).items()},
        rounds=tuple(RoundDates(life.received + timedelta(days), on) for days, on in rounds) if owes_rounds else (),
        acts=tuple(life.steps),
        closing=closing,
        is_deleted=life.is_deleted,
        origin=counted(life.origin) if life.origin is not None else None,
    )


@pytest.mark.rule("REP-1", "REP-2", "REP-3")
@settings(max_examples=400, deadline=None, database=None)
@given(data=st.data())
def test_on_random_histories_the_figures_are_the_oracles_and_add_up_at_every_level(data: st.DataObject) -> None:
    today = data.draw(todays)
    history = data.draw(histories(today))
    first, _ = data.draw(periods(today))
    last = (first + timedelta(31)).replace(day=1) - timedelta(1)

    for level in Level:
        figures = figures_of(map(counted, history), level, first)

        assert flat(figures) == tally(history, level, first, last, LATER)
        for era in (figures.before, figures.after):
            assert era.received == era.new + era.first_reported
            assert era.outstanding == era.carried_forward + era.received - era.completed
        compliance = figures.compliance
        judged = compliance.followed + compliance.not_followed + compliance.in_progress
        assert judged == figures.after.carried_forward + figures.after.received


@pytest.mark.rule("REP-1")
@settings(max_examples=100, deadline=None, database=None)
@given(data=st.data())
def test_what_one_month_leaves_outstanding_the_next_carries_forward(data: st.DataObject) -> None:
    history = data.draw(histories(NOW))

    for level in Level:
        left = figures_of(map(counted, history), level, JULY)
        carried = figures_of(map(counted, history), level, AUGUST)
        for era in Era:
            assert left.of(era).outstanding == carried.of(era).carried_forward


@pytest.mark.rule("REP-1", "CASE-22")
def test_the_random_histories_hold_everything_that_moves_a_figure() -> None:
    if not DRAWN.cases:
        test_on_random_histories_the_figures_are_the_oracles_and_add_up_at_every_level()
    DRAWN.show()

    assert DRAWN.missing == set()
