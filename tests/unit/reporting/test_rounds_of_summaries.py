"""Rounds: which month they report, when they can be closed, and that none goes back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.summary_errors import (
    IllegalRoundTransition,
    RoundClosedAlready,
    RoundNotBegun,
    RoundNotOver,
    RoundTakesNoMore,
)
from reporting.domain.summary_round import NEXT, RoundState, SummaryRound, WaitsFor, round_of_data

SEPTEMBER = SummaryRound(date(2020, 9, 1))
AT = datetime(2020, 9, 12, 3, tzinfo=UTC)
months = st.dates(date(2018, 1, 1), date(2100, 12, 1)).map(lambda day: day.replace(day=1))


@pytest.mark.rule("SUM-1")
def test_round_november_2563_reports_october_and_is_due_on_10_november() -> None:
    november = SummaryRound(date(2020, 11, 1))

    assert (november.data_month, november.due_on) == (date(2020, 10, 1), date(2020, 11, 10))
    assert SummaryRound(date(2021, 1, 1)).data_month == date(2020, 12, 1)


@pytest.mark.rule("SUM-1")
@given(months)
def test_the_round_of_a_rounds_data_is_that_round(first: date) -> None:
    assert round_of_data(SummaryRound(first).data_month) == first
    assert SummaryRound(round_of_data(first)).data_month == first


@pytest.mark.rule("SUM-5")
@given(st.integers(-40, 40))
def test_it_can_be_closed_from_the_11th_on_and_not_before(days: int) -> None:
    today = SEPTEMBER.due_on + timedelta(days=days)

    if today < date(2020, 9, 1):
        with pytest.raises(RoundNotBegun):
            SEPTEMBER.begin_closing(today)
    elif today <= date(2020, 9, 10):
        with pytest.raises(RoundNotOver):
            SEPTEMBER.begin_closing(today)
    else:
        assert SEPTEMBER.begin_closing(today).state is RoundState.CLOSING
    assert SEPTEMBER.can_be_closed(today) == (today > date(2020, 9, 10))


@pytest.mark.rule("SUM-5")
def test_a_round_that_is_closing_answers_the_same_and_a_closed_one_refuses() -> None:
    closing = SEPTEMBER.begin_closing(date(2020, 9, 12))
    closed = closing.close(AT, date(2020, 9, 12))

    assert closing.begin_closing(date(2020, 9, 13)) == closing
    assert (closing.waits_for, closed.waits_for) == (WaitsFor.CASES, WaitsFor.NOTHING)
    assert (closed.state, closed.closed_at, closed.closed_on) == (RoundState.CLOSED, AT, date(2020, 9, 12))
    with pytest.raises(RoundClosedAlready):
        closed.begin_closing(date(2020, 9, 13))


@pytest.mark.rule("SUM-5")
def test_the_statute_of_a_round_written_out_by_hand() -> None:
    assert {state: set(after) for state, after in NEXT.items()} == {
        RoundState.OPEN: {RoundState.CLOSING},
        RoundState.CLOSING: {RoundState.CLOSED},
        RoundState.CLOSED: set(),
    }
    with pytest.raises(IllegalRoundTransition):
        SEPTEMBER.close(AT, date(2020, 9, 12))


@pytest.mark.rule("SUM-2", "SUM-5")
def test_summaries_are_taken_from_the_first_of_its_month_until_its_closing_begins() -> None:
    closing = SEPTEMBER.begin_closing(date(2020, 9, 12))

    with pytest.raises(RoundNotBegun):
        SEPTEMBER.refuse_unless_taking(date(2020, 8, 31))
    for day in (date(2020, 9, 1), date(2020, 9, 10), date(2020, 12, 31)):
        SEPTEMBER.refuse_unless_taking(day)
        assert SEPTEMBER.takes_summaries(day)
    for round_ in (closing, closing.close(AT, date(2020, 9, 12))):
        assert not round_.takes_summaries(date(2020, 9, 12))
        with pytest.raises(RoundTakesNoMore):
            round_.refuse_unless_taking(date(2020, 9, 12))
