"""The steps of a case's life over gRPC: decode, call, encode."""

from uuid import UUID

from cases.adapters.scope import senders
from cases.app.conclude_inquiry import ConcludeInquiry, conclude_inquiry
from cases.app.edit_entry import EditEntry, edit_case_entry
from cases.app.explain_lateness import ExplainLateness, explain_lateness
from cases.app.report_outcome import ReportOutcome, report_outcome
from cases.app.report_proceedings import ReportProceedings, report_proceedings
from cases.app.report_progress import ReportProgress, report_progress
from cases.app.report_round import ReportRound, report_round
from cases.app.store import CaseStore
from cases.domain.outcome_report import OutcomeReport
from cases.domain.rounds import Round
from cases.ports.calling import caller_of
from cases.ports.decode import (
    decode_conclusion,
    decode_discovered,
    decode_proceedings,
    decode_work_report,
    decode_written,
    uuid_or_none,
)
from cases.ports.encode import encode_standing
from kit.clock import Clock
from kit.database.requests import once
from kit.directory.viewer import Viewer
from kit.domain.errors import InvalidInput
from kit.grpc.call import Call, ServicerContext, current_call
from kit.grpc.values import Reader
from rongrian.cases.v1 import case_service_pb2 as service
from rongrian.cases.v1 import view_pb2
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceServicer


class StepPort(CaseServiceServicer):
    """Every step answers where the case stands after it."""

    def __init__(self, store: CaseStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def ExplainLateness(
        self, request: service.ExplainLatenessRequest, context: ServicerContext
    ) -> service.ExplainLatenessResponse:
        call = current_call()
        call.refuse_faults()
        command = ExplainLateness(
            by=caller_of(call, request),
            case_id=UUID(request.case_id),
            expected_version=request.expected_version,
            round=Round(request.round),
            explanation=request.explanation,
        )
        case_id = await once(explain_lateness(command, store=self._store, clock=self._clock))
        return service.ExplainLatenessResponse(case=await self._standing(case_id, call.viewer))

    async def ReportRound(
        self, request: service.ReportRoundRequest, context: ServicerContext
    ) -> service.ReportRoundResponse:
        call = current_call()
        report = decode_work_report(request.report, call.faults)
        command = ReportRound(
            by=caller_of(call, request),
            case_id=_case_id(call, request.case_id),
            expected_version=request.expected_version,
            round=_round(request.round),
            report=report,
            faults=tuple(call.faults),
        )
        case_id = await once(report_round(command, store=self._store, clock=self._clock))
        lines = await self._store.lines_of_cases([case_id], call.viewer)
        if not lines or report is None:
            return service.ReportRoundResponse(case=view_pb2.CaseStanding(id=str(case_id)))
        is_late = report.started_after_its_day(Round(request.round), lines[0].case.received_on)
        return service.ReportRoundResponse(case=encode_standing(lines[0]), started_after_its_day=is_late)

    async def ReportProgress(
        self, request: service.ReportProgressRequest, context: ServicerContext
    ) -> service.ReportProgressResponse:
        call = current_call()
        report = decode_work_report(request.report, call.faults)
        command = ReportProgress(
            by=caller_of(call, request),
            case_id=_case_id(call, request.case_id),
            expected_version=request.expected_version,
            report=report,
            faults=tuple(call.faults),
        )
        case_id = await once(report_progress(command, store=self._store, clock=self._clock))
        return service.ReportProgressResponse(case=await self._standing(case_id, call.viewer))

    async def ConcludeInquiry(
        self, request: service.ConcludeInquiryRequest, context: ServicerContext
    ) -> service.ConcludeInquiryResponse:
        call = current_call()
        conclusion = decode_conclusion(request.conclusion, call.faults)
        discovered = decode_discovered(request, call.faults)
        command = ConcludeInquiry(
            by=caller_of(call, request),
            case_id=_case_id(call, request.case_id),
            expected_version=request.expected_version,
            conclusion=conclusion,
            discovered=discovered,
            faults=tuple(call.faults),
            recorded_at=max(senders(call.viewer)),
        )
        case_id = await once(conclude_inquiry(command, store=self._store, clock=self._clock))
        standing = await self._standing(case_id, call.viewer)
        opened = await self._opened_by(case_id, call.viewer) if request.found_officials else []
        return service.ConcludeInquiryResponse(case=standing, opened=opened)

    async def ReportProceedings(
        self, request: service.ReportProceedingsRequest, context: ServicerContext
    ) -> service.ReportProceedingsResponse:
        call = current_call()
        proceedings = decode_proceedings(request.proceedings, call.faults)
        command = ReportProceedings(
            by=caller_of(call, request),
            case_id=_case_id(call, request.case_id),
            expected_version=request.expected_version,
            proceedings=proceedings,
            faults=tuple(call.faults),
        )
        case_id = await once(report_proceedings(command, store=self._store, clock=self._clock))
        return service.ReportProceedingsResponse(case=await self._standing(case_id, call.viewer))

    async def ReportOutcome(
        self, request: service.ReportOutcomeRequest, context: ServicerContext
    ) -> service.ReportOutcomeResponse:
        call = current_call()
        outcome = Reader(call.faults, "CASE-17").read(OutcomeReport, request.outcome, "outcome")
        command = ReportOutcome(
            by=caller_of(call, request),
            case_id=_case_id(call, request.case_id),
            expected_version=request.expected_version,
            outcome=outcome,
            faults=tuple(call.faults),
        )
        case_id = await once(report_outcome(command, store=self._store, clock=self._clock))
        return service.ReportOutcomeResponse(case=await self._standing(case_id, call.viewer))

    async def EditEntry(self, request: service.EditEntryRequest, context: ServicerContext) -> service.EditEntryResponse:
        call = current_call()
        written = decode_written(request, call.faults)
        command = EditEntry(
            by=caller_of(call, request),
            case_id=_case_id(call, request.case_id),
            number=request.number,
            edition=request.edition,
            written=written,
            faults=tuple(call.faults),
        )
        case_id = await once(edit_case_entry(command, store=self._store, clock=self._clock))
        return service.EditEntryResponse(case=await self._standing(case_id, call.viewer))

    async def _standing(self, case_id: UUID, viewer: Viewer) -> view_pb2.CaseStanding:
        """Where the case stands; its id alone for a viewer whom the act itself has recused from it (ROLE-5)."""
        lines = await self._store.lines_of_cases([case_id], viewer)
        return encode_standing(lines[0]) if lines else view_pb2.CaseStanding(id=str(case_id))

    async def _opened_by(self, case_id: UUID, viewer: Viewer) -> list[view_pb2.CaseStanding]:
        """The cases of the officials whom the inquiry of a case has found."""
        origin = await self._store.lines_of_cases([case_id], viewer)
        if not origin:
            return []
        siblings = await self._store.lines_of_complaint(origin[0].case.complaint_id, viewer)
        return [encode_standing(line) for line in siblings if line.case.origin_case_id == case_id]


def _round(number: int) -> Round | None:
    """None for what the contract has refused."""
    try:
        return Round(number)
    except ValueError:
        return None


def _case_id(call: Call, text: str) -> UUID:
    """Raises InvalidInput with what the contract has found when the id is none."""
    case_id = uuid_or_none(text)
    if case_id is None:
        raise InvalidInput(call.faults)
    return case_id
