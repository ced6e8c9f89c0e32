"""An obligation as it is opened, field by field, and what a case makes of what it is told."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid5

import pytest

from deadlines.domain.followed_case import FollowedCase
from deadlines.domain.happenings import Opened
from deadlines.domain.obligation import Obligation
from deadlines.domain.owed import Extension, Owed
from deadlines.domain.policy import CountedIn, Terms
from deadlines.domain.state import ObligationState
from tests.unit.deadlines.case_facts import (
    AGENCY,
    CASE,
    OFFICER,
    RECEIVED,
    RECORDED,
    case_facts,
    days,
    followed,
    noon,
    obligation_of,
    policy,
    rules,
    told,
)

TERMS = Terms(2, CountedIn.WORKING_DAYS, is_extendable=True)
OWED = Owed(
    policy=policy("triage.study", 9),
    occurrence=3,
    opening_version=4,
    opened_on=date(2020, 7, 20),
    counted_from=date(2020, 7, 16),
    terms=TERMS,
    stopped_days=5,
    stopped_by=None,
    due_on=date(2020, 7, 29),
    met_on=date(2020, 7, 21),
    ended_on=date(2020, 7, 22),
    is_cancelled=True,
)


@pytest.mark.rule("DUE-13")
def test_an_obligation_opens_with_what_is_owed_and_before_anything_has_become_of_it() -> None:
    assert Obligation.open(OWED, CASE, AGENCY) == Obligation(
        id=uuid5(CASE, "triage.study#3"),
        policy="triage.study",
        object_id=CASE,
        agency_id=AGENCY,
        occurrence=3,
        opening_version=4,
        opened_on=date(2020, 7, 20),
        counted_from=date(2020, 7, 16),
        terms=TERMS,
        stopped_days=5,
        due_on=date(2020, 7, 29),
        state=ObligationState.OPEN,
        met_on=None,
        ended_on=None,
        version=0,
        is_renewed=False,
        happenings=[Opened()],
    )


def test_what_a_case_owes_is_owed_by_its_agency() -> None:
    obligation = obligation_of(followed(told(1, RECORDED, RECEIVED)))

    assert (obligation.object_id, obligation.agency_id) == (CASE, AGENCY)


@pytest.mark.rule("DUE-13")
def test_an_extension_counts_for_its_own_occurrence_alone() -> None:
    study = policy("triage.study", 2, is_extendable=True, is_repeating=True, met_by=(RECORDED,))
    case = FollowedCase(case_facts())
    second = uuid5(CASE, "triage.study#2")
    case.extensions[second] = (Extension(days(30), noon(days(2))),)
    for each in (told(1, RECORDED, RECEIVED), told(2, RECORDED, days(1))):
        case.take(each)
        case.judge(rules(study), days(1))

    assert {id_: each.due_on for id_, each in case.obligations.items()} == {
        uuid5(CASE, "triage.study"): days(2),
        second: days(30),
    }


def test_of_one_version_told_twice_the_facts_told_first_stay() -> None:
    first = told(1, RECORDED, RECEIVED)
    other = replace(first, facts=replace(first.facts, agency_id=UUID(int=99)))
    case = FollowedCase(first.facts)

    case.take(other)

    assert case.facts == first.facts
    assert case.facts.agency_id != OFFICER
