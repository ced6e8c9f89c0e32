"""SummaryService over gRPC: decode, call, encode."""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from kit.clock import Clock
from kit.database.requests import RepeatedRequest, RequestKey, once
from kit.directory.viewer import Viewer
from kit.grpc.border import rights_by_role
from kit.grpc.call import Call, ServicerContext, current_call
from kit.grpc.server import Servicer
from reporting.app.close_round import CloseRound, close_round
from reporting.app.list_differences import ListDifferences, list_differences
from reporting.app.remind_unsubmitted import RemindUnsubmitted, remind_unsubmitted
from reporting.app.round_store import CasesMonths, DifferenceReader, RoundStore
from reporting.app.submit_summary import SubmitSummary, submit_summary
from reporting.app.summary_store import Reminders, SummaryLine, SummaryStore
from reporting.domain.period import iso_month
from reporting.domain.permissions import (
    CLOSE_ROUND,
    PERMISSIONS,
    READ,
    READ_SUMMARIES,
    REMIND_UNSUBMITTED,
    SUBMIT_SUMMARY,
)
from reporting.ports.decode import (
    case_token,
    decode_agency,
    decode_month,
    decode_statement,
    month_of,
    round_token,
)
from reporting.ports.summary_encode import encode_differences, encode_round, encode_rounds, encode_summary
from rongrian.reporting.v1 import summary_service_pb2 as service
from rongrian.reporting.v1.summary_service_pb2_grpc import SummaryServiceServicer, add_SummaryServiceServicer_to_server

ROUNDS_PAGE = 24
_PERMISSION_OF = {
    "GetSummary": READ_SUMMARIES,
    "SubmitSummary": SUBMIT_SUMMARY,
    "RemindUnsubmitted": REMIND_UNSUBMITTED,
    "ListRounds": READ_SUMMARIES,
    "CloseRound": CLOSE_ROUND,
    "GetRound": READ_SUMMARIES,
    "ListDifferences": READ,
}


@dataclass(frozen=True, slots=True)
class SummaryParts:
    """What the port calls."""

    summaries: SummaryStore
    rounds: RoundStore
    differences: DifferenceReader
    reminders: Reminders
    months: CasesMonths
    clock: Clock


class SummaryPort(SummaryServiceServicer):
    def __init__(self, parts: SummaryParts) -> None:
        self._parts = parts
        self._clock = parts.clock

    async def GetSummary(
        self, request: service.GetSummaryRequest, context: ServicerContext
    ) -> service.GetSummaryResponse:
        call = current_call()
        agency_id = decode_agency(call, request.agency_id)
        first = month_of(call, "round", request.round, "SUM-1")
        line = await self._parts.summaries.summary(call.viewer, agency_id, first)
        line.round.refuse_before_its_month(self._clock.today())
        return service.GetSummaryResponse(summary=self._encoded(line, call.viewer))

    async def SubmitSummary(
        self, request: service.SubmitSummaryRequest, context: ServicerContext
    ) -> service.SubmitSummaryResponse:
        call = current_call()
        first = decode_month(call, "round", request.round, "SUM-1")
        command = SubmitSummary(
            viewer=call.viewer,
            agency_id=decode_agency(call, request.agency_id),
            first=first,
            statement=decode_statement(call, request),
            faults=tuple(call.faults),
            request=_key(request, call),
        )
        agency_id = await once(submit_summary(command, store=self._parts.summaries, clock=self._clock))
        first = month_of(call, "round", request.round, "SUM-1")
        line = await self._parts.summaries.summary(call.viewer, agency_id, first)
        return service.SubmitSummaryResponse(summary=self._encoded(line, call.viewer))

    async def RemindUnsubmitted(
        self, request: service.RemindUnsubmittedRequest, context: ServicerContext
    ) -> service.RemindUnsubmittedResponse:
        call = current_call()
        first = month_of(call, "round", request.round, "SUM-1")
        command = RemindUnsubmitted(call.viewer, first, _key(request, call))
        parts = self._parts
        done = await remind_unsubmitted(command, store=parts.summaries, reminders=parts.reminders, clock=self._clock)
        return service.RemindUnsubmittedResponse(
            agency_ids=[str(agency) for agency in done.reminded],
            reminded_already=[str(agency) for agency in done.reminded_already],
        )

    async def ListRounds(
        self, request: service.ListRoundsRequest, context: ServicerContext
    ) -> service.ListRoundsResponse:
        call = current_call()
        call.refuse_faults()
        before = round_token(call, request.page_token)
        lines = await self._parts.rounds.rounds(call.viewer, before, ROUNDS_PAGE + 1)
        return encode_rounds(lines, ROUNDS_PAGE, call.viewer, self._clock.today())

    async def CloseRound(
        self, request: service.CloseRoundRequest, context: ServicerContext
    ) -> service.CloseRoundResponse:
        call = current_call()
        first = month_of(call, "round", request.round, "SUM-1")
        command = CloseRound(call.viewer, first, _key(request, call))
        with suppress(RepeatedRequest):
            await close_round(command, store=self._parts.rounds, clock=self._clock)
        line = await self._parts.rounds.round(call.viewer, first)
        return service.CloseRoundResponse(
            round=encode_round(line, call.viewer, self._clock.today()),
            earlier_open=[iso_month(each) for each in await self._parts.rounds.open_before(first)],
        )

    async def GetRound(self, request: service.GetRoundRequest, context: ServicerContext) -> service.GetRoundResponse:
        call = current_call()
        first = month_of(call, "round", request.round, "SUM-1")
        line = await self._parts.rounds.round(call.viewer, first)
        return service.GetRoundResponse(round=encode_round(line, call.viewer, self._clock.today()))

    async def ListDifferences(
        self, request: service.ListDifferencesRequest, context: ServicerContext
    ) -> service.ListDifferencesResponse:
        call = current_call()
        agency_id = decode_agency(call, request.agency_id)
        month = month_of(call, "month", request.month, "SUM-5")
        query = ListDifferences(call.viewer, month, agency_id, case_token(call, request.page_token))
        parts = self._parts
        return encode_differences(*await list_differences(query, reader=parts.differences, months=parts.months))

    def _encoded(self, line: SummaryLine, viewer: Viewer) -> service.Summary:
        return encode_summary(line, viewer, self._clock.today())


def summary_servicer(parts: SummaryParts) -> Servicer:
    """SummaryService as it hangs in a server, with who may call which method."""
    return Servicer(
        service.DESCRIPTOR.services_by_name["SummaryService"].full_name,
        partial(add_SummaryServiceServicer_to_server, SummaryPort(parts)),
        rights_by_role(_PERMISSION_OF, PERMISSIONS),
    )


def _key(request: Any, call: Call) -> RequestKey:
    return RequestKey.of(request, request.request_id, call.viewer.actor.subject)
