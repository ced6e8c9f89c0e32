"""The dates of a round, written out by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.era import Era, era_of
from cases.domain.rounds import Round, colour_step, rounds_of

days = st.dates(min_value=date(2014, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.rule("CASE-10")
@pytest.mark.parametrize(
    ("received_on", "day_7"),
    [
        (date(2020, 7, 15), date(2020, 7, 22)),
        (date(2022, 7, 20), date(2022, 7, 27)),
        (date(2020, 12, 28), date(2021, 1, 4)),  # over a year end
        (date(2024, 2, 24), date(2024, 3, 2)),  # over a leap day
        (date(2023, 2, 24), date(2023, 3, 3)),
        (date(2020, 4, 10), date(2020, 4, 17)),  # Songkran: holidays count
    ],
)
def test_day_7_is_the_reception_date_and_seven_calendar_days(received_on: date, day_7: date) -> None:
    assert rounds_of(received_on)[Round.SEVEN].due_on == day_7


@pytest.mark.rule("CASE-10")
@given(days, st.integers(min_value=-10, max_value=60))
def test_a_round_is_overdue_from_the_day_after_its_day(received_on: date, passed: int) -> None:
    state = rounds_of(received_on)[Round.SEVEN]

    assert state.is_overdue(received_on + timedelta(days=passed)) == (passed > 7)


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
