"""The way upward, what each sending keeps, the way back, and what is asked about a case (CASE-23, CASE-24)."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import grpc
import pytest

from kit.directory.copy import put_agencies
from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.case_service_pb2 import (
    AnswerAboutCaseRequest,
    AskAboutCaseRequest,
    GetSendingRequest,
    ReturnCaseRequest,
    SendCasesRequest,
)
from tests.component.cases.desk import Desk, acts
from tests.component.cases.kept import events, told
from tests.support import tree
from tests.support.clock import FixedClock
from tests.support.complaints import a_complaint, a_round_report, the_manuals_complaint
from tests.support.running import Running

DEPARTMENT, MINISTRY, PACC = (
    case_pb2.LEVEL_DEPARTMENT_ACOC,
    case_pb2.LEVEL_MINISTRY_ACOC,
    case_pb2.LEVEL_PACC,
)


def sending(to: case_pb2.Level.ValueType, *cases: view_pb2.Case) -> SendCasesRequest:
    return SendCasesRequest(case_ids=[case.id for case in cases], to=to, request_id=str(uuid4()))


def returning(case: view_pb2.Case, remark: str = "เอกสารไม่ครบ") -> ReturnCaseRequest:
    return ReturnCaseRequest(case_id=case.id, remark=remark, request_id=str(uuid4()))


async def entries(cases: Running, case: view_pb2.Case) -> dict[int, str]:
    return {entry.level: entry.on for entry in (await events(cases, case.id))[-1].facts.entries}


@pytest.fixture
async def din(krom1: Desk) -> view_pb2.Case:
    first, _ = await krom1.records(the_manuals_complaint())
    return first


@pytest.fixture
async def with_its_own(cases: Running) -> None:
    """กรมทดสอบ10 has a ศปท. of its own, with an office below it."""
    department = next(agency for agency in tree.worked_example_tree() if agency.id == str(tree.DEPARTMENT_10))
    department.is_acoc, department.version = True, 2
    async with cases.database.begin() as connection:
        await put_agencies(connection, [department])


@pytest.mark.rule("CASE-23")
async def test_each_sending_keeps_what_was_sent_though_the_case_changes_after_it(
    krom1: Desk, acoc: Desk, pacc: Desk, din: view_pb2.Case, clock: FixedClock
) -> None:
    await krom1(sending(MINISTRY, din))
    clock.day = date(2020, 7, 20)
    await krom1(a_round_report(din.id))
    await acoc(sending(PACC, din))
    clock.day = date(2020, 7, 21)
    await acoc(sending(PACC, din))

    now = await krom1.case(din.id)
    kept = [await pacc(GetSendingRequest(sending_id=each.id)) for each in now.sendings]
    assert [(each.sending.to, each.sending.actor) for each in kept] == [
        (MINISTRY, krom1.subject),
        (PACC, acoc.subject),
        (PACC, acoc.subject),
    ]
    assert [each.case.status for each in kept] == [
        case_pb2.CASE_STATUS_NEW,
        case_pb2.CASE_STATUS_REPORTED_7,
        case_pb2.CASE_STATUS_REPORTED_7,
    ]
    assert [len(each.case.timeline) for each in kept] == [1, 2, 2]
    assert [len(each.case.sendings) for each in kept] == [0, 1, 2]
    assert not any(each.case.possible for each in kept)
    assert not any(entry.is_editable for each in kept for entry in each.case.timeline)
    assert kept[0].case.allegations == now.allegations


@pytest.mark.rule("CASE-23")
async def test_to_pacc_any_number_of_times_and_the_first_is_the_entry(
    krom1: Desk, acoc: Desk, din: view_pb2.Case, clock: FixedClock, cases: Running
) -> None:
    for day, desk, to in ((16, krom1, MINISTRY), (17, acoc, PACC), (20, acoc, PACC)):
        clock.day = date(2020, 7, day)
        await desk(sending(to, din))

    assert await entries(cases, din) == {1: "2020-07-15", 3: "2020-07-16", 4: "2020-07-17"}
    row = (await acoc.rows(number="5888-1"))[0]
    assert (row.times_reported, row.last_reported_on, row.sent_on) == (2, "2020-07-20", "2020-07-16")
    assert await told(cases, din.id) == ["case_recorded", "case_sent", "case_sent", "case_sent"]


@pytest.mark.rule("CASE-23", "ORG-2")
@pytest.mark.usefixtures("with_its_own")
async def test_through_a_departments_acoc_level_by_level(
    desk_of: Callable[[str], Desk], acoc: Desk, pacc: Desk, clock: FixedClock, cases: Running
) -> None:
    office, departments = desk_of("test-office"), desk_of("test-office-acoc")
    [case] = await office.records(a_complaint("1", "2020-07-15"))
    offered = []
    for day, desk, to in ((16, office, DEPARTMENT), (17, departments, MINISTRY), (18, acoc, PACC)):
        clock.day = date(2020, 7, day)
        offered.append("send" in acts(await desk.case(case.id)))
        await desk(sending(to, case))

    assert offered == [True, True, True]
    assert await entries(cases, case) == {1: "2020-07-15", 2: "2020-07-16", 3: "2020-07-17", 4: "2020-07-18"}
    assert await pacc.numbers() == ["1-1"]


@pytest.mark.rule("CASE-23")
async def test_cases_are_sent_all_or_none(krom1: Desk, din: view_pb2.Case) -> None:
    [other] = await krom1.records(a_complaint("1", "2020-07-15"))
    await krom1(sending(MINISTRY, din))

    refusal = await krom1.refused(sending(MINISTRY, other, din))

    assert refusal.code == "already_sent"
    assert list((await krom1.case(other.id)).sendings) == []


@pytest.mark.rule("CASE-24", "CASE-23")
async def test_what_is_returned_is_sent_again_and_its_entry_stays_the_first(
    krom1: Desk, acoc: Desk, din: view_pb2.Case, clock: FixedClock, cases: Running
) -> None:
    clock.day = date(2020, 7, 16)
    await krom1(sending(MINISTRY, din))
    returned = (await acoc(returning(din))).case
    again = acts(await krom1.case(din.id))
    by_acoc = await acoc.refused(sending(PACC, din))
    clock.day = date(2020, 7, 20)
    await krom1(sending(MINISTRY, din))

    assert "return" not in acts(returned)
    assert "send" in again
    assert by_acoc.code == "not_at_that_level"
    assert await entries(cases, din) == {1: "2020-07-15", 3: "2020-07-16"}
    shown = await krom1.case(din.id)
    assert [(remark.kind, remark.text, remark.by, remark.actor) for remark in shown.remarks] == [
        (case_pb2.REMARK_KIND_RETURN, "เอกสารไม่ครบ", MINISTRY, acoc.subject)
    ]
    assert len(shown.sendings) == 2
    assert await told(cases, din.id) == ["case_recorded", "case_sent", "case_returned", "case_sent"]


@pytest.mark.rule("CASE-24")
async def test_nothing_is_returned_before_it_is_there_nor_after_it_was_sent_on(
    krom1: Desk, acoc: Desk, din: view_pb2.Case
) -> None:
    before = await acoc.refused(returning(din))
    await krom1(sending(MINISTRY, din))
    unsaid = await acoc.refused(returning(din, " "))
    offered = acts(await acoc.case(din.id))
    await acoc(sending(PACC, din))
    after = await acoc.refused(returning(din))

    assert (before.code, before.metadata["rule"]) == ("not_returnable", "CASE-24")
    assert unsaid.faults == {("remark", "CASE-24")}
    assert "return" in offered
    assert after.code == "not_returnable"
    assert "return" not in acts(await acoc.case(din.id))


@pytest.mark.rule("CASE-24", "ORG-2")
@pytest.mark.usefixtures("with_its_own")
async def test_the_ministrys_acoc_returns_to_the_departments_and_that_to_the_unit(
    desk_of: Callable[[str], Desk], acoc: Desk
) -> None:
    office, departments = desk_of("test-office"), desk_of("test-office-acoc")
    [case] = await office.records(a_complaint("1", "2020-07-15"))
    await office(sending(DEPARTMENT, case))
    await departments(sending(MINISTRY, case))

    too_late = await departments.refused(returning(case))
    await acoc(returning(case))
    await departments(returning(case, "ขาดคำให้การ"))
    await office(sending(DEPARTMENT, case))
    await departments(sending(MINISTRY, case))

    assert too_late.code == "not_returnable"
    shown = await office.case(case.id)
    assert [(remark.by, remark.text) for remark in shown.remarks] == [
        (MINISTRY, "เอกสารไม่ครบ"),
        (DEPARTMENT, "ขาดคำให้การ"),
    ]
    assert [each.to for each in shown.sendings] == [DEPARTMENT, MINISTRY, DEPARTMENT, MINISTRY]


@pytest.mark.rule("CASE-24")
async def test_pacc_asks_agency_and_acoc_answer_and_all_three_see_it(
    krom1: Desk, acoc: Desk, pacc: Desk, din: view_pb2.Case
) -> None:
    await krom1(sending(MINISTRY, din))
    await acoc(sending(PACC, din))
    unasked = await krom1.refused(AnswerAboutCaseRequest(case_id=din.id, answer="?"))
    offered = ["answer" in acts(await krom1.case(din.id))]
    question = AskAboutCaseRequest(case_id=din.id, question="ความเสียหายเท่าใด", request_id=str(uuid4()))

    asked = (await pacc(question)).remark
    offered.append("answer" in acts(await krom1.case(din.id)))
    by_unit = (await krom1(AnswerAboutCaseRequest(case_id=din.id, answer="8,500 บาท"))).remark
    by_acoc = (await acoc(AnswerAboutCaseRequest(case_id=din.id, answer="ตรวจแล้ว"))).remark

    assert (unasked.code, offered) == ("nothing_asked", [False, True])
    assert [(each.kind, each.by) for each in (asked, by_unit, by_acoc)] == [
        (case_pb2.REMARK_KIND_QUESTION, PACC),
        (case_pb2.REMARK_KIND_ANSWER, case_pb2.LEVEL_UNIT),
        (case_pb2.REMARK_KIND_ANSWER, MINISTRY),
    ]
    for desk in (krom1, acoc, pacc):
        assert list((await desk.case(din.id)).remarks) == [asked, by_unit, by_acoc]
    assert (await pacc(question)).remark == asked


@pytest.mark.rule("CASE-24", "ROLE-3")
async def test_nobody_else_asks_and_pacc_does_not_answer_or_return(
    krom1: Desk, acoc: Desk, pacc: Desk, din: view_pb2.Case
) -> None:
    question = AskAboutCaseRequest(case_id=din.id, question="?")

    unseen = await pacc.refused(question)
    await krom1(sending(MINISTRY, din))
    await acoc(sending(PACC, din))

    assert unseen.code == "not_found"
    assert (await acoc.refused(question)).metadata == {"permission": "case.ask"}
    assert (await pacc.refused(AnswerAboutCaseRequest(case_id=din.id, answer="?"))).metadata == {
        "permission": "case.answer"
    }
    assert (await pacc.refused(returning(din))).metadata == {"permission": "case.return"}
    assert (await krom1.refused(returning(din))).status == grpc.StatusCode.PERMISSION_DENIED


@pytest.mark.rule("ROLE-2", "CASE-23")
async def test_pacc_sees_of_a_complaint_the_cases_that_were_sent_to_it_and_no_more(
    krom1: Desk, acoc: Desk, pacc: Desk
) -> None:
    _, nam = await krom1.records(the_manuals_complaint())
    form_before = await krom1.complaint(nam.complaint_id)
    await krom1(sending(MINISTRY, nam))
    await acoc(sending(PACC, nam))

    seen = await pacc.complaint(nam.complaint_id)

    assert [row.number for row in seen.cases] == ["5888-2"]
    assert [person.first_name for person in seen.accused] == ["น้ำ"]
    assert [(each.subject, list(each.accused)) for each in seen.allegations] == [("นำทรัพย์สินของทางราชการไปขาย", [1])]
    assert len(form_before.allegations) == 2
    assert [each.number for each in (await pacc.case(nam.id)).allegations] == [2]
