"""CaseService over gRPC: recording, sending, reading. Decode, call, encode."""

from functools import partial
from uuid import UUID

from cases.adapters.case_message import encode_case, encode_earlier_entry, encode_remark, encode_sending
from cases.adapters.history import HistoryReader
from cases.adapters.scope import senders
from cases.app.answer_about_case import AnswerAboutCase, answer_about_case
from cases.app.ask_about_case import AskAboutCase, ask_about_case
from cases.app.record_complaint import RecordComplaint, record_complaint
from cases.app.return_case import ReturnCase, return_case
from cases.app.send_cases import SendCases, send_cases
from cases.app.store import CaseStore
from cases.domain.complaint_file import restorable_until
from cases.domain.permissions import (
    ANSWER,
    ASK,
    EDIT,
    PERMISSIONS,
    READ,
    RECORD,
    REPORT,
    RETURN,
    SEND,
)
from cases.domain.terms import Level
from cases.ports.calling import caller_of
from cases.ports.decode import decode_filter, decode_record, uuid_or_none
from cases.ports.encode import decode_page_token, encode_page, encode_row
from cases.ports.step_grpc import StepPort
from kit.clock import Clock
from kit.database.requests import once
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput
from kit.grpc.border import rights_by_role
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from rongrian.cases.v1 import case_service_pb2 as service
from rongrian.cases.v1 import view_pb2
from rongrian.cases.v1.case_service_pb2_grpc import add_CaseServiceServicer_to_server

_PERMISSION_OF = {
    "RecordComplaint": RECORD,
    "ExplainLateness": REPORT,
    "ReportRound": REPORT,
    "ReportProgress": REPORT,
    "ConcludeInquiry": REPORT,
    "ReportProceedings": REPORT,
    "ReportOutcome": REPORT,
    "EditEntry": EDIT,
    "ListEarlierEntries": READ,
    "SendCases": SEND,
    "GetSending": READ,
    "ReturnCase": RETURN,
    "AskAboutCase": ASK,
    "AnswerAboutCase": ANSWER,
    "GetCase": READ,
    "ListCases": READ,
    "CountQueues": READ,
}


class CasePort(StepPort):
    """The steps of a case's life are `StepPort`'s."""

    def __init__(self, store: CaseStore, history: HistoryReader, clock: Clock) -> None:
        super().__init__(store, clock)
        self._history = history

    async def RecordComplaint(
        self, request: service.RecordComplaintRequest, context: ServicerContext
    ) -> service.RecordComplaintResponse:
        call = current_call()
        record = decode_record(request.record, call.faults)
        command = RecordComplaint(
            by=caller_of(call, request),
            agency_id=uuid_or_none(request.record.agency_id),
            record=record,
            faults=tuple(call.faults),
            recorded_at=max(senders(call.viewer)),
            half_made=uuid_or_none(request.half_made_record_id),
        )
        complaint_id = await once(record_complaint(command, store=self._store, clock=self._clock))
        answer = service.RecordComplaintResponse(complaint_id=str(complaint_id))
        answer.cases.extend(
            encode_row(line) for line in await self._store.lines_of_complaint(complaint_id, call.viewer)
        )
        deleted_on = None if answer.cases else await self._history.deletion(complaint_id, call.viewer)
        if deleted_on is not None:
            answer.deleted_on = deleted_on.isoformat()
            answer.restorable_until = restorable_until(deleted_on).isoformat()
        return answer

    async def SendCases(self, request: service.SendCasesRequest, context: ServicerContext) -> service.SendCasesResponse:
        call = current_call()
        call.refuse_faults()
        case_ids = tuple(dict.fromkeys(UUID(case_id) for case_id in request.case_ids))
        command = SendCases(caller_of(call, request), case_ids, Level(request.to), senders(call.viewer))
        await once(send_cases(command, store=self._store, clock=self._clock))
        lines = await self._store.lines_of_cases(case_ids, call.viewer)
        return service.SendCasesResponse(cases=[encode_row(line) for line in lines])

    async def GetSending(
        self, request: service.GetSendingRequest, context: ServicerContext
    ) -> service.GetSendingResponse:
        call = current_call()
        call.refuse_faults()
        sending, content = await self._history.sending(UUID(request.sending_id), call.viewer)
        return service.GetSendingResponse(sending=encode_sending(sending), case=view_pb2.Case.FromString(content))

    async def ReturnCase(
        self, request: service.ReturnCaseRequest, context: ServicerContext
    ) -> service.ReturnCaseResponse:
        call = current_call()
        call.refuse_faults()
        level = max(senders(call.viewer))
        command = ReturnCase(caller_of(call, request), UUID(request.case_id), level, request.remark)
        case_id = await once(return_case(command, store=self._store, clock=self._clock))
        return service.ReturnCaseResponse(case=await self._standing(case_id, call.viewer))

    async def AskAboutCase(
        self, request: service.AskAboutCaseRequest, context: ServicerContext
    ) -> service.AskAboutCaseResponse:
        call = current_call()
        call.refuse_faults()
        command = AskAboutCase(caller_of(call, request), UUID(request.case_id), request.question)
        case_id = await once(ask_about_case(command, store=self._store, clock=self._clock))
        return service.AskAboutCaseResponse(remark=await self._remark(case_id, request.question, call.viewer))

    async def AnswerAboutCase(
        self, request: service.AnswerAboutCaseRequest, context: ServicerContext
    ) -> service.AnswerAboutCaseResponse:
        call = current_call()
        call.refuse_faults()
        level = max(senders(call.viewer))
        command = AnswerAboutCase(caller_of(call, request), UUID(request.case_id), level, request.answer)
        case_id = await once(answer_about_case(command, store=self._store, clock=self._clock))
        return service.AnswerAboutCaseResponse(remark=await self._remark(case_id, request.answer, call.viewer))

    async def GetCase(self, request: service.GetCaseRequest, context: ServicerContext) -> service.GetCaseResponse:
        call = current_call()
        call.refuse_faults()
        view = await self._store.case(UUID(request.case_id), call.viewer)
        return service.GetCaseResponse(case=encode_case(view))

    async def ListEarlierEntries(
        self, request: service.ListEarlierEntriesRequest, context: ServicerContext
    ) -> service.ListEarlierEntriesResponse:
        call = current_call()
        call.refuse_faults()
        earlier = await self._history.earlier_entries(UUID(request.case_id), request.number, call.viewer)
        return service.ListEarlierEntriesResponse(entries=[encode_earlier_entry(entry) for entry in earlier])

    async def ListCases(self, request: service.ListCasesRequest, context: ServicerContext) -> service.ListCasesResponse:
        call = current_call()
        call.refuse_faults()
        try:
            after = decode_page_token(request.page_token)
        except ValueError:
            fault = Fault("page_token", "CASE-25", "หน้าที่ขอไม่มีอยู่", "No page has given this token.")
            raise InvalidInput([fault]) from None
        return encode_page(await self._store.page(call.viewer, decode_filter(request), after))

    async def CountQueues(
        self, request: service.CountQueuesRequest, context: ServicerContext
    ) -> service.CountQueuesResponse:
        call = current_call()
        call.refuse_faults()
        counts = await self._store.queue_counts(call.viewer)
        return service.CountQueuesResponse(
            queues=[service.QueueCount(queue=int(queue), cases=number) for queue, number in counts.items()]  # type: ignore[arg-type]
        )

    async def _remark(self, case_id: UUID, text: str, viewer: Viewer) -> view_pb2.Remark:
        """What the viewer has said in these words, the last time that he did: others may have spoken since."""
        view = await self._store.case(case_id, viewer)
        own = [said for said in view.remarks if (said.actor, said.remark.text) == (viewer.actor.subject, text)]
        return encode_remark(own[-1])


def case_servicer(store: CaseStore, history: HistoryReader, clock: Clock) -> Servicer:
    """CaseService as it hangs in a server, with who may call which method."""

    return Servicer(
        service.DESCRIPTOR.services_by_name["CaseService"].full_name,
        partial(add_CaseServiceServicer_to_server, CasePort(store, history, clock)),
        rights_by_role(_PERMISSION_OF, PERMISSIONS),
    )
