"""DeadlineService over gRPC: decode, call, encode."""

from functools import partial

from deadlines.app.extend_obligation import ExtendObligation, extend_obligation
from deadlines.app.store import ExtensionStore, ObligationReads
from deadlines.app.views import ComplianceAsked, ObligationsAsked, Worklist, WorklistAsked
from deadlines.domain.permissions import EXTEND, PERMISSIONS, READ
from deadlines.domain.state import ObligationState
from deadlines.ports.decode import days_from_to, id_from, page_after
from deadlines.ports.encode import encode_compliance, encode_obligation, encode_page, encode_worklists
from kit.clock import Clock
from kit.database.requests import RequestKey, once
from kit.domain.errors import InvalidInput
from kit.grpc.border import rights_by_role
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from kit.grpc.values import Reader
from rongrian.deadlines.v1 import deadline_service_pb2 as service
from rongrian.deadlines.v1.deadline_service_pb2_grpc import (
    DeadlineServiceServicer,
    add_DeadlineServiceServicer_to_server,
)

_PERMISSION_OF = {
    "ListObligations": READ,
    "GetWorklist": READ,
    "GetCompliance": READ,
    "ExtendObligation": EXTEND,
}


class DeadlinePort(DeadlineServiceServicer):
    def __init__(self, reads: ObligationReads, extensions: ExtensionStore, clock: Clock) -> None:
        self._reads = reads
        self._extensions = extensions
        self._clock = clock

    async def ListObligations(
        self, request: service.ListObligationsRequest, context: ServicerContext
    ) -> service.ListObligationsResponse:
        call = current_call()
        due_from, due_to = days_from_to(request.due_from, request.due_to, "DUE-7", call.faults)
        call.refuse_faults()
        asked = ObligationsAsked(
            object_id=id_from(request.object_id),
            states=frozenset(ObligationState(state) for state in request.states),
            policy=request.policy,
            due_from=due_from,
            due_to=due_to,
        )
        page = await self._reads.page(call.viewer, asked, page_after(request.page_token))
        return encode_page(page, self._clock.today())

    async def GetWorklist(
        self, request: service.GetWorklistRequest, context: ServicerContext
    ) -> service.GetWorklistResponse:
        call = current_call()
        call.refuse_faults()
        today = self._clock.today()
        asked = WorklistAsked(today, Worklist(request.worklist) if request.worklist else None, request.mine)
        worklists = await self._reads.worklists(call.viewer, asked, page_after(request.page_token))
        return encode_worklists(worklists, today)

    async def GetCompliance(
        self, request: service.GetComplianceRequest, context: ServicerContext
    ) -> service.GetComplianceResponse:
        call = current_call()
        due_from, due_to = days_from_to(request.due_from, request.due_to, "DUE-9", call.faults)
        if call.faults or due_from is None or due_to is None:
            raise InvalidInput(call.faults)
        asked = ComplianceAsked(request.policy, due_from, due_to, self._clock.today(), id_from(request.agency_id))
        return encode_compliance(await self._reads.compliance(call.viewer, asked))

    async def ExtendObligation(
        self, request: service.ExtendObligationRequest, context: ServicerContext
    ) -> service.ExtendObligationResponse:
        call = current_call()
        due_on = Reader(call.faults, "DUE-13").day("due_on", request.due_on)
        command = ExtendObligation(
            viewer=call.viewer,
            obligation_id=id_from(request.obligation_id),
            until=due_on or request.days or None,
            reason=request.reason.strip(),
            faults=tuple(call.faults),
            request=RequestKey.of(request, request.request_id, call.viewer.actor.subject),
        )
        obligation_id = await once(extend_obligation(command, store=self._extensions, clock=self._clock))
        line = await self._reads.line(call.viewer, obligation_id)
        return service.ExtendObligationResponse(obligation=encode_obligation(line, self._clock.today()))


def deadline_servicer(reads: ObligationReads, extensions: ExtensionStore, clock: Clock) -> Servicer:
    """DeadlineService as it hangs in a server, with who may call which method."""

    rights = rights_by_role(_PERMISSION_OF, PERMISSIONS)
    return Servicer(
        service.DESCRIPTOR.services_by_name["DeadlineService"].full_name,
        partial(add_DeadlineServiceServicer_to_server, DeadlinePort(reads, extensions, clock)),
        rights,
    )
