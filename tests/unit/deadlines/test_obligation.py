"""What becomes of an obligation."""

from datetime import date
from uuid import UUID

import pytest

from deadlines.domain.errors import DayNotPassed, IllegalTransition
from deadlines.domain.happenings import Met, Missed, MissedWithdrawn, Opened
from deadlines.domain.obligation import Obligation
from deadlines.domain.policy import ROUND_7
from deadlines.domain.state import TRANSITIONS, ObligationState
from rongrian.deadlines.v1.obligation_pb2 import ObligationState as ContractState

DAY_6, DAY_7, DAY_8 = date(2020, 7, 21), date(2020, 7, 22), date(2020, 7, 23)


@pytest.fixture
def obligation() -> Obligation:
    return Obligation.open(
        ROUND_7, UUID(int=1), agency_id=UUID(int=2), opened_on=date(2020, 7, 15), due_on=date(2020, 7, 22)
    )


def test_an_obligation_opens_and_says_so(obligation: Obligation) -> None:
    assert obligation.state is ObligationState.OPEN
    assert obligation.happenings == [Opened()]


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
    told = list(obligation.happenings)

    obligation.meet(DAY_6)

    assert obligation.happenings == told


def test_what_is_met_cannot_be_missed(obligation: Obligation) -> None:
    obligation.meet(DAY_6)

    with pytest.raises(IllegalTransition):
        obligation.miss(DAY_8)


def test_the_transitions_are_these() -> None:
    written_out = {
        "OPEN": {"MET", "MISSED", "MET_LATE", "CANCELLED"},
        "MISSED": {"MET", "MET_LATE", "CANCELLED"},
        "MET": set(),
        "MET_LATE": set(),
        "CANCELLED": set(),
    }
    assert {state.name: {after.name for after in TRANSITIONS[state]} for state in ObligationState} == written_out


def test_states_have_the_numbers_of_the_contract() -> None:
    assert {f"OBLIGATION_STATE_{state.name}": int(state) for state in ObligationState} == {
        name: number for name, number in ContractState.items() if number
    }
