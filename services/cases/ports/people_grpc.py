"""CasePeopleService over gRPC: decode, call, encode."""

from functools import partial
from uuid import UUID

from cases.adapters.case_message import encode_recusal
from cases.app.mark_recusal import MarkRecusal, mark_recusal
from cases.app.name_handler import NameHandler, name_handler
from cases.app.open_complainant import open_complainant
from cases.app.opening import NumberOf, SealedDoor
from cases.app.show_national_id import show_national_id
from cases.app.store import CaseStore
from cases.domain.permissions import MARK_RECUSAL, NAME_HANDLER, OPEN_COMPLAINANT, PERMISSIONS, SHOW_NATIONAL_ID
from cases.ports.calling import caller_of
from cases.ports.encode import encode_standing
from kit.clock import Clock
from kit.database.requests import once
from kit.directory.viewer import Viewer
from kit.domain.errors import NotFound
from kit.grpc.border import rights_by_role
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from kit.grpc.values import write
from rongrian.cases.v1 import case_people_service_pb2 as service
from rongrian.cases.v1 import view_pb2
from rongrian.cases.v1.case_people_service_pb2_grpc import (
    CasePeopleServiceServicer,
    add_CasePeopleServiceServicer_to_server,
)

_PERMISSION_OF = {
    "NameHandler": NAME_HANDLER,
    "MarkRecusal": MARK_RECUSAL,
    "LiftRecusal": MARK_RECUSAL,
    "OpenComplainant": OPEN_COMPLAINANT,
    "ShowNationalId": SHOW_NATIONAL_ID,
}


class CasePeoplePort(CasePeopleServiceServicer):
    def __init__(self, store: CaseStore, door: SealedDoor, clock: Clock) -> None:
        self._store = store
        self._door = door
        self._clock = clock

    async def NameHandler(
        self, request: service.NameHandlerRequest, context: ServicerContext
    ) -> service.NameHandlerResponse:
        call = current_call()
        call.refuse_faults()
        command = NameHandler(caller_of(call, request), UUID(request.case_id), UUID(request.officer), request.reason)
        case_id = await once(name_handler(command, store=self._store, clock=self._clock))
        lines = await self._store.lines_of_cases([case_id], call.viewer)
        return service.NameHandlerResponse(case=encode_standing(lines[0]) if lines else None)

    async def MarkRecusal(
        self, request: service.MarkRecusalRequest, context: ServicerContext
    ) -> service.MarkRecusalResponse:
        call = current_call()
        call.refuse_faults()
        command = MarkRecusal(caller_of(call, request), UUID(request.case_id), UUID(request.officer), request.reason)
        case_id = await once(mark_recusal(command, store=self._store, clock=self._clock))
        return service.MarkRecusalResponse(recusals=await self._marks(case_id, call.viewer))

    async def LiftRecusal(
        self, request: service.LiftRecusalRequest, context: ServicerContext
    ) -> service.LiftRecusalResponse:
        call = current_call()
        call.refuse_faults()
        officer = UUID(request.officer)
        command = MarkRecusal(caller_of(call, request), UUID(request.case_id), officer, request.reason, is_lifted=True)
        case_id = await once(mark_recusal(command, store=self._store, clock=self._clock))
        return service.LiftRecusalResponse(recusals=await self._marks(case_id, call.viewer))

    async def OpenComplainant(
        self, request: service.OpenComplainantRequest, context: ServicerContext
    ) -> service.OpenComplainantResponse:
        call = current_call()
        call.refuse_faults()
        by = caller_of(call, request)
        person = await open_complainant(UUID(request.case_id), request.purpose, by, door=self._door, clock=self._clock)
        return write(service.OpenComplainantResponse, person)

    async def ShowNationalId(
        self, request: service.ShowNationalIdRequest, context: ServicerContext
    ) -> service.ShowNationalIdResponse:
        call = current_call()
        call.refuse_faults()
        of = NumberOf(UUID(request.case_id), request.allegation, request.co_offender)
        by = caller_of(call, request)
        number = await show_national_id(of, request.purpose, by, door=self._door, clock=self._clock)
        return service.ShowNationalIdResponse(number=number)

    async def _marks(self, case_id: UUID, viewer: Viewer) -> list[view_pb2.RecusalMark]:
        """Those in force; none for whom the mark itself has recused."""
        try:
            view = await self._store.case(case_id, viewer)
        except NotFound:
            return []
        return [encode_recusal(mark) for mark in view.recusals]


def people_servicer(store: CaseStore, door: SealedDoor, clock: Clock) -> Servicer:
    """CasePeopleService as it hangs in a server, with who may call which method."""

    return Servicer(
        service.DESCRIPTOR.services_by_name["CasePeopleService"].full_name,
        partial(add_CasePeopleServiceServicer_to_server, CasePeoplePort(store, door, clock)),
        rights_by_role(_PERMISSION_OF, PERMISSIONS),
    )
