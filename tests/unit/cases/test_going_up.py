"""Sending, returning and asking: how a case goes upward, level by level."""

from datetime import date

import pytest

from cases.domain import errors
from cases.domain.case import Case, Remark
from cases.domain.happenings import CaseReturned, CaseSent
from cases.domain.ladder import Ladder
from cases.domain.possible import acts_possible
from cases.domain.stance import Stance
from cases.domain.status import CaseAct
from cases.domain.terms import Ground, Level, RemarkKind
from tests.unit.cases.builders import (
    DEPARTMENT_LEVELS,
    MINISTRY_LEVELS,
    RECEIVED,
    RECEIVED_BEFORE,
    a_case,
    a_conclusion,
    concluded,
    on,
)

DAY, NEXT_DAY, THIRD_DAY = date(2020, 7, 22), date(2020, 7, 23), date(2020, 7, 24)
NOBODY, EVERYBODY = Stance(may_change=False, sends_from=frozenset()), Stance()
DEPARTMENT, MINISTRY, PACC = Level.DEPARTMENT_ACOC, Level.MINISTRY_ACOC, Level.PACC


def sent(*levels: Level, through: tuple[Level, ...] = MINISTRY_LEVELS) -> Case:
    """A case that was sent to these levels on `DAY`, as it would lie before the store has written it."""
    case = a_case(levels=through)
    for level in levels:
        case.send(level, now=on(DAY))
    return case


@pytest.mark.rule("CASE-23")
def test_the_first_sending_to_pacc_stays_the_entry() -> None:
    case = sent(MINISTRY, PACC)

    case.send(PACC, now=on(NEXT_DAY))

    assert case.ladder.entries == {Level.UNIT: RECEIVED, MINISTRY: DAY, PACC: DAY}
    assert case.sendings == [MINISTRY, PACC, PACC]
    assert case.happenings == [CaseSent(MINISTRY), CaseSent(PACC), CaseSent(PACC)]
    assert (case.ladder.times_reported, case.ladder.last_reported_on) == (2, NEXT_DAY)


@pytest.mark.rule("CASE-23")
def test_sending_to_an_acoc_is_no_report_to_pacc() -> None:
    case = sent(MINISTRY)

    assert (case.ladder.times_reported, case.ladder.last_reported_on) == (0, None)
    assert CaseAct.DELETE in acts_possible(case, DAY, EVERYBODY)
    case.send(PACC, now=on(DAY))
    assert CaseAct.DELETE not in acts_possible(case, DAY, EVERYBODY)


@pytest.mark.rule("CASE-21")
def test_a_case_stays_undeletable_when_another_of_its_complaint_was_submitted() -> None:
    case = a_case()
    case.is_complaint_submitted = True

    case.send(MINISTRY, now=on(DAY))

    assert CaseAct.DELETE not in acts_possible(case, DAY, EVERYBODY)


@pytest.mark.rule("CASE-23")
@pytest.mark.parametrize("to", [Level.UNIT, DEPARTMENT, PACC])
def test_a_case_skips_no_level_and_goes_to_none_that_the_agency_has_not(to: Level) -> None:
    case = a_case()

    with pytest.raises(errors.NotAtThatLevel) as refused:
        case.send(to, now=on(DAY))
    assert (refused.value.rule, refused.value.possible) == ("CASE-23", ("report_round_7", "send"))
    assert (case.sendings, case.happenings, case.ladder.entries) == ([], [], {Level.UNIT: RECEIVED})


@pytest.mark.rule("CASE-23")
def test_an_acoc_is_sent_to_once() -> None:
    with pytest.raises(errors.AlreadySent) as refused:
        sent(MINISTRY).send(MINISTRY, now=on(NEXT_DAY))
    assert refused.value.rule == "CASE-23"
    assert "send" in refused.value.possible


@pytest.mark.rule("CASE-24", "CASE-23")
def test_after_a_return_it_is_sent_again_and_its_entry_stays_the_first() -> None:
    case = sent(MINISTRY)

    case.give_back(MINISTRY, "ขอเอกสารเพิ่ม", now=on(NEXT_DAY))
    case.send(MINISTRY, now=on(THIRD_DAY))

    assert case.remarks == [Remark(RemarkKind.RETURN, MINISTRY, "ขอเอกสารเพิ่ม")]
    assert case.happenings[1:] == [CaseReturned(MINISTRY), CaseSent(MINISTRY)]
    assert case.ladder.entries[MINISTRY] == DAY
    assert case.ladder.returned == set()
    assert case.timeline == []


@pytest.mark.rule("CASE-24")
@pytest.mark.parametrize("by", [Level.UNIT, DEPARTMENT, PACC])
def test_only_the_acoc_that_has_a_case_returns_it(by: Level) -> None:
    case = sent(MINISTRY)

    with pytest.raises(errors.NotReturnable) as refused:
        case.give_back(by, "ขอเอกสารเพิ่ม", now=on(DAY))
    assert (refused.value.rule, refused.value.possible) == ("CASE-24", ("report_round_7", "send"))
    assert (case.remarks, case.ladder.returned) == ([], set())


@pytest.mark.rule("CASE-24")
def test_what_was_sent_on_is_not_returned_until_it_came_back() -> None:
    case = sent(DEPARTMENT, MINISTRY, through=DEPARTMENT_LEVELS)
    assert case.ladder.returnable_from() == {MINISTRY}

    case.give_back(MINISTRY, "ไม่ครบ", now=on(DAY))
    assert case.ladder.returnable_from() == {DEPARTMENT}
    case.give_back(DEPARTMENT, "ไม่ครบ", now=on(DAY))

    assert case.ladder.returnable_from() == set()
    assert case.ladder.sendable_to() == {DEPARTMENT}
    case.send(DEPARTMENT, now=on(DAY))
    assert case.ladder.sendable_to() == {MINISTRY}
    assert sent(MINISTRY, PACC).ladder.returnable_from() == set()


@pytest.mark.rule("CASE-23")
def test_a_level_that_the_tree_has_got_or_lost_since_stops_nobody() -> None:
    entered = {Level.UNIT: DAY, DEPARTMENT: DAY}
    lost = Ladder(MINISTRY_LEVELS, dict(entered))
    got = Ladder(DEPARTMENT_LEVELS, {Level.UNIT: DAY, MINISTRY: DAY})

    assert lost.sendable_to() == {MINISTRY}
    assert lost.sender_of(DEPARTMENT) is Level.UNIT
    assert got.sendable_to() == {DEPARTMENT, PACC}
    assert got.returnable_from() == {MINISTRY}
    assert got.sender_of(PACC) is MINISTRY
    assert got.sender_of(Level.UNIT) is Level.UNIT


@pytest.mark.rule("CASE-24")
def test_pacc_asks_and_agency_or_acoc_answers_what_was_asked() -> None:
    case = a_case()
    with pytest.raises(errors.NothingAsked) as refused:
        case.answer(Level.UNIT, "แล้ว", now=on(DAY))
    case.ask("ตั้งกรรมการเมื่อใด")
    case.ask("ใครเป็นประธาน")
    case.answer(MINISTRY, "เดือนที่แล้ว", now=on(DAY))

    assert (refused.value.rule, refused.value.possible) == ("CASE-24", ("report_round_7", "send"))
    assert case.questions == 2
    assert case.remarks == [
        Remark(RemarkKind.QUESTION, PACC, "ตั้งกรรมการเมื่อใด"),
        Remark(RemarkKind.QUESTION, PACC, "ใครเป็นประธาน"),
        Remark(RemarkKind.ANSWER, MINISTRY, "เดือนที่แล้ว"),
    ]
    assert (case.timeline, case.happenings) == ([], [])


STEPS = {CaseAct.REPORT_ROUND_7, CaseAct.SEND}
CHANGES = {CaseAct.EDIT, CaseAct.DELETE, CaseAct.SHOW_NATIONAL_ID}


@pytest.mark.rule("CASE-5", "CASE-19", "ROLE-6")
@pytest.mark.parametrize(
    ("stance", "acts"),
    [
        (NOBODY, set()),
        (EVERYBODY, STEPS | CHANGES),
        (Stance(may_change=False), set()),
        (Stance(sends_from=frozenset({MINISTRY})), STEPS - {CaseAct.SEND} | CHANGES),
        (Stance(may_change=False, is_pacc=True), {CaseAct.ASK}),
        (Stance(may_change=False, is_keeper=True), {CaseAct.NAME_HANDLER}),
        (Stance(may_change=False, is_handler=True), {CaseAct.OPEN_COMPLAINANT, CaseAct.MARK_RECUSAL}),
        (Stance(may_change=False, is_acoc=True), {CaseAct.MARK_RECUSAL}),
    ],
)
def test_what_is_possible_goes_by_what_somebody_is_to_the_case(stance: Stance, acts: set[CaseAct]) -> None:
    assert acts_possible(a_case(), DAY, stance) == acts


@pytest.mark.rule("CASE-24")
def test_return_is_offered_to_the_acoc_that_has_the_case_and_to_no_other() -> None:
    case = sent(DEPARTMENT, MINISTRY, through=DEPARTMENT_LEVELS)

    def offered(level: Level, is_acoc: bool) -> bool:
        stance = Stance(False, frozenset({Level.UNIT, level}), is_acoc=is_acoc)
        return CaseAct.RETURN in acts_possible(case, DAY, stance)

    assert offered(MINISTRY, is_acoc=True)
    assert not offered(MINISTRY, is_acoc=False)
    assert not offered(DEPARTMENT, is_acoc=True)


@pytest.mark.rule("CASE-17", "CASE-23", "CASE-21")
def test_a_closed_case_is_neither_edited_nor_gone_on_with_but_sent_asked_about_and_deleted() -> None:
    case = concluded(a_case(RECEIVED_BEFORE), DAY, a_conclusion(Ground.NONE))
    case.ask("เหตุใด")

    acts = {CaseAct.SEND, CaseAct.ANSWER, CaseAct.DELETE, CaseAct.SHOW_NATIONAL_ID}
    assert acts_possible(case, DAY, EVERYBODY) == acts
    assert case.acceptable(DAY) == {CaseAct.SEND}
