"""What becomes of an obligation."""

from datetime import date
from enum import IntEnum
from typing import Any
from uuid import uuid5

import pytest

from deadlines.app.views import Worklist
from deadlines.domain.errors import DayNotPassed, IllegalTransition, NotExtendable, NotLaterThanDue, ObligationSettled
from deadlines.domain.happenings import DueMoved, Met, Missed, MissedWithdrawn, MoveCause, Opened
from deadlines.domain.obligation import Obligation, colour_step
from deadlines.domain.policy import CountedIn
from deadlines.domain.state import TRANSITIONS, ObligationState
from rongrian.deadlines.v1 import deadline_service_pb2, obligation_pb2
from tests.unit.deadlines.case_facts import (
    CASE,
    OFFICER,
    RECEIVED,
    RECORDED,
    calendar,
    followed,
    obligation_of,
    policy,
    rules,
    told,
)

DAY_6, DAY_7, DAY_8 = date(2020, 7, 21), date(2020, 7, 22), date(2020, 7, 23)
DAY_OFF = calendar().is_day_off


@pytest.fixture
def obligation() -> Obligation:
    return obligation_of(followed(told(1, RECORDED, RECEIVED)))


@pytest.fixture
def study() -> Obligation:
    """Two working days from Wednesday 15 July 2563: Friday."""
    study = policy("triage.study", 2, CountedIn.WORKING_DAYS, is_extendable=True)
    return obligation_of(followed(told(1, RECORDED, RECEIVED), by=rules(study)), "triage.study")


def extend(obligation: Obligation, until: date | int, today: date = RECEIVED) -> None:
    obligation.extend(until, by=OFFICER, reason="รอพยาน", today=today, is_day_off=DAY_OFF)


def test_an_obligation_opens_and_says_so(obligation: Obligation) -> None:
    assert obligation.state is ObligationState.OPEN
    assert obligation.happenings == [Opened()]


def test_an_obligation_keeps_its_id_and_a_later_occurrence_has_one_of_its_own(obligation: Obligation) -> None:
    repeating = policy("follow_up", opens_with=(RECORDED,), met_by=(RECORDED,), is_repeating=True)
    again = followed(told(1, RECORDED, RECEIVED), told(2, RECORDED, DAY_6), by=rules(repeating))

    assert obligation.id == uuid5(CASE, "case.round_7")
    assert set(again.obligations) == {uuid5(CASE, "follow_up"), uuid5(CASE, "follow_up#2")}


@pytest.mark.rule("DUE-2", "DUE-12")
def test_on_its_day_it_can_still_be_met_and_is_not_missed(obligation: Obligation) -> None:
    with pytest.raises(DayNotPassed):
        obligation.miss(DAY_7)

    obligation.meet(DAY_7)

    assert obligation.state is ObligationState.MET
    assert obligation.happenings[1:] == [Met(DAY_7, in_time=True)]


@pytest.mark.rule("DUE-2", "DUE-12")
def test_the_day_after_it_is_missed_and_can_be_met_late(obligation: Obligation) -> None:
    obligation.miss(DAY_8)
    obligation.meet(DAY_8)

    assert obligation.state is ObligationState.MET_LATE
    assert obligation.happenings[1:] == [Missed(), Met(DAY_8, in_time=False)]


@pytest.mark.rule("DUE-16")
def test_a_report_of_day_7_that_is_heard_of_after_missed_withdraws_it(obligation: Obligation) -> None:
    obligation.miss(DAY_8)

    obligation.meet(DAY_7)

    assert (obligation.state, obligation.met_on) == (ObligationState.MET, DAY_7)
    assert obligation.happenings[1:] == [Missed(), MissedWithdrawn(), Met(DAY_7, in_time=True)]


@pytest.mark.rule("DUE-16")
def test_a_late_report_heard_of_before_the_sweep_is_late_all_the_same(obligation: Obligation) -> None:
    obligation.meet(DAY_8)

    assert obligation.state is ObligationState.MET_LATE


@pytest.mark.rule("REL-3")
def test_being_told_twice_that_it_was_met_changes_nothing(obligation: Obligation) -> None:
    obligation.meet(DAY_6)
    happened = list(obligation.happenings)

    obligation.meet(DAY_6)

    assert obligation.happenings == happened


def test_what_is_met_cannot_be_missed(obligation: Obligation) -> None:
    obligation.meet(DAY_6)

    with pytest.raises(IllegalTransition, match=r"^MET cannot become MISSED\.$"):
        obligation.miss(DAY_8)


@pytest.mark.rule("DUE-13")
def test_an_extension_by_days_is_counted_as_the_obligation_is(study: Obligation) -> None:
    extend(study, 1)

    assert study.due_on == date(2020, 7, 20)
    moved = DueMoved(date(2020, 7, 17), date(2020, 7, 20), MoveCause.EXTENSION, OFFICER, "รอพยาน")
    assert study.happenings == [Opened(), moved]


@pytest.mark.rule("DUE-13")
def test_an_extension_gives_a_later_day_only(study: Obligation) -> None:
    for day in (date(2020, 7, 16), date(2020, 7, 17)):
        with pytest.raises(NotLaterThanDue):
            extend(study, day)

    extend(study, date(2020, 7, 18))

    assert study.due_on == date(2020, 7, 18)


@pytest.mark.rule("DUE-13")
def test_what_is_extended_past_today_is_not_missed_any_more(study: Obligation) -> None:
    study.miss(date(2020, 7, 18))

    extend(study, 1, today=date(2020, 7, 18))

    assert study.state is ObligationState.OPEN
    assert study.happenings[-1] == MissedWithdrawn()


@pytest.mark.rule("DUE-13")
def test_a_case_round_is_extended_by_nobody(obligation: Obligation) -> None:
    with pytest.raises(NotExtendable):
        extend(obligation, 1)


@pytest.mark.rule("DUE-13")
def test_what_is_met_or_cancelled_is_not_extended(study: Obligation) -> None:
    study.meet(RECEIVED)
    with pytest.raises(ObligationSettled):
        extend(study, 1)

    study.cancel()
    with pytest.raises(ObligationSettled):
        extend(study, 1)


@pytest.mark.rule("DUE-7")
def test_the_colour_deepens_in_five_steps() -> None:
    last_days = {0: 0, 1: 1, 3: 1, 4: 2, 7: 2, 8: 3, 15: 3, 16: 4, 30: 4, 31: 5, 400: 5}

    assert {days_late: colour_step(days_late) for days_late in last_days} == last_days


@pytest.mark.rule("DUE-7")
def test_only_what_is_still_owed_is_late(obligation: Obligation) -> None:
    assert [obligation.days_late(day) for day in (DAY_6, DAY_7, DAY_8)] == [0, 0, 1]

    obligation.meet(DAY_8)

    assert obligation.days_late(date(2020, 8, 1)) == 0


def test_the_transitions_are_these() -> None:
    written_out = {
        "OPEN": {"MET", "MISSED", "MET_LATE", "CANCELLED"},
        "MISSED": {"MET", "MET_LATE", "CANCELLED", "OPEN"},
        "MET": {"MET_LATE", "CANCELLED", "OPEN"},
        "MET_LATE": {"MET", "CANCELLED", "OPEN"},
        "CANCELLED": {"OPEN"},
    }
    assert {state.name: {after.name for after in TRANSITIONS[state]} for state in ObligationState} == written_out


@pytest.mark.parametrize(
    ("in_code", "in_contract"),
    [
        (ObligationState, obligation_pb2.ObligationState),
        (CountedIn, obligation_pb2.CountedIn),
        (MoveCause, obligation_pb2.MoveCause),
        (Worklist, deadline_service_pb2.Worklist),
    ],
)
def test_terms_have_the_numbers_of_the_contract(in_code: type[IntEnum], in_contract: Any) -> None:
    prefix = str(in_contract.Name(0)).removesuffix("UNSPECIFIED")

    assert {f"{prefix}{term.name}": int(term) for term in in_code} == {
        name: number for name, number in in_contract.items() if number
    }
