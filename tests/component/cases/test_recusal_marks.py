"""Who is marked as recused, or accused, finds nothing of a complaint in any call (ROLE-5)."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from google.protobuf.message import Message

from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.case_people_service_pb2 import (
    LiftRecusalRequest,
    MarkRecusalRequest,
    NameHandlerRequest,
    OpenComplainantRequest,
    ShowNationalIdRequest,
)
from rongrian.cases.v1.case_service_pb2 import (
    AnswerAboutCaseRequest,
    CountQueuesRequest,
    EditEntryRequest,
    GetCaseRequest,
    GetSendingRequest,
    ListEarlierEntriesRequest,
    ReturnCaseRequest,
    SendCasesRequest,
)
from rongrian.cases.v1.complaint_service_pb2 import (
    DeleteComplaintRequest,
    GetComplaintRequest,
    ListDeletedComplaintsRequest,
    ListEarlierComplaintsRequest,
    RestoreComplaintRequest,
)
from rongrian.cases.v1.correction_service_pb2 import GetCorrectionSheetRequest
from tests.component.cases.correcting import asking, entry
from tests.component.cases.desk import METHODS, Desk, acts
from tests.component.cases.forms import form_of
from tests.component.cases.kept import events, told, trail
from tests.support.complaints import (
    a_complaint,
    a_conclusion,
    a_round_report,
    a_work_report,
    an_explanation,
    an_outcome,
    some_proceedings,
    some_progress,
)
from tests.support.running import Running

# Calls that concern no recorded complaint, or have tests of their own above.
OF_NO_COMPLAINT = {
    "RecordComplaint",
    "ListCases",
    "CountQueues",
    "ListDeletedComplaints",
    "RestoreComplaint",
    "AskAboutCase",
    "ListCorrectableFields",
    "ListCorrections",
    "UploadCorrections",
    "ApproveCorrections",
    "ReturnCorrections",
    "WithdrawCorrections",
    "KeepHalfMadeRecord",
    "GetHalfMadeRecord",
    "ListHalfMadeRecords",
    "DropHalfMadeRecord",
}


def marking(case_id: str, officer: str, reason: str = "ญาติของผู้ถูกกล่าวหา") -> MarkRecusalRequest:
    return MarkRecusalRequest(case_id=case_id, officer=officer, reason=reason, request_id=str(uuid4()))


@pytest.fixture
async def case(krom1: Desk) -> view_pb2.Case:
    request = a_complaint("1", "2020-07-15", national_id="3101700000004")
    request.record.complainant.first_name = "ผู้ร้อง"
    [recorded] = await krom1.records(request)
    return recorded


@pytest.mark.rule("ROLE-5")
@pytest.mark.parametrize("marks", ["test-krom1", "test-acoc"])
async def test_handler_and_acoc_mark_an_officer_with_a_reason(
    desk_of: Callable[[str], Desk], case: view_pb2.Case, cases: Running, marks: str
) -> None:
    desk, nam = desk_of(marks), desk_of("test-krom1-nam")

    unexplained = await desk.refused(marking(case.id, nam.subject, " "))
    unknown = await desk.refused(marking(case.id, str(uuid4())))
    answer = await desk(marking(case.id, nam.subject))

    assert unexplained.faults == {("reason", "ROLE-5")}
    assert unknown.faults == {("officer", "ROLE-5")}
    assert [(mark.officer, mark.reason, mark.actor) for mark in answer.recusals] == [
        (nam.subject, "ญาติของผู้ถูกกล่าวหา", desk.subject)
    ]
    last = (await events(cases, case.id))[-1]
    assert (last.recusal_marked.officer, list(last.facts.recused)) == (nam.subject, [nam.subject])
    entry = (await trail(cases))[-1]
    assert (entry.action, entry.reason) == ("case.mark_recusal", "ญาติของผู้ถูกกล่าวหา")
    assert (entry.before["recused"], entry.after["recused"]) == ([], [nam.subject])


@pytest.mark.rule("ROLE-5", "ROLE-3")
async def test_nobody_else_marks(desk_of: Callable[[str], Desk], krom1: Desk, case: view_pb2.Case) -> None:
    request = marking(case.id, krom1.subject)

    for colleague in ("test-krom1-nam", "test-ministry", "test-auditor"):
        desk = desk_of(colleague)
        assert (await desk.refused(request)).metadata == {"permission": "case.mark_recusal"}
        assert "mark_recusal" not in acts(await desk.case(case.id))


def about(case: view_pb2.Case, sending: str, form: Message) -> list[Message]:
    """Every call about a case or its complaint."""
    ids: dict[str, Any] = {"case_id": case.id}
    return [
        GetCaseRequest(**ids),
        a_round_report(case.id, "2020-07-15"),
        an_explanation(case.id),
        some_progress(case.id, "2020-07-15"),
        a_conclusion(case.id, "2020-07-15"),
        some_proceedings(case.id, "2020-07-15"),
        an_outcome(case.id, "2020-07-15"),
        EditEntryRequest(**ids, number=2, edition=1, report=a_work_report("2020-07-15")),
        ListEarlierEntriesRequest(**ids, number=2),
        SendCasesRequest(case_ids=[case.id], to=case_pb2.LEVEL_MINISTRY_ACOC),
        GetSendingRequest(sending_id=sending),
        ReturnCaseRequest(**ids, remark="ส่งคืน"),
        AnswerAboutCaseRequest(**ids, answer="ตอบ"),
        GetComplaintRequest(complaint_id=case.complaint_id),
        form,
        ListEarlierComplaintsRequest(complaint_id=case.complaint_id),
        DeleteComplaintRequest(complaint_id=case.complaint_id, case_ids=[case.id], reason="บันทึกซ้ำ"),
        NameHandlerRequest(**ids, officer=str(uuid4()), reason="ย้าย"),
        MarkRecusalRequest(**ids, officer=str(uuid4()), reason="ญาติ"),
        LiftRecusalRequest(**ids, officer=str(uuid4()), reason="ไม่ใช่ญาติ"),
        OpenComplainantRequest(**ids, purpose="สอบถามเพิ่มเติม"),
        ShowNationalIdRequest(**ids, purpose="ตรวจสอบ"),
        asking(case.id, entry("reception.agency_number", "1", "2")),
        GetCorrectionSheetRequest(case_ids=[case.id]),
    ]


@pytest.mark.rule("ROLE-5")
@pytest.mark.parametrize("marked", ["test-krom1-nam", "test-acoc"])
async def test_who_is_marked_finds_nothing_in_any_call(
    desk_of: Callable[[str], Desk], krom1: Desk, case: view_pb2.Case, marked: str
) -> None:
    desk = desk_of(marked)
    await krom1(a_round_report(case.id, "2020-07-15"))
    await krom1(SendCasesRequest(case_ids=[case.id], to=case_pb2.LEVEL_MINISTRY_ACOC))
    sending = (await krom1.case(case.id)).sendings[0].id
    calls = about(case, sending, form_of(await krom1.complaint(case.complaint_id)))
    await krom1(marking(case.id, desk.subject))

    asked = {METHODS[request.DESCRIPTOR.full_name].name for request in calls}
    held = desk.person.roles
    for request in calls:
        refusal = await desk.refused(request)
        is_of_acoc = METHODS[request.DESCRIPTOR.full_name].name == "ReturnCase" and "acoc" not in held
        assert refusal.code == ("permission_missing" if is_of_acoc else "not_found")
    assert asked | OF_NO_COMPLAINT == {method.name for method in METHODS.values()}
    assert await desk.numbers() == []
    assert await desk.numbers(national_id="3101700000004") == []
    assert await desk.numbers(words="รถยนต์") == []
    assert await desk.numbers(number="1") == []
    assert {queue.cases for queue in (await desk(CountQueuesRequest())).queues} == {0}


@pytest.mark.rule("ROLE-5", "CASE-21")
async def test_a_marked_officer_of_the_acoc_neither_lists_nor_restores_what_was_deleted(
    krom1: Desk, acoc: Desk, case: view_pb2.Case
) -> None:
    await krom1(marking(case.id, acoc.subject))
    await krom1(DeleteComplaintRequest(complaint_id=case.complaint_id, case_ids=[case.id], reason="บันทึกซ้ำ"))

    assert list((await acoc(ListDeletedComplaintsRequest())).complaints) == []
    assert (await acoc.refused(RestoreComplaintRequest(complaint_id=case.complaint_id))).code == "not_found"


@pytest.mark.rule("ROLE-5", "CASE-1")
async def test_its_number_is_refused_to_whom_it_is_hidden_from_without_naming_it(
    desk_of: Callable[[str], Desk], krom1: Desk, case: view_pb2.Case
) -> None:
    nam = desk_of("test-krom1-nam")
    await krom1(marking(case.id, nam.subject))

    refusal = await nam.refused(a_complaint("1", "2020-07-15"))

    assert refusal.faults == {("record.reception.agency_number", "CASE-1")}
    assert await nam.refused(a_complaint("1", "2020-07-14")) == refusal


@pytest.mark.rule("ROLE-5")
async def test_a_mark_holds_for_every_case_of_the_complaint_and_until_it_is_lifted(
    desk_of: Callable[[str], Desk], krom1: Desk, cases: Running
) -> None:
    request = a_complaint("2", "2020-07-15")
    request.record.accused.add().CopyFrom(request.record.accused[0])
    request.record.allegations[0].accused.append(2)
    first, second = await krom1.records(request)
    nam = desk_of("test-krom1-nam")

    await krom1(marking(first.id, nam.subject))
    while_marked = await nam.numbers()
    lifting = LiftRecusalRequest(case_id=second.id, officer=nam.subject, reason="ไม่ใช่ญาติ")
    lifted = await krom1(lifting)

    assert while_marked == []
    assert list(lifted.recusals) == []
    assert await nam.numbers() == ["2-2", "2-1"]
    for case in (first, second):
        assert await told(cases, case.id) == ["case_recorded", "recusal_marked", "recusal_lifted"]
        assert not (await events(cases, case.id))[-1].facts.recused
    assert (await trail(cases))[-1].reason == "ไม่ใช่ญาติ"


@pytest.mark.rule("ROLE-5")
async def test_the_accused_stays_recused_though_a_mark_is_lifted_and_a_second_mark_changes_nothing(
    desk_of: Callable[[str], Desk], krom1: Desk, cases: Running
) -> None:
    nam = desk_of("test-krom1-nam")
    [case] = await krom1.records(a_complaint("2", "2020-07-15", national_id=nam.person.national_id))
    await krom1(marking(case.id, nam.subject))
    await krom1(marking(case.id, nam.subject, "แจ้งซ้ำ"))

    await krom1(LiftRecusalRequest(case_id=case.id, officer=nam.subject, reason="ไม่ใช่ญาติ"))

    assert await nam.numbers() == []
    assert await told(cases, case.id) == ["case_recorded", "recusal_marked", "recusal_lifted"]


@pytest.mark.rule("ROLE-5")
async def test_who_marks_himself_is_gone_from_it_at_once(krom1: Desk, case: view_pb2.Case) -> None:
    answer = await krom1(marking(case.id, krom1.subject))

    assert list(answer.recusals) == []
    assert await krom1.numbers() == []
