"""What a refusal says is possible is what the case says when it is read right after it, to whoever asked."""

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import grpc.aio
import pytest
from google.protobuf.message import Message

from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.case_service_pb2 import (
    AnswerAboutCaseRequest,
    EditEntryRequest,
    GetCaseRequest,
    ListEarlierEntriesRequest,
    ReturnCaseRequest,
    SendCasesRequest,
)
from rongrian.cases.v1.complaint_service_pb2 import DeleteComplaintRequest, RestoreComplaintRequest
from tests.component.cases.desk import Desk, acts
from tests.component.cases.forms import form_of
from tests.component.cases.states import cases_in_every_state
from tests.support.answers import read_refusal
from tests.support.clock import FixedClock
from tests.support.complaints import (
    a_conclusion,
    a_round_report,
    an_explanation,
    an_outcome,
    some_proceedings,
    some_progress,
    the_manuals_complaint,
)


def a_sending(*case_ids: str, to: case_pb2.Level.ValueType = case_pb2.LEVEL_MINISTRY_ACOC) -> SendCasesRequest:
    return SendCasesRequest(case_ids=case_ids, to=to, request_id=str(uuid4()))


def a_deletion(complaint: view_pb2.Complaint) -> DeleteComplaintRequest:
    case_ids = [row.id for row in complaint.cases]
    return DeleteComplaintRequest(
        complaint_id=complaint.id, reason="บันทึกซ้ำ", case_ids=case_ids, request_id=str(uuid4())
    )


def every_act(case_id: str) -> Iterator[Message]:
    """Each act that a case can refuse, of which most are out of place in any state."""
    for round_ in ("ROUND_7", "ROUND_37"):
        yield an_explanation(case_id, round_)
        yield a_round_report(case_id, "2020-08-30", round_)
    yield some_progress(case_id, "2020-08-30")
    yield a_conclusion(case_id, "2020-08-30")
    yield some_proceedings(case_id, "2020-08-30")
    yield an_outcome(case_id, "2020-08-30")
    yield EditEntryRequest(case_id=case_id, number=1, edition=1, explanation="ลืม", request_id=str(uuid4()))
    yield a_sending(case_id)
    yield a_sending(case_id, to=case_pb2.LEVEL_PACC)
    yield ReturnCaseRequest(case_id=case_id, remark="ขอเอกสารเพิ่ม", request_id=str(uuid4()))
    yield AnswerAboutCaseRequest(case_id=case_id, answer="แล้ว", request_id=str(uuid4()))


async def refused_acts(desk: Desk, request: Message) -> set[str] | None:
    """What the refusal says is possible; None where the request was accepted, or refused for another reason."""
    try:
        await desk(request)
    except grpc.aio.AioRpcError as error:
        refusal = read_refusal(error)
        return set(refusal.metadata["possible"].split()) if "possible" in refusal.metadata else None
    return None


@pytest.mark.rule("CASE-19")
async def test_every_refused_act_says_what_the_case_says_right_after_it(
    krom1: Desk, acoc: Desk, clock: FixedClock
) -> None:
    clock.day = date(2020, 8, 30)
    await cases_in_every_state(krom1)
    compared = 0

    for desk in (krom1, acoc):
        for row in await krom1.rows():
            for request in every_act(row.id):
                possible = await refused_acts(desk, request)
                if possible is not None:
                    compared += 1
                    assert possible == acts(await desk.case(row.id)), (row.number, request.DESCRIPTOR.name)

    assert compared > 200


@pytest.mark.rule("CASE-19", "CASE-23")
async def test_a_case_that_was_sent_is_not_said_to_be_sendable_again(krom1: Desk, acoc: Desk) -> None:
    din, nam = await krom1.records(the_manuals_complaint())
    await krom1(a_sending(din.id))

    again = await krom1.refused(a_sending(din.id))
    both = await krom1.refused(a_sending(nam.id, din.id))

    assert again.metadata["possible"] == "report_round_7 edit delete name_handler mark_recusal show_national_id"
    # Of several cases: what each of them would accept.
    assert set(both.metadata["possible"].split()) == acts(await krom1.case(din.id)) & acts(await krom1.case(nam.id))
    assert "send" in acts(await acoc.case(din.id))


@pytest.mark.rule("CASE-23", "ROLE-3")
async def test_a_refused_sending_names_the_level_and_a_missing_right_says_what_it_is(krom1: Desk, acoc: Desk) -> None:
    din, _ = await krom1.records(the_manuals_complaint())
    await krom1(a_sending(din.id))
    await acoc(ReturnCaseRequest(case_id=din.id, remark="ขอเอกสารเพิ่ม"))

    too_far = await acoc.refused(a_sending(din.id, to=case_pb2.LEVEL_PACC))
    not_his = await krom1.refused(a_sending(din.id, to=case_pb2.LEVEL_PACC))
    restoring = await krom1.refused(RestoreComplaintRequest(complaint_id=din.complaint_id))
    by_number = await krom1.refused(GetCaseRequest(case_id="5888-1"))

    assert (too_far.code, "ขณะนี้คือ ศปท. กระทรวง" in too_far.said) == ("not_at_that_level", True)
    assert not_his.said == "ท่านไม่มีสิทธิส่งเรื่องไปยัง ป.ป.ท. (case.send.pacc)"
    assert restoring.said == "ท่านไม่มีสิทธิกู้คืนเรื่องที่ลบ (case.restore)"
    assert "ต้องเป็นรหัส (UUID) ไม่ใช่เลขที่หรือชื่อ" in by_number.said


@pytest.mark.rule("CASE-21")
async def test_a_refused_deletion_and_a_refused_edit_say_what_each_case_of_the_complaint_would_accept(
    krom1: Desk, acoc: Desk
) -> None:
    din, nam = await krom1.records(the_manuals_complaint())
    await krom1(a_sending(din.id))
    await acoc(a_sending(din.id, to=case_pb2.LEVEL_PACC))

    refusal = await krom1.refused(a_deletion(await krom1.complaint(din.complaint_id)))

    expected = acts(await krom1.case(din.id)) & acts(await krom1.case(nam.id))
    assert set(refusal.metadata["possible"].split()) == expected
    assert not expected & {"delete", "send"}
    assert "edit" in expected


@pytest.mark.rule("CASE-20")
async def test_who_asks_for_an_entry_that_is_none_is_told_so(krom1: Desk) -> None:
    din, _ = await krom1.records(the_manuals_complaint())
    edit = EditEntryRequest(case_id=din.id, number=77, edition=1, explanation="ลืม")

    assert (await krom1.refused(edit)).faults == {("number", "CASE-20")}
    for number in (0, 77):
        earlier = ListEarlierEntriesRequest(case_id=din.id, number=number)
        assert (await krom1.refused(earlier)).faults == {("number", "CASE-20")}
    assert not (await krom1(ListEarlierEntriesRequest(case_id=din.id, number=1))).entries


@pytest.mark.rule("CASE-1", "CASE-6")
async def test_nobody_is_accused_twice_in_one_complaint(krom1: Desk) -> None:
    request = the_manuals_complaint()
    request.record.accused[1].national_id = request.record.accused[0].national_id
    twice = await krom1.refused(request)
    din, _ = await krom1.records(the_manuals_complaint())

    added = form_of(await krom1.complaint(din.complaint_id))
    added.record.accused.add().CopyFrom(the_manuals_complaint().record.accused[0])
    added.record.allegations[0].accused.append(3)
    changed = form_of(await krom1.complaint(din.complaint_id))
    changed.record.accused[1].keeps_national_id = False
    changed.record.accused[1].national_id = request.record.accused[0].national_id
    typed_again = form_of(await krom1.complaint(din.complaint_id))
    typed_again.record.accused[0].keeps_national_id = False
    typed_again.record.accused[0].national_id = request.record.accused[0].national_id
    official = the_manuals_complaint().record.accused[1]
    await krom1(a_round_report(din.id, "2020-07-15"))
    conclusion = a_conclusion(din.id, "2020-07-15", allegations=(1, 2))
    conclusion.found_officials.add(allegations=[1], becomes_a_case=True).official.CopyFrom(official)

    assert twice.faults == {("record.accused[1].national_id", "CASE-6")}
    assert (await krom1.refused(added)).faults == {("record.accused[2].national_id", "CASE-6")}
    assert (await krom1.refused(changed)).faults == {("record.accused[1].national_id", "CASE-6")}
    assert (await krom1.refused(conclusion)).faults == {("found_officials[0].official.national_id", "CASE-6")}
    assert (await krom1(typed_again)).complaint.version == 2
