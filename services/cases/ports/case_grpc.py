"""CaseService over gRPC: decode, call, encode."""

from functools import partial
from typing import Any
from uuid import UUID

from cases.adapters.scope import senders
from cases.app.explain_lateness import ExplainLateness, explain_lateness
from cases.app.record_complaint import RecordComplaint, record_complaint
from cases.app.report_round import ReportRound, report_round
from cases.app.send_cases import SendCases, send_cases
from cases.app.store import CaseStore
from cases.domain.permissions import PERMISSIONS, READ, RECORD, REPORT, SEND
from cases.domain.status import CaseStatus
from cases.domain.terms import Level
from cases.ports.decode import ROUND_OF, Decoder, uuid_or_none
from cases.ports.encode import decode_page_token, encode_case, encode_page, encode_row
from kit.clock import Clock
from kit.database.requests import RequestKey, once
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput
from kit.grpc.border import rights_by_role
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from rongrian.cases.v1 import case_service_pb2 as service
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceServicer, add_CaseServiceServicer_to_server

_PERMISSION_OF = {
    "RecordComplaint": RECORD,
    "ExplainLateness": REPORT,
    "ReportRound": REPORT,
    "SendCases": SEND,
    "GetCase": READ,
    "ListCases": READ,
}


class CasePort(CaseServiceServicer):
    def __init__(self, store: CaseStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def RecordComplaint(
        self, request: service.RecordComplaintRequest, context: ServicerContext
    ) -> service.RecordComplaintResponse:
        call = current_call()
        decoder = Decoder(call.faults)
        record = decoder.record(request.record)
        command = RecordComplaint(
            viewer=call.viewer,
            agency_id=uuid_or_none(request.record.agency_id),
            record=record,
            faults=tuple(decoder.faults),
            recorded_at=max(senders(call.viewer)),
            request=_key(request, call.viewer),
        )
        complaint_id = await once(record_complaint(command, store=self._store, clock=self._clock))
        lines = await self._store.lines_of_complaint(complaint_id, call.viewer)
        return service.RecordComplaintResponse(
            complaint_id=str(complaint_id), cases=[encode_row(line) for line in lines]
        )

    async def ExplainLateness(
        self, request: service.ExplainLatenessRequest, context: ServicerContext
    ) -> service.ExplainLatenessResponse:
        call = current_call()
        call.refuse_faults()
        command = ExplainLateness(
            viewer=call.viewer,
            case_id=UUID(request.case_id),
            round=ROUND_OF[request.round],
            explanation=request.explanation,
            request=_key(request, call.viewer),
        )
        case_id = await once(explain_lateness(command, store=self._store, clock=self._clock))
        view = await self._store.case(case_id, call.viewer)
        return service.ExplainLatenessResponse(case=encode_case(view))

    async def ReportRound(
        self, request: service.ReportRoundRequest, context: ServicerContext
    ) -> service.ReportRoundResponse:
        call = current_call()
        decoder = Decoder(call.faults)
        report = decoder.round_report(request.report)
        case_id = uuid_or_none(request.case_id)
        if case_id is None:
            raise InvalidInput(decoder.faults)
        command = ReportRound(
            viewer=call.viewer,
            case_id=case_id,
            report=report,
            faults=tuple(decoder.faults),
            request=_key(request, call.viewer),
        )
        await once(report_round(command, store=self._store, clock=self._clock))
        view = await self._store.case(case_id, call.viewer)
        late_start = report is not None and report.started_after_its_day(view.case.received_on)
        return service.ReportRoundResponse(case=encode_case(view), started_after_its_day=late_start)

    async def SendCases(self, request: service.SendCasesRequest, context: ServicerContext) -> service.SendCasesResponse:
        call = current_call()
        call.refuse_faults()
        case_ids = tuple(dict.fromkeys(UUID(case_id) for case_id in request.case_ids))
        command = SendCases(
            viewer=call.viewer,
            case_ids=case_ids,
            to=Level(request.to),
            senders=senders(call.viewer),
            request=_key(request, call.viewer),
        )
        await once(send_cases(command, store=self._store, clock=self._clock))
        lines = await self._store.lines_of_cases(case_ids, call.viewer)
        return service.SendCasesResponse(cases=[encode_row(line) for line in lines])

    async def GetCase(self, request: service.GetCaseRequest, context: ServicerContext) -> service.GetCaseResponse:
        call = current_call()
        call.refuse_faults()
        view = await self._store.case(UUID(request.case_id), call.viewer)
        return service.GetCaseResponse(case=encode_case(view))

    async def ListCases(self, request: service.ListCasesRequest, context: ServicerContext) -> service.ListCasesResponse:
        call = current_call()
        call.refuse_faults()
        try:
            after = decode_page_token(request.page_token)
        except ValueError:
            fault = Fault("page_token", "CASE-25", "หน้าที่ขอไม่มีอยู่", "No page has given this token.")
            raise InvalidInput([fault]) from None
        status = CaseStatus(request.status) if request.status else None
        return encode_page(await self._store.page(call.viewer, status=status, after=after))


def case_servicer(store: CaseStore, clock: Clock) -> Servicer:
    """CaseService as it hangs in a server, with who may call which method."""

    rights = rights_by_role(_PERMISSION_OF, PERMISSIONS)
    return Servicer(
        service.DESCRIPTOR.services_by_name["CaseService"].full_name,
        partial(add_CaseServiceServicer_to_server, CasePort(store, clock)),
        rights,
    )


def _key(request: Any, viewer: Viewer) -> RequestKey:
    return RequestKey.of(request, request.request_id, viewer.actor.subject)
