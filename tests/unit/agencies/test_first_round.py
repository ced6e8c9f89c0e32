"""The first round that an agency owes, as a caller names it."""

from datetime import date

import pytest

from agencies.ports.decode import round_from
from kit.domain.errors import InvalidInput


@pytest.mark.rule("SUM-0")
def test_the_first_round_is_a_month_and_none_where_none_is_named() -> None:
    assert round_from("2020-09") == date(2020, 9, 1)
    assert round_from("") is None


@pytest.mark.rule("SUM-0")
@pytest.mark.parametrize("text", ["2018-04", "2399-12"])
def test_it_may_be_as_early_as_the_round_after_the_resolution_of_27_march_2018(text: str) -> None:
    assert round_from(text) == date.fromisoformat(f"{text}-01")


@pytest.mark.rule("SUM-0")
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2563-09", "The year is Gregorian: B.E. less 543."),
        ("2400-01", "The year is Gregorian: B.E. less 543."),
        ("2018-03", "No round before 2018-04 is owed: the first after the cabinet resolution of 27 March 2018."),
        ("1900-01", "No round before 2018-04 is owed: the first after the cabinet resolution of 27 March 2018."),
        ("0000-01", "The calendar has no such first round."),
    ],
)
def test_what_is_no_round_after_the_resolution_is_a_fault_that_says_why(text: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        round_from(text)

    [fault] = refused.value.faults
    assert (fault.field, fault.rule, fault.english) == ("from_round", "SUM-0", reason)
    assert fault.thai
