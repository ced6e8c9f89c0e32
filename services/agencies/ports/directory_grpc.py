"""DirectoryService over gRPC, for the other services alone."""

from collections.abc import AsyncIterator
from functools import partial
from uuid import UUID

from agencies.adapters.directory import DirectoryReader
from agencies.adapters.messages import agency_message, rights_message
from agencies.domain.permissions import FOLLOW, TELL
from kit.grpc.border import MethodRights
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from rongrian.agencies.v1 import directory_service_pb2 as service
from rongrian.agencies.v1.directory_service_pb2_grpc import (
    DirectoryServiceServicer,
    add_DirectoryServiceServicer_to_server,
)

_FOLLOWERS = frozenset({"svc-cases", "svc-deadlines", "svc-reporting", "svc-intake", "svc-files"})
_TELLERS = frozenset({"svc-deadlines", "svc-intake"})


class DirectoryPort(DirectoryServiceServicer):
    def __init__(self, reader: DirectoryReader) -> None:
        self._reader = reader

    async def GetSnapshot(
        self, request: service.GetSnapshotRequest, context: ServicerContext
    ) -> AsyncIterator[service.GetSnapshotResponse]:
        current_call().refuse_faults()
        async for agencies, officers in self._reader.snapshot():
            yield service.GetSnapshotResponse(
                agencies=[agency_message(agency) for agency in agencies],
                officers=[rights_message(officer) for officer in officers],
            )

    async def ListAddresses(
        self, request: service.ListAddressesRequest, context: ServicerContext
    ) -> service.ListAddressesResponse:
        current_call().refuse_faults()
        found = await self._reader.addresses([UUID(subject) for subject in request.subjects])
        recipients = [service.Recipient(subject=str(subject), email=email) for subject, email in found]
        return service.ListAddressesResponse(recipients=recipients)


def directory_servicer(reader: DirectoryReader) -> Servicer:
    """DirectoryService as it hangs in a server, with the clients that may call which method."""

    rights = {
        "GetSnapshot": MethodRights(FOLLOW, services=_FOLLOWERS),
        "ListAddresses": MethodRights(TELL, services=_TELLERS),
    }
    return Servicer(
        service.DESCRIPTOR.services_by_name["DirectoryService"].full_name,
        partial(add_DirectoryServiceServicer_to_server, DirectoryPort(reader)),
        rights,
    )
