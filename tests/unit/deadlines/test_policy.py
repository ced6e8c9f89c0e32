"""When the rounds are due, and whose terms hold."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.era import RESOLUTION
from cases.domain.rounds import rounds_of
from deadlines.domain.policy import CountedIn, ReminderStep, Terms, TermsSet, is_named
from tests.unit.deadlines.case_facts import (
    OFFICER,
    RECEIVED,
    RECORDED,
    ROUND_7,
    case_facts,
    days,
    followed,
    noon,
    obligation_of,
    policy,
    told,
)

MINISTRY, DEPARTMENT = UUID(int=10), UUID(int=11)
STUDY = policy("triage.study", 2, CountedIn.WORKING_DAYS)


def terms(number: int) -> Terms:
    return Terms(number, CountedIn.CALENDAR_DAYS, is_extendable=True)


def set_on(day: date, number: int, *, acoc: UUID | None = None, code: str = "triage.study") -> TermsSet:
    return TermsSet(code, acoc, terms(number), noon(day), OFFICER, "ทดลอง")


@pytest.mark.rule("DUE-2")
@pytest.mark.parametrize(
    ("received_on", "day_7", "day_37"),
    [
        (date(2020, 7, 15), date(2020, 7, 22), date(2020, 8, 21)),
        (date(2020, 12, 28), date(2021, 1, 4), date(2021, 2, 3)),
        (date(2020, 2, 22), date(2020, 2, 29), date(2020, 3, 30)),
        (date(2020, 2, 23), date(2020, 3, 1), date(2020, 3, 31)),
        (date(2021, 2, 22), date(2021, 3, 1), date(2021, 3, 31)),
    ],
    ids=["the worked example", "over a year end", "on a leap day", "over a leap day", "no leap day that year"],
)
def test_the_rounds_are_due_so_many_calendar_days_after_reception_which_is_not_counted(
    received_on: date, day_7: date, day_37: date
) -> None:
    case = followed(told(1, RECORDED, received_on, facts=case_facts(received_on=received_on)))

    assert obligation_of(case).due_on == day_7
    assert obligation_of(case, "case.round_37").due_on == day_37


@pytest.mark.rule("DUE-2", "DUE-16")
@given(st.dates(min_value=RESOLUTION, max_value=date(2100, 1, 1)))
def test_cases_counts_as_the_policies_do(received_on: date) -> None:
    case = followed(told(1, RECORDED, received_on, facts=case_facts(received_on=received_on)))

    decided = {state.due_on for state in rounds_of(received_on).values()}
    assert decided == {obligation.due_on for obligation in case.obligations.values()}


@pytest.mark.rule("DUE-1")
def test_the_nearest_acoc_wins_then_the_country_then_what_was_shipped() -> None:
    everything = [set_on(days(0), 5), set_on(days(0), 4, acoc=MINISTRY), set_on(days(0), 3, acoc=DEPARTMENT)]
    at = noon(days(1))

    assert STUDY.terms_at(at, (DEPARTMENT, MINISTRY), everything).number == 3
    assert STUDY.terms_at(at, (MINISTRY,), everything).number == 4
    assert STUDY.terms_at(at, (), everything).number == 5
    assert STUDY.terms_at(at, (DEPARTMENT,), [set_on(days(0), 9, code="follow_up")]) == STUDY.shipped


@pytest.mark.rule("DUE-1")
def test_a_change_holds_for_what_is_recorded_from_its_moment_on() -> None:
    changed = [set_on(days(3), 5), set_on(days(6), 9)]

    assert STUDY.terms_at(noon(days(2)), (), changed) == STUDY.shipped
    assert STUDY.terms_at(noon(days(3)), (), changed).number == 5
    assert STUDY.terms_at(noon(days(4)), (), changed).number == 5
    assert STUDY.terms_at(noon(days(7)), (), changed).number == 9


@pytest.mark.rule("DUE-1")
def test_what_is_law_changes_for_nobody_even_if_somebody_had_set_terms() -> None:
    assert ROUND_7.terms_at(noon(days(9)), (), [set_on(days(0), 30, code="case.round_7")]) == ROUND_7.shipped


@pytest.mark.rule("DUE-17")
def test_an_event_is_named_by_itself_or_by_what_it_is_a_kind_of() -> None:
    assert is_named("cases.round_reported.round_7", ["cases.round_reported.round_7"])
    assert is_named("cases.round_reported.round_7", ["cases.round_reported"])
    assert not is_named("cases.round_reported.round_37", ["cases.round_reported.round_3"])
    assert not is_named("cases.round_reported", ["cases.round_reported.round_7"])


@pytest.mark.rule("DUE-5")
def test_the_steps_of_a_reminder_fall_before_on_and_after_the_day() -> None:
    steps = [ReminderStep.of(number) for number in (-3, 0, 15)]

    assert [step.code for step in steps] == ["before_3", "on_the_day", "after_15"]
    assert [step.due_on(RECEIVED) - RECEIVED for step in steps] == [
        timedelta(days=3),
        timedelta(0),
        -timedelta(days=15),
    ]
