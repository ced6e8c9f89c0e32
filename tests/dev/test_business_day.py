"""The business day moves forward only, and passes through every day."""

from datetime import date

import pytest

from dev.day import days_between, parse
from dev.trouble import Trouble


def test_a_day_may_be_written_in_the_buddhist_era_or_in_ours() -> None:
    assert parse("2563-08-30") == parse("2020-08-30") == date(2020, 8, 30)


def test_the_29th_of_february_is_one_where_our_era_has_it() -> None:
    assert parse("2563-02-29") == date(2020, 2, 29)


@pytest.mark.parametrize("text", ["2563-02-30", "30/8/2563", "2563-8-3", "tomorrow", ""])
def test_what_is_not_a_day_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Trouble, match="is not a day"):
        parse(text)


def test_no_day_is_skipped_on_the_way() -> None:
    days = list(days_between(date(2020, 8, 30), date(2020, 9, 2)))
    assert days == [date(2020, 8, 31), date(2020, 9, 1), date(2020, 9, 2)]


def test_the_first_day_may_be_any() -> None:
    assert list(days_between(None, date(2020, 7, 1))) == [date(2020, 7, 1)]


def test_the_same_day_again_only_waits_for_it() -> None:
    assert list(days_between(date(2020, 7, 1), date(2020, 7, 1))) == [date(2020, 7, 1)]


def test_it_never_moves_back() -> None:
    with pytest.raises(Trouble, match="only moves forward"):
        list(days_between(date(2020, 7, 2), date(2020, 7, 1)))
