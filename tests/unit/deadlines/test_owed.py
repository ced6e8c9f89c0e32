"""What a policy makes of acts that cancel, revive and stop it (today's policies have not all of these), and when."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from deadlines.domain.followed_case import CaseTold, FollowedCase
from deadlines.domain.happenings import Cancelled, DueMoved, Met, MoveCause, Opened, Reopened
from deadlines.domain.obligation import obligation_id
from deadlines.domain.owed import Extension
from deadlines.domain.policy import CountedIn
from deadlines.domain.state import ObligationState
from tests.unit.deadlines.case_facts import (
    CASE,
    CONCLUDED,
    RECEIVED,
    RECORDED,
    REPORTED_7,
    REPORTED_37,
    ROUND_37,
    case_facts,
    days,
    followed,
    noon,
    obligation_of,
    policy,
    rules,
    told,
)

ASKED, ANSWERED = "cases.case_returned", "cases.case_edited"
WITHDRAWN, TAKEN_UP = "triage.withdrawn", "triage.taken_up"
ANSWER = policy("answer", 5, CountedIn.WORKING_DAYS, stopped_by=(ASKED,), resumed_by=(ANSWERED,), longest_stop=15)
REVIVABLE = policy("answer", cancelled_by=(WITHDRAWN,), revived_by=(TAKEN_UP,))
ASKER, ANSWERER = UUID(int=81), UUID(int=82)


def by(officer: UUID, each: CaseTold) -> CaseTold:
    return replace(each, act=replace(each.act, actor=officer))


@pytest.mark.rule("DUE-17")
def test_rules_name_every_event_that_one_of_their_policies_goes_by_and_no_other() -> None:
    both = rules(ROUND_37, replace(ANSWER, opens_with=("cases.case_sent",)))

    for event in (RECORDED, REPORTED_37, CONCLUDED, ASKED, ANSWERED, "cases.case_sent.level_pacc"):
        assert both.name(event)
    for event in ("cases.case_deleted_for_good", "cases.round_reported.round_8", "cases"):
        assert not both.name(event)
    assert not rules(ROUND_37).name(ASKED)


@pytest.mark.rule("DUE-13")
def test_an_act_cancels_what_is_owed_though_the_case_stands_and_another_revives_it() -> None:
    withdrawn = [told(1, RECORDED, RECEIVED), told(2, WITHDRAWN, days(2))]

    cancelled = obligation_of(followed(*withdrawn, by=rules(REVIVABLE)), "answer")
    revived = obligation_of(followed(*withdrawn, told(3, TAKEN_UP, days(4)), by=rules(REVIVABLE)), "answer")

    assert (cancelled.state, cancelled.happenings) == (ObligationState.CANCELLED, [Opened(), Cancelled()])
    assert (revived.state, revived.due_on) == (ObligationState.OPEN, days(7))
    assert revived.happenings == [Opened(), Cancelled(), Reopened()]


@pytest.mark.rule("DUE-16")
def test_what_met_it_while_it_was_cancelled_counts_once_it_is_revived() -> None:
    withdrawn = [told(1, RECORDED, RECEIVED), told(2, WITHDRAWN, days(2)), told(3, REPORTED_7, days(3))]
    assert obligation_of(followed(*withdrawn, by=rules(REVIVABLE)), "answer").state is ObligationState.CANCELLED

    answer = obligation_of(followed(*withdrawn, told(4, TAKEN_UP, days(9)), by=rules(REVIVABLE)), "answer")

    assert (answer.state, answer.met_on) == (ObligationState.MET, days(3))
    assert answer.happenings[-2:] == [Reopened(), Met(days(3), in_time=True)]


def test_a_repeating_policy_that_was_cancelled_is_owed_anew_from_the_next_opening_act() -> None:
    repeating = replace(REVIVABLE, opens_with=(RECORDED, ASKED), is_repeating=True)
    acts = [told(1, RECORDED, RECEIVED), told(2, WITHDRAWN, days(2)), told(3, ASKED, days(4))]

    case = followed(*acts, by=rules(repeating))

    first, second = (obligation_of(case, "answer", occurrence) for occurrence in (1, 2))
    assert (first.state, second.state, second.due_on) == (ObligationState.CANCELLED, ObligationState.OPEN, days(11))


@pytest.mark.rule("DUE-13")
def test_a_stop_is_said_to_be_by_whoever_asked_and_its_end_by_whoever_answered() -> None:
    """Five working days from Wednesday 15 July 2563 end on Wednesday 22; asked on 16, answered on 20 July."""
    asked = by(ASKER, told(2, ASKED, date(2020, 7, 16)))
    answered = by(ANSWERER, told(3, ANSWERED, date(2020, 7, 20)))

    answer = obligation_of(followed(told(1, RECORDED, RECEIVED), asked, answered, by=rules(ANSWER)), "answer")

    assert answer.happenings == [
        Opened(),
        DueMoved(date(2020, 7, 22), date(2020, 8, 6), MoveCause.STOP, ASKER, ""),
        DueMoved(date(2020, 8, 6), date(2020, 7, 24), MoveCause.STOP, ANSWERER, ""),
    ]


@pytest.mark.rule("DUE-13")
def test_asked_again_before_the_answer_it_stands_still_from_the_first_and_after_it_once_more() -> None:
    """Stopped are 17 to 20 July and 22 July: of the five working days 16, 21, 23, 24 and 27 July are left."""
    asked_twice = [told(2, ASKED, date(2020, 7, 16)), told(3, ASKED, date(2020, 7, 17))]
    answered = [*asked_twice, told(4, ANSWERED, date(2020, 7, 20))]
    asked_anew = [told(5, ASKED, date(2020, 7, 21)), told(6, ANSWERED, date(2020, 7, 22))]

    def due_on(*acts: CaseTold) -> date:
        return obligation_of(followed(told(1, RECORDED, RECEIVED), *acts, by=rules(ANSWER)), "answer").due_on

    assert due_on(*answered) == date(2020, 7, 24)
    assert due_on(*answered, *asked_anew) == date(2020, 7, 27)


@pytest.mark.rule("DUE-3", "DUE-13")
@pytest.mark.parametrize(("later", "state"), [(0, ObligationState.MET), (1, ObligationState.MET_LATE)])
def test_what_is_met_is_judged_by_the_extensions_that_were_given_by_that_moment(
    later: int, state: ObligationState
) -> None:
    """Met on day 9, two days late; until day 10 was given in that moment, or a microsecond after it."""
    case = FollowedCase(case_facts())
    given_at = noon(days(9)) + timedelta(microseconds=later)
    case.extensions[obligation_id(CASE, "answer", 1)] = (Extension(days(10), given_at),)
    for each in (told(1, RECORDED, RECEIVED), told(2, REPORTED_7, days(9))):
        case.take(each)
    case.judge(rules(policy("answer", is_extendable=True)), days(9))

    assert obligation_of(case, "answer").state is state
