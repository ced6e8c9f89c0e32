"""What every write holds to: a request sent twice is done once, an id that is none is a fault, all faults at once."""

from datetime import date
from uuid import uuid4

import grpc
import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from buf.validate import validate_pb2
from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.case_people_service_pb2 import LiftRecusalRequest, MarkRecusalRequest, NameHandlerRequest
from rongrian.cases.v1.case_service_pb2 import (
    AnswerAboutCaseRequest,
    AskAboutCaseRequest,
    EditEntryRequest,
    GetCaseRequest,
    ListCasesRequest,
    RecordComplaintRequest,
    ReturnCaseRequest,
    SendCasesRequest,
)
from rongrian.cases.v1.complaint_service_pb2 import (
    DeleteComplaintRequest,
    EditComplaintRequest,
    RestoreComplaintRequest,
)
from rongrian.cases.v1.correction_service_pb2 import (
    ApproveCorrectionsRequest,
    ReturnCorrectionsRequest,
    UploadCorrectionsRequest,
    WithdrawCorrectionsRequest,
)
from tests.component.cases.correcting import approving, asking, entry, returning, uploading, withdrawing
from tests.component.cases.desk import METHODS, Desk
from tests.component.cases.forms import form_of
from tests.component.cases.kept import events, trail
from tests.support.clock import FixedClock
from tests.support.complaints import (
    a_complaint,
    a_conclusion,
    a_round_report,
    a_work_report,
    an_explanation,
    an_outcome,
    some_proceedings,
    some_progress,
    the_manuals_complaint,
)
from tests.support.running import Running

# In the timeline that `a_life` writes, and what its outcome says.
OUTCOME, ORDER = 6, "คำสั่งที่ 34/2563"
# Every write that takes a request id, by its method.
WRITES = {name for name, method in METHODS.items() if "request_id" in method.input_type.fields_by_name}


async def a_life(krom1: Desk, acoc: Desk, pacc: Desk, clock: FixedClock) -> list[tuple[Desk, Message]]:
    """Every write once and in an order in which each is accepted, not yet sent; made as they are asked for."""
    clock.day = date(2020, 7, 23)
    done: list[tuple[Desk, Message]] = []

    async def then(desk: Desk, request: Message) -> Message:
        request.request_id = str(uuid4())  # type: ignore[attr-defined]
        answer: Message = await desk(request)
        assert await desk(request) == answer, METHODS[request.DESCRIPTOR.full_name].name
        done.append((desk, request))
        return answer

    before = (await krom1(a_complaint("1/2561", "2018-03-27"))).cases[0]
    await then(krom1, some_progress(before.id, "2018-04-01"))
    await then(krom1, a_complaint("1", "2020-07-15"))
    case = (await krom1.rows(number="1"))[0]
    own = {"case_id": case.id}
    await then(krom1, an_explanation(case.id))
    await then(krom1, a_round_report(case.id))
    await then(krom1, EditEntryRequest(case_id=case.id, number=3, edition=1, report=a_work_report("2020-07-18")))
    await then(krom1, form_of(await krom1.complaint(case.complaint_id)))
    await then(acoc, MarkRecusalRequest(**own, officer=pacc.subject, reason="ญาติ"))
    await then(acoc, LiftRecusalRequest(**own, officer=pacc.subject, reason="ไม่ใช่ญาติ"))
    await then(krom1, NameHandlerRequest(**own, officer=krom1.subject, reason="แบ่งงาน"))
    await then(krom1, DeleteComplaintRequest(complaint_id=case.complaint_id, case_ids=[case.id], reason="ซ้ำ"))
    await then(acoc, RestoreComplaintRequest(complaint_id=case.complaint_id))
    await then(krom1, SendCasesRequest(case_ids=[case.id], to=case_pb2.LEVEL_MINISTRY_ACOC))
    await then(acoc, ReturnCaseRequest(**own, remark="เอกสารไม่ครบ"))
    await krom1(SendCasesRequest(case_ids=[case.id], to=case_pb2.LEVEL_MINISTRY_ACOC))
    await acoc(SendCasesRequest(case_ids=[case.id], to=case_pb2.LEVEL_PACC))
    await then(pacc, AskAboutCaseRequest(**own, question="เท่าใด"))
    await then(krom1, AnswerAboutCaseRequest(**own, answer="8,500 บาท"))
    await then(krom1, a_conclusion(case.id))
    await then(krom1, some_proceedings(case.id))
    await then(krom1, an_outcome(case.id))
    one = await then(krom1, asking(case.id, entry("outcome.order_number", ORDER, "คำสั่งที่ 35/2563", place=OUTCOME)))
    row = [case.number, "outcome.result", str(OUTCOME), "ผิดวินัยอย่างร้ายแรง", "ผิดวินัย", "พิมพ์ผิด"]
    two = await then(krom1, uploading(row))
    await then(pacc, approving(*one.corrections))  # type: ignore[attr-defined]
    await then(pacc, returning(*two.corrections))  # type: ignore[attr-defined]
    three = await krom1(uploading(row))
    await then(krom1, withdrawing(*three.corrections))
    return done


@pytest.mark.rule("SUB-5")
async def test_every_write_sent_twice_is_done_once_and_answered_alike(
    krom1: Desk, acoc: Desk, pacc: Desk, clock: FixedClock, cases: Running
) -> None:
    done = await a_life(krom1, acoc, pacc, clock)
    told, noted = len(await events(cases)), len(await trail(cases))

    assert {request.DESCRIPTOR.full_name for _, request in done} == WRITES
    for desk, request in done:
        await desk(request)
    assert (len(await events(cases)), len(await trail(cases))) == (told, noted)


@pytest.mark.rule("SUB-5")
async def test_a_request_id_used_for_something_else_is_refused_in_every_write(
    krom1: Desk, acoc: Desk, pacc: Desk, clock: FixedClock
) -> None:
    for desk, request in await a_life(krom1, acoc, pacc, clock):
        other = about_another(request)
        assert (await desk.refused(other)).faults == {("request_id", "SUB-5")}, request.DESCRIPTOR.name


def about_another(request: Message) -> Message:
    """The same request with another body."""
    other = type(request)()
    other.CopyFrom(request)
    match other:
        case SendCasesRequest():
            other.case_ids.append(str(uuid4()))
        case ApproveCorrectionsRequest() | ReturnCorrectionsRequest() | WithdrawCorrectionsRequest():
            other.correction_ids.append(str(uuid4()))
        case UploadCorrectionsRequest():
            other.sheet = uploading(["1-1", "outcome.result", str(OUTCOME), "", "ผิด", "พิมพ์ผิด"]).sheet
        case RecordComplaintRequest():
            other.record.reception.agency_number = "another"
        case EditComplaintRequest() | RestoreComplaintRequest() | DeleteComplaintRequest():
            other.complaint_id = str(uuid4())
        case _:
            other.case_id = str(uuid4())  # type: ignore[attr-defined]
    return other


def may_be_empty(field: FieldDescriptor) -> bool:
    return field.GetOptions().Extensions[validate_pb2.field].ignore == validate_pb2.IGNORE_IF_ZERO_VALUE


@pytest.mark.rule("ROLE-2")
@pytest.mark.parametrize("bad", ["", "abc", "00000000-0000-0000-0000-00000000000"])
async def test_an_id_that_is_none_is_a_fault_of_its_field_in_every_call(krom1: Desk, bad: str) -> None:
    ids = {"case_id", "complaint_id", "sending_id", "id", "officer"}
    for name, method in METHODS.items():
        of_it = method.input_type.fields_by_name
        fields = [field for field in ids if field in of_it and (bad or not may_be_empty(of_it[field]))]
        request = GetMessageClass(method.input_type)(**dict.fromkeys(fields, bad))
        refusal = await krom1.refused(request) if fields else None
        if refusal is None or refusal.status == grpc.StatusCode.PERMISSION_DENIED:
            continue
        assert refusal.status == grpc.StatusCode.INVALID_ARGUMENT, name
        assert set(fields) <= {field for field, _ in refusal.faults}, name


@pytest.mark.rule("CASE-6", "CASE-2")
@pytest.mark.parametrize("day", ["2020-02-30", "2563-07-15", "15/07/2563", ""])
async def test_a_day_that_is_none_or_buddhist_is_named_with_every_other_fault(krom1: Desk, day: str) -> None:
    request = the_manuals_complaint()
    record = request.record
    record.reception.received_on = day
    record.reception.ClearField("source")
    record.accused[0].national_id = "555555555555"
    record.accused[1].has_no_national_id = True
    record.allegations[0].acted_on = day
    record.allegations[0].damage = "1,000.50"
    record.allegations[1].accused.append(3)
    record.allegations[1].co_offenders[0].name = ""

    refusal = await krom1.refused(request)

    assert refusal.faults == {
        ("record.reception.received_on", "CASE-2"),
        ("record.reception.source", "CASE-6"),
        ("record.accused[0].national_id", "CASE-6"),
        ("record.accused[1].national_id", "CASE-6"),
        ("record.allegations[0].acted_on", "CASE-6"),
        ("record.allegations[0].damage", "CASE-6"),
        ("record.allegations[1].accused", "CASE-6"),
        ("record.allegations[1].co_offenders[0].name", "CASE-6"),
    }
    assert await krom1.numbers() == []


@pytest.mark.rule("CASE-2")
async def test_a_reception_before_22_may_2557_needs_the_tick_that_it_was_pending(krom1: Desk) -> None:
    request = a_complaint("1/2557", "2014-05-21")

    refusal = await krom1.refused(request)
    request.record.reception.was_pending = True
    [case] = await krom1.records(request)
    [on_the_day] = await krom1.records(a_complaint("2/2557", "2014-05-22"))

    assert refusal.faults == {("record.reception.received_on", "CASE-2")}
    assert (case.received_on, on_the_day.received_on) == ("2014-05-21", "2014-05-22")


@pytest.mark.rule("CASE-6")
async def test_sources_that_need_a_detail_are_refused_without_it(krom1: Desk) -> None:
    for source in (case_pb2.SOURCE_OTHER_AGENCY, case_pb2.SOURCE_OTHER):
        request = the_manuals_complaint()
        request.record.reception.source = source
        assert (await krom1.refused(request)).faults == {("record.reception.source_detail", "CASE-6")}


@pytest.mark.rule("CASE-6")
async def test_a_new_record_has_no_number_to_keep(krom1: Desk) -> None:
    request = the_manuals_complaint()
    request.record.accused[0].national_id, request.record.accused[0].keeps_national_id = "", True
    request.record.allegations[1].co_offenders[0].keeps_identifier = True

    assert (await krom1.refused(request)).faults == {
        ("record.accused[0]", "CASE-6"),
        ("record.allegations[1].co_offenders[0]", "CASE-6"),
    }


@pytest.mark.rule("CASE-6", "CASE-19")
async def test_what_was_recorded_stands_at_the_top_of_the_list_with_the_words_of_its_status(krom1: Desk) -> None:
    await krom1.records(a_complaint("1", "2020-07-15"))
    din, nam = await krom1.records(the_manuals_complaint())

    page = await krom1(ListCasesRequest())
    shown: view_pb2.Case = (await krom1(GetCaseRequest(case_id=din.id))).case

    assert [row.id for row in page.cases][:2] == [nam.id, din.id]
    assert shown == din
