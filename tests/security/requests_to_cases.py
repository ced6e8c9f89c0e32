"""A request for each method of `cases`, so made that whoever comes through changes nothing that another cell meets.

A write names a version that never was, or what the state of the thing refuses.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from google.protobuf.message import Message

from cases.app.upload_corrections import COLUMNS
from kit.sheets import write_xlsx
from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_people_service_pb2 import (
    LiftRecusalRequest,
    MarkRecusalRequest,
    NameHandlerRequest,
    OpenComplainantRequest,
    ShowNationalIdRequest,
)
from rongrian.cases.v1.case_service_pb2 import (
    AnswerAboutCaseRequest,
    AskAboutCaseRequest,
    CountQueuesRequest,
    EditEntryRequest,
    GetCaseRequest,
    GetSendingRequest,
    ListCasesRequest,
    ListEarlierEntriesRequest,
    RecordComplaintRequest,
    ReturnCaseRequest,
    SendCasesRequest,
)
from rongrian.cases.v1.closing_service_pb2 import CloseMonthRequest, ListReasonsRequest
from rongrian.cases.v1.complaint_service_pb2 import (
    DeleteComplaintRequest,
    EditComplaintRequest,
    GetComplaintRequest,
    ListDeletedComplaintsRequest,
    ListEarlierComplaintsRequest,
    RestoreComplaintRequest,
)
from rongrian.cases.v1.correction_service_pb2 import (
    ApproveCorrectionsRequest,
    CorrectionEntry,
    GetCorrectionSheetRequest,
    ListCorrectableFieldsRequest,
    ListCorrectionsRequest,
    RequestCorrectionsRequest,
    ReturnCorrectionsRequest,
    UploadCorrectionsRequest,
    WithdrawCorrectionsRequest,
)
from rongrian.cases.v1.half_made_record_service_pb2 import (
    DropHalfMadeRecordRequest,
    GetHalfMadeRecordRequest,
    KeepHalfMadeRecordRequest,
    ListHalfMadeRecordsRequest,
)
from rongrian.cases.v1.snapshot_service_pb2 import ListCaseLivesRequest
from tests.security.asking import Answer, Holds, Request
from tests.security.law_of_cases import CHANGES
from tests.security.things import AGENCY_AT
from tests.security.world import World
from tests.support import tree
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

_NEVER = 999
# Whom no service knows.
_SOMEBODY = str(uuid4())
_WHY = "ตรวจสอบสิทธิ"


def _step(make: Callable[[str], Any]) -> Request:
    """A step of a case's life, written upon a version that never was."""

    def request(world: World, place: str, _: str) -> Message:
        made: Message = make(world.at(place).case_id)
        made.expected_version = _NEVER  # type: ignore[attr-defined]
        return made

    return request


def _record(world: World, place: str, _: str) -> RecordComplaintRequest:
    """Received in the future."""
    request = a_complaint(str(uuid4()), "2099-01-01")
    request.record.agency_id = world.at(place).agency_id
    return request


def _record_again(world: World, place: str, _: str) -> RecordComplaintRequest:
    thing = world.at(place)
    return a_complaint_of(thing.number, thing.received_on.isoformat())


def a_complaint_of(number: str, received_on: str) -> RecordComplaintRequest:
    request = a_complaint(number, received_on)
    request.record.agency_id = str(tree.DEPARTMENT_10)
    return request


def _edit_entry(world: World, place: str, _: str) -> EditEntryRequest:
    return EditEntryRequest(case_id=world.at(place).case_id, number=2, edition=_NEVER, report=a_work_report())


def _send(world: World, place: str, _: str) -> SendCasesRequest:
    """To the ศปท. that has it already."""
    has_department_acoc = AGENCY_AT.get(place) in (tree.DEPARTMENT_10, tree.OFFICE)
    to = case_pb2.LEVEL_DEPARTMENT_ACOC if has_department_acoc else case_pb2.LEVEL_MINISTRY_ACOC
    return SendCasesRequest(case_ids=[world.at(place).case_id], to=to)


def _send_to_pacc(world: World, place: str, _: str) -> SendCasesRequest:
    return SendCasesRequest(case_ids=[world.at(place).case_id], to=case_pb2.LEVEL_PACC)


def _edit_complaint(world: World, place: str, _: str) -> EditComplaintRequest:
    thing = world.at(place)
    record = a_complaint(thing.number, thing.received_on.isoformat()).record
    return EditComplaintRequest(complaint_id=thing.complaint_id, version=_NEVER, record=record)


def _delete(world: World, place: str, _: str) -> DeleteComplaintRequest:
    """Confirming other cases than there are."""
    return DeleteComplaintRequest(complaint_id=world.at(place).complaint_id, reason=_WHY, case_ids=[str(uuid4())])


def _name_handler(world: World, place: str, _: str) -> NameHandlerRequest:
    """Somebody who is no officer."""
    return NameHandlerRequest(case_id=world.at(place).case_id, officer=_SOMEBODY, reason=_WHY)


def _mark(world: World, place: str, _: str) -> MarkRecusalRequest:
    return MarkRecusalRequest(case_id=world.at(place).case_id, officer=_SOMEBODY, reason=_WHY)


def _lift(world: World, place: str, _: str) -> LiftRecusalRequest:
    return LiftRecusalRequest(case_id=world.at(place).case_id, officer=_SOMEBODY, reason=_WHY)


def _number(world: World, place: str, _: str) -> ShowNationalIdRequest:
    return ShowNationalIdRequest(case_id=world.at(place).case_id, purpose=_WHY)


def _ask_for_corrections(world: World, place: str, _: str) -> RequestCorrectionsRequest:
    """Upon a number that it never had."""
    entry = CorrectionEntry(field="reception.agency_number", old_value="ไม่เคยมี", new_value="1/2563", reason=_WHY)
    return RequestCorrectionsRequest(case_id=world.at(place).case_id, entries=[entry])


def _upload_corrections(world: World, place: str, _: str) -> UploadCorrectionsRequest:
    row = [world.at(place).case_number, "reception.agency_number", "", "ไม่เคยมี", "1/2563", _WHY]
    return UploadCorrectionsRequest(sheet=write_xlsx({"corrections": [COLUMNS, row]}))


def _half_made_id(world: World, place: str, caller: str) -> str:
    """The caller's own, or somebody's whose desk is there."""
    desks = {
        "own": caller,
        "colleague": "clerk_acoc",
        "below": "office_clerk",
        "above": "ministry_clerk",
        "other": "other_clerk",
    }
    return world.half_made.get(desks.get(place, ""), world.nowhere.case_id)


def _keep_half_made(world: World, place: str, caller: str) -> KeepHalfMadeRecordRequest:
    return KeepHalfMadeRecordRequest(id=_half_made_id(world, place, caller), version=_NEVER)


def _drop_half_made(world: World, place: str, caller: str) -> DropHalfMadeRecordRequest:
    """Of his own one that is there for it."""
    own = world.to_drop.get(caller, world.nowhere.case_id)
    return DropHalfMadeRecordRequest(id=own if place == "own" else _half_made_id(world, place, caller))


def _cases(**narrowed: Callable[[Any], object]) -> Request:
    def request(world: World, place: str, _: str) -> ListCasesRequest:
        thing = world.at(place)
        fields: dict[str, Any] = {name: value(thing) for name, value in narrowed.items()}
        return ListCasesRequest(**fields)

    return request


def _has_case(answer: Answer, world: World, place: str, _: str) -> bool:
    return world.at(place).case_id in {row.id for row in answer.message.cases}


def _has_deleted(answer: Answer, world: World, place: str, _: str) -> bool:
    return world.deleted_at(place).complaint_id in {complaint.id for complaint in answer.message.complaints}


def _has_correction(answer: Answer, world: World, place: str, _: str) -> bool:
    return world.at(place).correction_id in {each.id for each in answer.message.corrections}


def _has_half_made(answer: Answer, world: World, place: str, caller: str) -> bool:
    return _half_made_id(world, place, caller) in {kept.id for kept in answer.message.half_made}


def _names_first_use(answer: Answer, world: World, place: str, _: str) -> bool:
    """The refusal says when the first was received."""
    return world.at(place).received_on.isoformat().encode() in str(answer.wire).encode()


def _counts_his_work(answer: Answer, world: World, _: str, caller: str) -> bool:
    """Every case is in one queue, of everybody who could do what it waits for (CHANGES)."""
    his = [place for place, cell in CHANGES.get(caller, {}).items() if cell == "+"]
    counted = sum(queue.cases for queue in answer.message.queues)
    return bool(counted == sum(len(world.at(place).case_ids) for place in his))


REQUESTS: dict[str, Request] = {
    "cases CaseService.RecordComplaint": _record,
    "cases CaseService.RecordComplaint#under a number that is taken": _record_again,
    "cases CaseService.ExplainLateness": _step(an_explanation),
    "cases CaseService.ReportRound": _step(a_round_report),
    "cases CaseService.ReportProgress": _step(lambda case_id: some_progress(case_id, "2020-07-14")),
    "cases CaseService.ConcludeInquiry": _step(a_conclusion),
    "cases CaseService.ReportProceedings": _step(some_proceedings),
    "cases CaseService.ReportOutcome": _step(an_outcome),
    "cases CaseService.EditEntry": _edit_entry,
    "cases CaseService.ListEarlierEntries": lambda world, place, _: ListEarlierEntriesRequest(
        case_id=world.at(place).case_id, number=2
    ),
    "cases CaseService.SendCases": _send,
    "cases CaseService.SendCases#to ป.ป.ท.": _send_to_pacc,
    "cases CaseService.GetSending": lambda world, place, _: GetSendingRequest(sending_id=world.at(place).sending_id),
    "cases CaseService.ReturnCase": lambda world, place, _: ReturnCaseRequest(
        case_id=world.at(place).case_id, remark=_WHY
    ),
    "cases CaseService.AskAboutCase": lambda world, place, _: AskAboutCaseRequest(
        case_id=world.at(place).case_id, question=_WHY
    ),
    "cases CaseService.AnswerAboutCase": lambda world, place, _: AnswerAboutCaseRequest(
        case_id=world.at(place).case_id, answer=_WHY
    ),
    "cases CaseService.GetCase": lambda world, place, _: GetCaseRequest(case_id=world.at(place).case_id),
    "cases CaseService.ListCases#by number": _cases(number=lambda thing: thing.case_number),
    "cases CaseService.ListCases#by national ID": _cases(national_id=lambda thing: thing.national_id),
    "cases CaseService.ListCases#by words": _cases(words=lambda thing: thing.word),
    "cases CaseService.ListCases#by month": _cases(received_in=lambda thing: f"{thing.received_on:%Y-%m}"),
    "cases CaseService.ListCases#by id": _cases(case_ids=lambda thing: [thing.case_id]),
    "cases CaseService.ListCases#of an agency": _cases(agency_id=lambda thing: thing.agency_id),
    "cases CaseService.CountQueues": lambda *_: CountQueuesRequest(),
    "cases ComplaintService.GetComplaint": lambda world, place, _: GetComplaintRequest(
        complaint_id=world.at(place).complaint_id
    ),
    "cases ComplaintService.EditComplaint": _edit_complaint,
    "cases ComplaintService.ListEarlierComplaints": lambda world, place, _: ListEarlierComplaintsRequest(
        complaint_id=world.at(place).complaint_id
    ),
    "cases ComplaintService.DeleteComplaint": _delete,
    "cases ComplaintService.RestoreComplaint": lambda world, place, _: RestoreComplaintRequest(
        complaint_id=world.deleted_at(place).complaint_id
    ),
    "cases ComplaintService.ListDeletedComplaints": lambda *_: ListDeletedComplaintsRequest(),
    "cases CasePeopleService.NameHandler": _name_handler,
    "cases CasePeopleService.MarkRecusal": _mark,
    "cases CasePeopleService.LiftRecusal": _lift,
    "cases CasePeopleService.OpenComplainant": lambda world, place, _: OpenComplainantRequest(
        case_id=world.at(place).case_id, purpose=_WHY
    ),
    "cases CasePeopleService.ShowNationalId": _number,
    "cases HalfMadeRecordService.KeepHalfMadeRecord": _keep_half_made,
    "cases HalfMadeRecordService.GetHalfMadeRecord": lambda world, place, caller: GetHalfMadeRecordRequest(
        id=_half_made_id(world, place, caller)
    ),
    "cases HalfMadeRecordService.ListHalfMadeRecords": lambda *_: ListHalfMadeRecordsRequest(),
    "cases HalfMadeRecordService.DropHalfMadeRecord": _drop_half_made,
    "cases CorrectionService.ListCorrectableFields": lambda *_: ListCorrectableFieldsRequest(),
    "cases CorrectionService.GetCorrectionSheet": lambda world, place, _: GetCorrectionSheetRequest(
        case_ids=[world.at(place).case_id]
    ),
    "cases CorrectionService.RequestCorrections": _ask_for_corrections,
    "cases CorrectionService.UploadCorrections": _upload_corrections,
    "cases CorrectionService.ListCorrections": lambda world, place, _: ListCorrectionsRequest(
        case_id=world.at(place).case_id
    ),
    "cases CorrectionService.ApproveCorrections": lambda world, place, _: ApproveCorrectionsRequest(
        correction_ids=[world.at(place).correction_id]
    ),
    "cases CorrectionService.ReturnCorrections": lambda world, place, _: ReturnCorrectionsRequest(
        correction_ids=[world.at(place).correction_id], remark=_WHY
    ),
    "cases CorrectionService.WithdrawCorrections": lambda world, place, _: WithdrawCorrectionsRequest(
        correction_ids=[world.at(place).correction_id]
    ),
    "cases ClosingService.CloseMonth": lambda *_: CloseMonthRequest(month="2099-01"),
    "cases ClosingService.ListReasons": lambda world, place, _: ListReasonsRequest(case_ids=[world.at(place).case_id]),
    "cases SnapshotService.ListCaseLives": lambda *_: ListCaseLivesRequest(),
}
HOLDS: dict[str, Holds] = {
    "cases CaseService.RecordComplaint#under a number that is taken": _names_first_use,
    "cases CaseService.ListCases#by number": _has_case,
    "cases CaseService.ListCases#by national ID": _has_case,
    "cases CaseService.ListCases#by words": _has_case,
    "cases CaseService.ListCases#by month": _has_case,
    "cases CaseService.ListCases#by id": _has_case,
    "cases CaseService.ListCases#of an agency": _has_case,
    "cases CaseService.CountQueues": _counts_his_work,
    "cases ComplaintService.ListDeletedComplaints": _has_deleted,
    "cases CorrectionService.ListCorrections": _has_correction,
    "cases HalfMadeRecordService.ListHalfMadeRecords": _has_half_made,
}
