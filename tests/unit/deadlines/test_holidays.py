"""The days off of a year as they are shown: listed, added and struck ones in their order."""

from datetime import date

import pytest

from deadlines.domain.calendar import Holiday, due_date
from deadlines.domain.policy import CountedIn, Terms
from tests.unit.deadlines.case_facts import calendar, change, noon

NEW_YEAR, SONGKRAN, LAST_DAY = date(2020, 1, 1), date(2020, 4, 13), date(2020, 12, 31)
NEXT_YEAR = date(2021, 1, 1)
LISTED = {SONGKRAN: "วันสงกรานต์", NEW_YEAR: "วันขึ้นปีใหม่", NEXT_YEAR: "วันขึ้นปีใหม่ 2564"}


@pytest.mark.rule("DUE-3")
def test_the_holidays_of_a_year_stand_in_order_with_what_changed_them() -> None:
    struck = change(SONGKRAN, is_added=False, name="เลื่อนวันสงกรานต์")
    added = change(LAST_DAY, is_added=True, name="วันหยุดพิเศษ")
    another_year = change(date(2021, 2, 12), is_added=True, name="วันตรุษจีน")
    days_off = calendar(LISTED, [struck, added, another_year])

    assert days_off.holidays(2020) == [
        Holiday(NEW_YEAR, "วันขึ้นปีใหม่", True, None),
        Holiday(SONGKRAN, "เลื่อนวันสงกรานต์", False, struck),
        Holiday(LAST_DAY, "วันหยุดพิเศษ", True, added),
    ]
    assert [each.day for each in days_off.holidays(2021)] == [NEXT_YEAR, date(2021, 2, 12)]
    assert days_off.name_of(NEXT_YEAR) == "วันขึ้นปีใหม่ 2564"


@pytest.mark.rule("DUE-3")
def test_a_change_counts_from_the_moment_at_which_it_was_made() -> None:
    made_on = date(2020, 4, 1)
    days_off = calendar(LISTED, [change(SONGKRAN, is_added=False, on=made_on)])

    assert not days_off.is_holiday(SONGKRAN)
    assert not days_off.is_holiday(SONGKRAN, noon(made_on))
    assert days_off.is_holiday(SONGKRAN, noon(date(2020, 3, 31)))


@pytest.mark.rule("DUE-3")
def test_of_two_changes_of_one_day_the_later_one_holds() -> None:
    first, second = change(SONGKRAN, is_added=False), change(SONGKRAN, is_added=True, name="คืนวันสงกรานต์")
    days_off = calendar(LISTED, [first, second])

    assert days_off.is_holiday(SONGKRAN)
    assert days_off.name_of(SONGKRAN) == "คืนวันสงกรานต์"
    assert days_off.last_change_between(date(2020, 4, 12), SONGKRAN) == second
    assert days_off.last_change_between(SONGKRAN, LAST_DAY) is None


@pytest.mark.rule("DUE-2")
def test_a_stopped_day_is_left_out_of_calendar_days_too() -> None:
    terms = Terms(3, CountedIn.CALENDAR_DAYS, is_extendable=False)
    stopped = {date(2020, 4, 14), date(2020, 4, 16)}

    assert due_date(terms, SONGKRAN, calendar().is_day_off, stopped=stopped, given=SONGKRAN) == date(2020, 4, 18)


@pytest.mark.rule("DUE-4")
@pytest.mark.parametrize(
    ("first_day", "number", "due_on"),
    [
        (date(2020, 1, 10), 10, date(2020, 1, 10)),
        (date(2020, 1, 11), 10, date(2020, 2, 10)),
        (date(2020, 1, 31), 30, date(2020, 2, 29)),
        (date(2021, 1, 31), 30, date(2021, 2, 28)),
        (date(2020, 12, 31), 1, date(2021, 1, 1)),
        (date(2020, 6, 30), 1, date(2020, 7, 1)),
    ],
)
def test_a_day_of_the_month_that_has_passed_is_that_of_the_next_one(first_day: date, number: int, due_on: date) -> None:
    terms = Terms(number, CountedIn.DAY_OF_MONTH, is_extendable=False)

    assert due_date(terms, first_day, calendar().is_day_off, given=first_day) == due_on
