"""A moment as an operator types it."""

import contextlib
from datetime import UTC, datetime

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from kit.commands.moment import parse_moment
from kit.commands.showing import moment
from kit.domain.thai_dates import BANGKOK


def test_a_day_begins_in_bangkok_in_either_era() -> None:
    assert parse_moment("2569-11-21") == parse_moment("2026-11-21") == datetime(2026, 11, 20, 17, tzinfo=UTC)


def test_an_offset_is_heeded_where_one_is_named() -> None:
    assert parse_moment("2026-11-21T10:30Z") == datetime(2026, 11, 21, 10, 30, tzinfo=UTC)


def test_the_29th_of_february_is_one_where_our_era_has_it() -> None:
    assert parse_moment("2567-02-29T10:30") == datetime(2024, 2, 29, 10, 30, tzinfo=BANGKOK)


@pytest.mark.parametrize("text", ["", "yesterday", "2569-02-30", "21/11/2569", "๒๕๖๙-๑๑-๒๑", "0000-01-01", "9999"])
def test_what_is_no_moment_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is not a moment: write it as"):
        parse_moment(text)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_moment_or_refused(text: str) -> None:
    with contextlib.suppress(typer.BadParameter):
        assert parse_moment(text).tzinfo is not None


def test_a_moment_is_shown_in_bangkok_and_in_the_buddhist_era() -> None:
    assert moment(datetime(2026, 11, 20, 17, 5, 9, tzinfo=UTC)) == "21/11/2569 00:05:09"
