"""The dates of both rounds, written out by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.era import Era, era_of
from cases.domain.rounds import Round, RoundState, colour_step, rounds_of

days = st.dates(min_value=date(2014, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.rule("CASE-10")
@pytest.mark.parametrize(
    ("received_on", "day_7", "day_37"),
    [
        (date(2020, 7, 15), date(2020, 7, 22), date(2020, 8, 21)),
        (date(2022, 7, 20), date(2022, 7, 27), date(2022, 8, 26)),
        (date(2020, 12, 28), date(2021, 1, 4), date(2021, 2, 3)),  # over a year end
        (date(2024, 2, 24), date(2024, 3, 2), date(2024, 4, 1)),  # over a leap day
        (date(2020, 2, 29), date(2020, 3, 7), date(2020, 4, 6)),  # from a leap day
        (date(2023, 2, 24), date(2023, 3, 3), date(2023, 4, 2)),
        (date(2100, 2, 24), date(2100, 3, 3), date(2100, 4, 2)),  # 2100 has no leap day
        (date(2020, 4, 10), date(2020, 4, 17), date(2020, 5, 17)),  # Songkran: holidays count
        (date(2018, 3, 28), date(2018, 4, 4), date(2018, 5, 4)),  # the first day after the resolution
    ],
)
def test_the_rounds_fall_on_the_reception_date_and_7_and_37_calendar_days(
    received_on: date, day_7: date, day_37: date
) -> None:
    rounds = rounds_of(received_on)

    assert {round_: state.due_on for round_, state in rounds.items()} == {
        Round.SEVEN: day_7,
        Round.THIRTY_SEVEN: day_37,
    }


@pytest.mark.rule("CASE-10")
@given(days, st.integers(min_value=-10, max_value=60))
def test_a_round_is_overdue_from_the_day_after_its_day(received_on: date, passed: int) -> None:
    rounds, today = rounds_of(received_on), received_on + timedelta(days=passed)

    assert rounds[Round.SEVEN].is_overdue(today) == (passed > 7)
    assert rounds[Round.THIRTY_SEVEN].is_overdue(today) == (passed > 37)
    assert rounds[Round.SEVEN].days_late(today) == max(0, passed - 7)


@pytest.mark.rule("CASE-11")
def test_what_was_reported_is_not_overdue_and_what_was_explained_no_longer_unexplained() -> None:
    due, late = date(2020, 7, 22), date(2020, 7, 25)

    assert RoundState(due).is_unexplained(late)
    assert not RoundState(due).is_unexplained(due)
    assert not RoundState(due, explained_on=late).is_unexplained(late)
    assert RoundState(due, explained_on=late).is_overdue(late)
    assert not RoundState(due, explained_on=late, reported_on=late).is_overdue(late)
    assert RoundState(due, reported_on=late).days_late(late) == 0


@pytest.mark.rule("CASE-3")
@pytest.mark.parametrize(
    ("received_on", "era"),
    [
        (date(2018, 3, 26), Era.BEFORE_RESOLUTION),
        (date(2018, 3, 27), Era.BEFORE_RESOLUTION),  # 27 มีนาคม 2561 itself
        (date(2018, 3, 28), Era.AFTER_RESOLUTION),
    ],
)
def test_the_era_turns_after_the_day_of_the_resolution(received_on: date, era: Era) -> None:
    assert era_of(received_on) is era


@pytest.mark.rule("DUE-7")
@pytest.mark.parametrize(
    ("late", "step"),
    [(0, 0), (1, 1), (3, 1), (4, 2), (7, 2), (8, 3), (15, 3), (16, 4), (30, 4), (31, 5), (400, 5)],
)
def test_the_colour_of_an_overdue_row_deepens_by_steps(late: int, step: int) -> None:
    assert colour_step(late) == step
