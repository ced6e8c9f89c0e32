"""When round 7 is due, on which ground."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.era import RESOLUTION
from cases.domain.rounds import Round, rounds_of
from deadlines.domain.policy import POLICIES, ROUND_7

ROUND = POLICIES[ROUND_7]


@pytest.mark.rule("DUE-2")
@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        (date(2020, 7, 15), date(2020, 7, 22)),
        (date(2020, 12, 28), date(2021, 1, 4)),
        (date(2020, 2, 22), date(2020, 2, 29)),
        (date(2020, 2, 23), date(2020, 3, 1)),
        (date(2021, 2, 22), date(2021, 3, 1)),
    ],
    ids=["the worked example", "over a year end", "on a leap day", "over a leap day", "no leap day that year"],
)
def test_round_7_is_due_seven_calendar_days_after_reception_which_is_not_counted(
    received_on: date, due_on: date
) -> None:
    assert ROUND.due_on(received_on) == due_on


@pytest.mark.rule("DUE-2", "DUE-16")
@given(st.dates(min_value=RESOLUTION, max_value=date(2100, 1, 1)))
def test_cases_counts_as_the_policy_does(received_on: date) -> None:
    assert rounds_of(received_on)[Round.SEVEN].due_on == ROUND.due_on(received_on)


@pytest.mark.rule("DUE-14")
def test_every_policy_names_its_ground_in_both_languages() -> None:
    for policy in POLICIES.values():
        assert policy.basis.thai
        assert policy.basis.english
    assert "7 (1)" in ROUND.basis.thai
    assert "PACC 7 (1)" in ROUND.basis.english


def test_the_rounds_are_law_and_cannot_be_extended() -> None:
    assert not ROUND.is_extendable


def test_the_reminder_of_the_day_itself_falls_on_the_due_date() -> None:
    [step] = ROUND.reminders
    assert step.due_on(date(2020, 7, 22)) == date(2020, 7, 22)
