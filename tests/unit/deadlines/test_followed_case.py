"""Obligations follow a case's facts, in whatever order and however often these come."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.domain.followed_case import CaseFacts
from deadlines.domain.happenings import Met, Opened
from deadlines.domain.obligation import Obligation
from deadlines.domain.state import ObligationState
from tests.unit.deadlines.case_facts import RECEIVED, facts, followed, round_7_of


@pytest.mark.rule("REL-3")
def test_a_case_first_heard_of_when_its_round_is_reported_tells_both() -> None:
    round_7 = round_7_of(followed(facts(3, reported_on=date(2020, 7, 20))))

    assert round_7.happenings == [Opened(), Met(date(2020, 7, 20), in_time=True)]
    assert round_7.due_on == date(2020, 7, 22)


def test_a_case_before_the_resolution_owes_nothing() -> None:
    assert not followed(replace(facts(1), rounds=())).obligations


@pytest.mark.rule("REL-3")
def test_older_facts_never_replace_newer_ones() -> None:
    newest = replace(facts(3), is_with_pacc=True)

    case = followed(newest, facts(1), facts(2))

    assert case.facts == newest


@st.composite
def a_history(draw: st.DrawFn) -> list[CaseFacts]:
    """A case's facts as they were told one after another; the round may be reported at some point, on any day."""
    length = draw(st.integers(1, 5))
    reported_at = draw(st.integers(1, length + 1))
    reported_on = RECEIVED + timedelta(days=draw(st.integers(0, 30)))
    return [
        facts(version, reported_on=reported_on if version >= reported_at else None) for version in range(1, length + 1)
    ]


def standing(obligation: Obligation) -> tuple[object, ...]:
    return (obligation.id, obligation.due_on, obligation.opened_on, obligation.state, obligation.met_on)


@pytest.mark.rule("REL-3", "DUE-16")
@given(history=a_history(), data=st.data())
def test_any_order_and_repetition_of_events_with_sweeps_between_gives_the_same_obligation(
    history: list[CaseFacts], data: st.DataObject
) -> None:
    today = RECEIVED + timedelta(days=31)
    in_order = round_7_of(followed(*history))
    if in_order.state is ObligationState.OPEN:
        in_order.miss(today)

    arrived = data.draw(st.permutations([*history, *data.draw(st.lists(st.sampled_from(history), max_size=5))]))
    case = followed(arrived[0])
    for told in [*arrived, None]:
        if round_7_of(case).state is ObligationState.OPEN and (told is None or data.draw(st.booleans())):
            round_7_of(case).miss(today)
        if told is not None:
            case.take(told)

    assert standing(round_7_of(case)) == standing(in_order)
