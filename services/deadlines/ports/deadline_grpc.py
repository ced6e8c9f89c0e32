"""DeadlineService over gRPC: decode, call, encode."""

from functools import partial
from uuid import UUID

from deadlines.app.store import ObligationReads
from deadlines.domain.permissions import PERMISSIONS, READ
from deadlines.domain.state import ObligationState
from deadlines.ports.encode import decode_page_token, encode_page
from kit.domain.errors import Fault, InvalidInput
from kit.grpc.border import MethodRights
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from rongrian.deadlines.v1 import deadline_service_pb2 as service
from rongrian.deadlines.v1.deadline_service_pb2_grpc import (
    DeadlineServiceServicer,
    add_DeadlineServiceServicer_to_server,
)


class DeadlinePort(DeadlineServiceServicer):
    def __init__(self, store: ObligationReads) -> None:
        self._store = store

    async def ListObligations(
        self, request: service.ListObligationsRequest, context: ServicerContext
    ) -> service.ListObligationsResponse:
        call = current_call()
        call.refuse_faults()
        try:
            after = decode_page_token(request.page_token)
        except ValueError:
            fault = Fault("page_token", "DUE-7", "หน้าที่ขอไม่มีอยู่", "No page has given this token.")
            raise InvalidInput([fault]) from None
        page = await self._store.page(
            call.viewer,
            object_id=UUID(request.object_id) if request.object_id else None,
            states=frozenset(ObligationState(state) for state in request.states),
            after=after,
        )
        return encode_page(page)


def deadline_servicer(store: ObligationReads) -> Servicer:
    """DeadlineService as it hangs in a server, with who may call which method."""

    rights = {"ListObligations": MethodRights(READ, roles=PERMISSIONS[READ])}
    return Servicer(
        service.DESCRIPTOR.services_by_name["DeadlineService"].full_name,
        partial(add_DeadlineServiceServicer_to_server, DeadlinePort(store)),
        rights,
    )
