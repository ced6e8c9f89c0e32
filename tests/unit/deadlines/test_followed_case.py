"""Obligations follow a case's acts, in whatever order and however often word of these comes."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.domain.calendar import Calendar
from deadlines.domain.followed_case import CaseTold, FollowedCase
from deadlines.domain.happenings import Cancelled, DueMoved, Met, Missed, MissedWithdrawn, MoveCause, Opened, Reopened
from deadlines.domain.obligation import Obligation, obligation_id
from deadlines.domain.owed import Rules
from deadlines.domain.policy import CountedFrom, CountedIn, Terms, TermsSet
from deadlines.domain.state import ObligationState
from tests.unit.deadlines.case_facts import (
    CASE,
    CONCLUDED,
    DELETED,
    OFFICER,
    RECEIVED,
    RECORDED,
    REPORTED_7,
    REPORTED_37,
    RESTORED,
    ROUND_7,
    ROUND_37,
    calendar,
    case_facts,
    change,
    days,
    followed,
    noon,
    obligation_of,
    policy,
    rules,
    told,
)

ASKED, ANSWERED = "cases.case_returned", "cases.case_edited"
STUDY = policy("triage.study", 2, CountedIn.WORKING_DAYS, is_extendable=True)
FOLLOW_UP = policy("follow_up", 30, opens_with=(RECORDED, REPORTED_7), met_by=(REPORTED_7,), is_repeating=True)
STOPPABLE = policy("answer", 5, CountedIn.WORKING_DAYS, stopped_by=(ASKED,), resumed_by=(ANSWERED,), longest_stop=15)
EVERYTHING = rules(ROUND_7, ROUND_37, STUDY, FOLLOW_UP, STOPPABLE)


@pytest.mark.rule("REL-3")
def test_a_case_first_heard_of_when_its_round_is_reported_tells_both_when_it_hears_of_the_recording() -> None:
    reported, recorded = told(2, REPORTED_7, days(5)), told(1, RECORDED, RECEIVED)
    case = followed(reported)
    assert not case.obligations

    case.take(recorded)
    case.judge(rules(), RECEIVED)

    assert obligation_of(case).happenings == [Opened(), Met(days(5), in_time=True)]
    assert obligation_of(case, "case.round_37").happenings == [Opened()]


def test_a_case_before_the_resolution_or_opened_by_an_inquiry_owes_no_round() -> None:
    facts = replace(case_facts(), owes_rounds=False)

    assert not followed(told(1, RECORDED, RECEIVED, facts=facts)).obligations
    assert set(followed(told(1, RECORDED, RECEIVED, facts=facts), by=rules(STUDY)).obligations) == {
        obligation_id(CASE, "triage.study", 1)
    }


@pytest.mark.rule("REL-3")
def test_older_facts_never_replace_newer_ones() -> None:
    newest = told(3, REPORTED_7, days(3), facts=replace(case_facts(), is_with_pacc=True))

    case = followed(newest, told(1, RECORDED, RECEIVED), told(2, "cases.case_sent", days(1)))

    assert case.facts == newest.facts


@pytest.mark.rule("DUE-16")
@pytest.mark.parametrize("met_by", [REPORTED_37, CONCLUDED])
def test_a_conclusion_stands_for_the_report_of_round_37_and_not_for_that_of_round_7(met_by: str) -> None:
    case = followed(told(1, RECORDED, RECEIVED), told(2, met_by, days(37)))

    assert obligation_of(case, "case.round_37").state is ObligationState.MET
    assert obligation_of(case).state is ObligationState.OPEN


@pytest.mark.rule("DUE-13")
def test_an_edit_a_sending_or_a_new_handler_moves_no_date() -> None:
    acts = ("cases.case_edited", "cases.case_sent.level_pacc", "cases.handler_named")
    case = followed(told(1, RECORDED, RECEIVED), *(told(n, act, days(n)) for n, act in enumerate(acts, start=2)))

    assert obligation_of(case).happenings == [Opened()]
    assert obligation_of(case).due_on == days(7)


@pytest.mark.rule("DUE-13")
def test_a_corrected_reception_date_moves_both_dates_and_keeps_the_old_ones() -> None:
    corrected = told(3, "cases.case_corrected", days(9), facts=case_facts(received_on=days(-2)))
    case = followed(told(1, RECORDED, RECEIVED), told(2, REPORTED_7, days(6)), corrected)

    round_7, round_37 = obligation_of(case), obligation_of(case, "case.round_37")
    moved = DueMoved(days(37), days(35), MoveCause.CORRECTION, OFFICER, "")
    assert (round_7.due_on, round_7.state) == (days(5), ObligationState.MET_LATE)
    assert round_37.happenings == [Opened(), moved]


@pytest.mark.rule("DUE-13")
@pytest.mark.parametrize("order", [(3, 4), (4, 3), (4,)])
def test_a_moved_date_names_who_decided_the_correction_and_nobody_where_a_later_change_overtook_it(
    order: tuple[int, ...],
) -> None:
    decider, corrected = uuid4(), case_facts(received_on=days(-2))
    later = {
        3: told(3, "cases.case_corrected", days(9), facts=corrected),
        4: told(4, "cases.handler_named", days(9), facts=corrected),
    }
    later[3] = replace(later[3], act=replace(later[3].act, actor=decider))
    case = followed(told(1, RECORDED, RECEIVED))

    for version in order:
        case.take(later[version])
    case.judge(rules(), days(9))

    *_, moved = obligation_of(case, "case.round_37").happenings
    assert isinstance(moved, DueMoved)
    assert moved.actor == (decider if 3 in order else None)


@pytest.mark.rule("DUE-13")
def test_a_deleted_case_owes_nothing_and_counts_nowhere() -> None:
    case = followed(told(1, RECORDED, RECEIVED), told(2, REPORTED_7, days(5)), told(3, DELETED, days(6)))

    assert {each.state for each in case.obligations.values()} == {ObligationState.CANCELLED}
    assert obligation_of(case).happenings == [Opened(), Met(days(5), in_time=True), Cancelled()]


@pytest.mark.rule("DUE-13")
def test_a_restored_case_owes_what_it_owed_with_the_old_dates() -> None:
    deleted = [told(1, RECORDED, RECEIVED), told(2, REPORTED_7, days(5)), told(3, DELETED, days(6))]
    case = followed(*deleted, told(4, RESTORED, days(20)), today=days(20))

    round_7, round_37 = obligation_of(case), obligation_of(case, "case.round_37")
    assert (round_7.state, round_7.due_on, round_7.met_on) == (ObligationState.MET, days(7), days(5))
    assert (round_37.state, round_37.due_on) == (ObligationState.OPEN, days(37))
    assert round_37.happenings[1:] == [Cancelled(), Reopened()]


@pytest.mark.rule("DUE-13")
def test_what_was_not_reported_before_a_restoration_is_missed_when_its_old_day_has_passed() -> None:
    case = followed(told(1, RECORDED, RECEIVED), told(2, DELETED, days(6)), told(3, RESTORED, days(20)))

    obligation_of(case).miss(days(20))

    assert obligation_of(case).state is ObligationState.MISSED


@pytest.mark.rule("DUE-3")
def test_a_holiday_that_is_added_moves_what_is_open_and_says_by_whom_and_why() -> None:
    """Received on Wednesday 15 July 2563: Friday without a holiday, Monday with one on Thursday."""
    case = followed(told(1, RECORDED, RECEIVED), by=rules(STUDY))
    study = obligation_of(case, "triage.study")
    assert study.due_on == date(2020, 7, 17)

    case.judge(rules(STUDY, days_off=calendar(changes=[change(date(2020, 7, 16), is_added=True)])), days(0))

    moved = DueMoved(date(2020, 7, 17), date(2020, 7, 20), MoveCause.HOLIDAY, OFFICER, "มติคณะรัฐมนตรี")
    assert study.happenings == [Opened(), moved]


@pytest.mark.rule("DUE-3")
def test_what_was_called_missed_is_open_again_when_its_new_day_has_not_passed() -> None:
    case = followed(told(1, RECORDED, RECEIVED), by=rules(STUDY))
    study = obligation_of(case, "triage.study")
    saturday = date(2020, 7, 18)
    study.miss(saturday)

    case.judge(rules(STUDY, days_off=calendar(changes=[change(date(2020, 7, 16), is_added=True)])), saturday)

    assert (study.state, study.due_on) == (ObligationState.OPEN, date(2020, 7, 20))
    assert study.happenings[-1] == MissedWithdrawn()


@pytest.mark.rule("DUE-3")
def test_what_was_called_missed_stays_so_when_its_new_day_has_passed_too() -> None:
    case = followed(told(1, RECORDED, RECEIVED), by=rules(STUDY))
    study = obligation_of(case, "triage.study")
    study.miss(days(20))

    case.judge(rules(STUDY, days_off=calendar(changes=[change(date(2020, 7, 16), is_added=True)])), days(20))

    assert (study.state, study.due_on) == (ObligationState.MISSED, date(2020, 7, 20))
    assert MissedWithdrawn() not in study.happenings


@pytest.mark.rule("DUE-3", "DUE-16")
@pytest.mark.parametrize("is_known_before", [True, False], ids=["heard of before", "heard of after"])
def test_what_was_met_before_a_holiday_was_changed_keeps_its_verdict(is_known_before: bool) -> None:
    """Reported on Monday the 20th, a day late; on Tuesday the cabinet makes Thursday the 16th a holiday."""
    recorded, reported = told(1, RECORDED, RECEIVED), told(2, REPORTED_7, date(2020, 7, 20))
    later = rules(STUDY, days_off=calendar(changes=[change(date(2020, 7, 16), is_added=True, on=date(2020, 7, 21))]))
    case = followed(recorded, *([reported] if is_known_before else []), by=rules(STUDY))
    case.judge(later, date(2020, 7, 21))

    case.take(reported)
    case.judge(later, date(2020, 7, 21))

    study = obligation_of(case, "triage.study")
    assert (study.state, study.due_on) == (ObligationState.MET_LATE, date(2020, 7, 17))


@pytest.mark.rule("DUE-13")
def test_a_stop_moves_the_date_and_its_end_brings_it_back_to_what_was_lost() -> None:
    """Five working days from Wednesday 15 July 2563 end on Wednesday 22; asked on 16, answered on 20 July."""
    case = followed(told(1, RECORDED, RECEIVED), told(2, ASKED, date(2020, 7, 16)), by=rules(STOPPABLE))
    answer = obligation_of(case, "answer")
    assert answer.due_on == date(2020, 8, 6)

    case.take(told(3, ANSWERED, date(2020, 7, 20)))
    case.judge(rules(STOPPABLE), date(2020, 7, 20))

    assert answer.due_on == date(2020, 7, 24)
    assert [(move.cause, move.old_due_on) for move in answer.happenings if isinstance(move, DueMoved)] == [
        (MoveCause.STOP, date(2020, 7, 22)),
        (MoveCause.STOP, date(2020, 8, 6)),
    ]


def test_each_time_that_a_repeating_policy_is_met_it_is_owed_anew_from_there() -> None:
    case = followed(
        told(1, RECORDED, RECEIVED), told(2, REPORTED_7, days(20)), told(3, REPORTED_7, days(55)), by=rules(FOLLOW_UP)
    )

    first, second, third = (obligation_of(case, "follow_up", occurrence) for occurrence in (1, 2, 3))
    assert (first.due_on, first.state) == (days(30), ObligationState.MET)
    assert (second.opened_on, second.due_on, second.state) == (days(20), days(50), ObligationState.MET_LATE)
    assert (third.due_on, third.state) == (days(85), ObligationState.OPEN)


@pytest.mark.rule("DUE-13")
def test_while_something_is_owed_a_further_opening_act_moves_nothing() -> None:
    entered = policy("triage.study", opens_with=(RECORDED, ANSWERED), is_repeating=True)
    case = followed(told(1, RECORDED, RECEIVED), told(2, ANSWERED, days(3)), by=rules(entered))

    assert [each.due_on for each in case.obligations.values()] == [days(7)]


def test_a_given_date_comes_with_what_opens_it() -> None:
    expedite = policy("expedite.answer", 0, CountedIn.GIVEN_DATE)
    case = followed(told(1, RECORDED, RECEIVED, given_on=days(4)), by=rules(expedite))

    assert obligation_of(case, "expedite.answer").due_on == days(4)


@pytest.mark.rule("DUE-1")
def test_terms_stay_as_they_were_when_it_opened_wherever_its_agency_has_moved_since() -> None:
    ministry, nine = UUID(int=10), Terms(9, CountedIn.CALENDAR_DAYS, is_extendable=True)
    changed = rules(STUDY, terms_set=[TermsSet("triage.study", ministry, nine, noon(days(-1)), OFFICER, "")])
    case = FollowedCase(case_facts(), acocs=(ministry,))
    case.take(told(1, RECORDED, RECEIVED))
    case.judge(changed, RECEIVED)

    case.acocs = ()
    case.judge(changed, RECEIVED)

    assert obligation_of(case, "triage.study").terms.number == 9
    assert obligation_of(case, "triage.study").happenings == [Opened()]


@st.composite
def a_history(draw: st.DrawFn) -> list[CaseTold]:
    """A case's acts as they were recorded one after another, on days that never go back; deleted, then restored."""
    day, is_deleted, history = RECEIVED, False, [told(1, RECORDED, RECEIVED)]
    acts = [REPORTED_7, REPORTED_37, CONCLUDED, ASKED, ANSWERED, DELETED, "cases.case_sent.level_pacc"]
    for version in range(2, 2 + draw(st.integers(0, 7))):
        day = date.fromordinal(day.toordinal() + draw(st.integers(0, 12)))
        event = RESTORED if is_deleted else draw(st.sampled_from(acts))
        is_deleted = event == DELETED
        received_on = RECEIVED if draw(st.integers(0, 9)) else days(-3)
        history.append(told(version, event, day, facts=case_facts(received_on=received_on, is_deleted=is_deleted)))
    return history


def sweep(case: FollowedCase, today: date) -> None:
    for each in case.obligations.values():
        if each.state is ObligationState.OPEN and each.due_on < today:
            each.miss(today)


def standing(obligation: Obligation) -> tuple[object, ...]:
    return (
        obligation.due_on,
        obligation.opened_on,
        obligation.counted_from,
        obligation.terms,
        obligation.stopped_days,
        obligation.state,
        obligation.met_on,
    )


@pytest.mark.rule("REL-3", "DUE-16")
@settings(max_examples=300)
@given(history=a_history(), data=st.data())
def test_any_order_and_repetition_of_events_with_sweeps_between_gives_the_same_obligations(
    history: list[CaseTold], data: st.DataObject
) -> None:
    today = days(120)
    in_order = followed(*history, by=EVERYTHING, today=today)
    sweep(in_order, today)

    arrived = data.draw(st.permutations([*history, *data.draw(st.lists(st.sampled_from(history), max_size=5))]))
    case = FollowedCase(arrived[0].facts)
    for each in arrived:
        case.take(each)
        if data.draw(st.booleans()):
            case.judge(EVERYTHING, today)
            sweep(case, today)
    case.judge(EVERYTHING, today)
    sweep(case, today)

    stands = {id_: standing(each) for id_, each in in_order.obligations.items()}
    assert {id_: standing(each) for id_, each in case.obligations.items() if id_ in stands} == stands
    never_owed = [each.state for id_, each in case.obligations.items() if id_ not in stands]
    assert set(never_owed) <= {ObligationState.CANCELLED}


@pytest.mark.rule("DUE-3", "DUE-16")
@given(history=a_history(), data=st.data())
def test_when_a_holiday_change_is_heard_of_makes_no_difference(history: list[CaseTold], data: st.DataObject) -> None:
    today = days(120)
    offs = data.draw(st.lists(st.integers(0, 40), unique=True, max_size=4))
    changed = calendar(changes=[change(days(each), is_added=True, on=days(10)) for each in offs])
    before, after = rules(STUDY, STOPPABLE), rules(STUDY, STOPPABLE, days_off=changed)

    known = followed(*history, by=after, today=today)
    moment = data.draw(st.integers(0, len(history)))
    late = FollowedCase(history[0].facts)
    for place, each in enumerate(history):
        late.take(each)
        late.judge(after if place >= moment else before, today)
    late.judge(after, today)

    for case in (known, late):
        sweep(case, today)
    assert {id_: standing(each) for id_, each in late.obligations.items()} == {
        id_: standing(each) for id_, each in known.obligations.items()
    }


def test_missed_is_told_once_however_often_it_is_judged() -> None:
    case = followed(told(1, RECORDED, RECEIVED), today=days(9))
    sweep(case, days(9))

    case.judge(rules(), days(9))

    assert obligation_of(case).happenings == [Opened(), Missed()]


def test_of_a_policy_that_is_not_there_any_more_nothing_is_cancelled() -> None:
    case = followed(told(1, RECORDED, RECEIVED))

    case.judge(Rules({}, (), Calendar(lambda year: {})), RECEIVED)

    assert obligation_of(case).state is ObligationState.OPEN


def test_what_is_counted_from_the_opening_does_not_ask_for_the_reception() -> None:
    case = followed(told(1, RECORDED, days(4)), by=rules(policy("own", counted_from=CountedFrom.OPENING)))

    assert obligation_of(case, "own").due_on == days(11)


@pytest.mark.rule("SUM-5")
@pytest.mark.parametrize("after", [REPORTED_7, DELETED, ASKED])
def test_what_ended_is_neither_met_nor_cancelled_nor_stopped_by_what_comes_after(after: str) -> None:
    ending = policy("answer", ended_by=(ANSWERED,), cancelled_by=(DELETED,), stopped_by=(ASKED,), longest_stop=5)
    told_after = told(3, after, days(3), facts=case_facts())
    case = followed(told(1, RECORDED, RECEIVED), told(2, ANSWERED, days(2)), told_after, by=rules(ending))

    answer = obligation_of(case, "answer")
    assert (answer.state, answer.ended_on, answer.due_on) == (ObligationState.MISSED, days(2), days(7))
    assert answer.happenings == [Opened(), Missed()]


@pytest.mark.rule("SUM-5")
def test_a_repeating_policy_that_ended_is_owed_anew_from_the_next_opening_act() -> None:
    ending = policy("answer", opens_with=(RECORDED, ASKED), ended_by=(ANSWERED,), is_repeating=True)
    acts = [told(1, RECORDED, RECEIVED), told(2, ANSWERED, days(2)), told(3, ASKED, days(4))]
    case = followed(*acts, by=rules(ending))

    first, second = (obligation_of(case, "answer", occurrence) for occurrence in (1, 2))
    assert (first.state, second.state, second.due_on) == (ObligationState.MISSED, ObligationState.OPEN, days(11))
