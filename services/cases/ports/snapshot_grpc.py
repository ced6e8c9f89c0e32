"""SnapshotService over gRPC, for the services that follow `cases`."""

from functools import partial
from uuid import UUID

from cases.adapters.snapshot import SnapshotReader
from cases.domain.permissions import FOLLOW
from kit.domain.errors import Fault, InvalidInput
from kit.grpc.border import MethodRights
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from rongrian.cases.v1 import snapshot_service_pb2 as service
from rongrian.cases.v1.snapshot_service_pb2_grpc import SnapshotServiceServicer, add_SnapshotServiceServicer_to_server

_FOLLOWERS = frozenset({"svc-deadlines", "svc-reporting"})


class SnapshotPort(SnapshotServiceServicer):
    def __init__(self, reader: SnapshotReader) -> None:
        self._reader = reader

    async def ListCaseLives(
        self, request: service.ListCaseLivesRequest, context: ServicerContext
    ) -> service.ListCaseLivesResponse:
        current_call().refuse_faults()
        try:
            after = UUID(request.page_token) if request.page_token else None
        except ValueError:
            fault = Fault("page_token", "REL-8", "หน้าที่ขอไม่มีอยู่", "No page has given this token.")
            raise InvalidInput([fault]) from None
        page = await self._reader.lives(after)
        return service.ListCaseLivesResponse(events=page.events, next_page_token=str(page.last) if page.last else "")


def snapshot_servicer(reader: SnapshotReader) -> Servicer:
    """SnapshotService as it hangs in a server, with the clients that may call it."""

    return Servicer(
        service.DESCRIPTOR.services_by_name["SnapshotService"].full_name,
        partial(add_SnapshotServiceServicer_to_server, SnapshotPort(reader)),
        {"ListCaseLives": MethodRights(FOLLOW, services=_FOLLOWERS)},
    )
