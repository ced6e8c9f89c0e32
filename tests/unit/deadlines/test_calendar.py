"""How a due date is counted: calendar days, working days, a day of the month, the same day (DUE-2 to DUE-4)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.adapters.thai_holidays import thai_holidays
from deadlines.domain.calendar import Calendar, Stop, due_date, stopped_days
from deadlines.domain.policy import CountedIn, Terms
from tests.unit.deadlines.case_facts import calendar, change, noon

THAI = Calendar(thai_holidays)
WHEN = st.dates(min_value=date(2019, 1, 1), max_value=date(2030, 12, 31))
NUMBERS = st.integers(0, 60)
DAYS_OFF = st.dictionaries(
    st.dates(min_value=date(2019, 1, 1), max_value=date(2031, 12, 31)), st.just("x"), max_size=60
)


def working(number: int, first_day: date, days_off: Calendar = THAI, stops: tuple[Stop, ...] = ()) -> date:
    terms = Terms(number, CountedIn.WORKING_DAYS, is_extendable=False)
    stopped = stopped_days(stops, 15)
    return due_date(terms, first_day, days_off.is_day_off, stopped=stopped, given=first_day)


def counted(number: int, counted_in: CountedIn, first_day: date) -> date:
    return due_date(Terms(number, counted_in, is_extendable=False), first_day, THAI.is_day_off, given=date(2020, 9, 9))


@pytest.mark.rule("DUE-2", "DUE-3")
def test_a_study_opened_on_monday_11_july_2565_is_due_on_monday_18_july() -> None:
    """Tuesday is the first day; 13 and 14 are อาสาฬหบูชา and เข้าพรรษา, 15 the cabinet's; 16 and 17 a weekend."""
    assert working(2, date(2022, 7, 11)) == date(2022, 7, 18)


@pytest.mark.rule("DUE-2")
@pytest.mark.parametrize(
    ("first_day", "number", "due_on"),
    [
        (date(2022, 6, 6), 1, date(2022, 6, 7)),
        (date(2022, 6, 10), 1, date(2022, 6, 13)),
        (date(2022, 6, 11), 1, date(2022, 6, 13)),
        (date(2022, 6, 6), 5, date(2022, 6, 13)),
        (date(2021, 12, 30), 1, date(2022, 1, 4)),
        (date(2022, 4, 12), 2, date(2022, 4, 19)),
        (date(2022, 12, 9), 1, date(2022, 12, 13)),
        (date(2022, 10, 21), 1, date(2022, 10, 25)),
    ],
    ids=[
        "the next day",
        "over a weekend",
        "begun on a Saturday",
        "a week",
        "over the new year and its substitution day",
        "over สงกรานต์",
        "over วันรัฐธรรมนูญ on a Saturday, made up on Monday",
        "over วันปิยมหาราช on a Sunday, made up on Monday",
    ],
)
def test_working_days_written_out_by_hand(first_day: date, number: int, due_on: date) -> None:
    assert working(number, first_day) == due_on


@pytest.mark.rule("DUE-3")
def test_days_off_of_2565_by_the_calendar_of_the_cabinet() -> None:
    on_weekdays = {day for day in thai_holidays(2022) if day.weekday() < 5}

    assert on_weekdays >= {
        *(date(2022, 1, 3), date(2022, 2, 16), date(2022, 4, 6), date(2022, 4, 13), date(2022, 4, 14)),
        *(date(2022, 4, 15), date(2022, 5, 4), date(2022, 5, 16), date(2022, 6, 3), date(2022, 7, 13)),
        *(date(2022, 7, 14), date(2022, 7, 15), date(2022, 7, 28), date(2022, 7, 29), date(2022, 8, 12)),
        *(date(2022, 10, 13), date(2022, 10, 14), date(2022, 10, 24), date(2022, 12, 5), date(2022, 12, 12)),
        date(2022, 12, 30),
    }
    # วันพืชมงคล: government offices alone are closed.
    assert date(2022, 5, 13) in on_weekdays
    assert len(on_weekdays) <= 23


@pytest.mark.rule("DUE-4")
@pytest.mark.parametrize(
    ("first_day", "number", "due_on"),
    [
        (date(2022, 7, 1), 10, date(2022, 7, 10)),
        (date(2022, 7, 10), 10, date(2022, 7, 10)),
        (date(2022, 7, 11), 10, date(2022, 8, 10)),
        (date(2022, 12, 11), 10, date(2023, 1, 10)),
        (date(2023, 2, 1), 31, date(2023, 2, 28)),
        (date(2024, 1, 31), 30, date(2024, 2, 29)),
    ],
    ids=["a Sunday", "the day itself", "the next month", "the next year", "the last of the month", "a leap day"],
)
def test_a_day_of_the_month_stays_where_it_falls(first_day: date, number: int, due_on: date) -> None:
    assert counted(number, CountedIn.DAY_OF_MONTH, first_day) == due_on


def test_the_end_of_a_day_and_a_given_date_are_not_counted() -> None:
    assert counted(0, CountedIn.END_OF_DAY, date(2022, 7, 14)) == date(2022, 7, 14)
    assert counted(0, CountedIn.GIVEN_DATE, date(2022, 7, 14)) == date(2020, 9, 9)


@pytest.mark.rule("DUE-3")
def test_a_holiday_is_added_and_another_struck_and_both_as_known_at_a_moment() -> None:
    moved = calendar(
        {date(2022, 7, 13): "วันอาสาฬหบูชา"},
        [
            change(date(2022, 7, 15), is_added=True, on=date(2022, 6, 1)),
            change(date(2022, 7, 13), is_added=False, on=date(2022, 6, 2), name="วันอาสาฬหบูชา"),
        ],
    )

    assert working(3, date(2022, 7, 11), moved) == date(2022, 7, 14)
    assert working(4, date(2022, 7, 11), moved) == date(2022, 7, 18)
    assert not moved.is_day_off(date(2022, 7, 15), noon(date(2022, 5, 31)))
    assert moved.is_day_off(date(2022, 7, 13), noon(date(2022, 6, 1)))
    assert [(each.day, each.is_off) for each in moved.holidays(2022)] == [
        (date(2022, 7, 13), False),
        (date(2022, 7, 15), True),
    ]


@pytest.mark.rule("DUE-2")
@given(first_day=WHEN, number=NUMBERS, listed=DAYS_OFF)
def test_exactly_so_many_working_days_lie_between(first_day: date, number: int, listed: dict[date, str]) -> None:
    days_off = calendar(listed)
    due_on = working(number, first_day, days_off)
    between = [first_day + timedelta(days=n) for n in range(1, (due_on - first_day).days + 1)]

    assert sum(not days_off.is_day_off(day) for day in between) == number
    assert number == 0 or not days_off.is_day_off(due_on)


@pytest.mark.rule("DUE-3")
@given(first_day=WHEN, number=NUMBERS, listed=DAYS_OFF, added=WHEN)
def test_one_more_day_off_never_brings_a_date_forward(
    first_day: date, number: int, listed: dict[date, str], added: date
) -> None:
    more = working(number, first_day, calendar(listed | {added: "x"}))

    assert more >= working(number, first_day, calendar(listed))


@pytest.mark.rule("DUE-13")
@given(first_day=WHEN, number=NUMBERS, after=st.integers(0, 5), length=st.integers(0, 30))
def test_a_stop_moves_a_date_no_further_than_it_lasts(first_day: date, number: int, after: int, length: int) -> None:
    """Fifteen days of the calendar at most, so also the working days among them."""
    stop = Stop(first_day + timedelta(days=after), first_day + timedelta(days=after + length))
    stopped = stopped_days([stop], 15)

    assert len(stopped) == min(15, length)
    everything_open = calendar()
    moved = working(number, first_day, everything_open, (stop,))
    lost = sum(day.weekday() < 5 and day <= moved for day in stopped)
    assert moved >= working(number, first_day, everything_open)
    assert moved == working(number + lost, first_day, everything_open)


@pytest.mark.rule("DUE-13")
def test_a_stop_leaves_out_the_days_after_the_question_up_to_and_with_the_answer() -> None:
    """Opened on Monday 6 June 2565; asked on Tuesday, answered on Friday: Monday 13 June is the second day."""
    asked = Stop(date(2022, 6, 7), date(2022, 6, 10))

    assert working(2, date(2022, 6, 6), stops=(asked,)) == date(2022, 6, 13)


@pytest.mark.rule("DUE-13")
def test_a_stop_that_has_not_ended_takes_all_that_is_left_of_the_fifteen_days() -> None:
    answered = Stop(date(2022, 6, 7), date(2022, 6, 10))
    open_ = Stop(date(2022, 6, 13), None)

    assert max(stopped_days([answered, open_], 15)) == date(2022, 6, 25)
    assert working(3, date(2022, 6, 6), stops=(answered, open_)) == date(2022, 6, 27)
