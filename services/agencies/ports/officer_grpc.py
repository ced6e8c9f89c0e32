"""OfficerService over gRPC: decode, call, encode."""

from functools import partial
from uuid import UUID

from agencies.adapters.messages import officer_message
from agencies.app.accounts import Accounts
from agencies.app.end_officer import EndOfficer, end_officer
from agencies.app.grant_integrator import GrantIntegrator, grant_integrator
from agencies.app.grant_officer import GrantOfficer, grant_officer
from agencies.app.officer_store import OfficerStore
from agencies.domain.permissions import END, GRANT, PERMISSIONS, READ_OFFICERS
from agencies.ports.decode import nomination_from
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from kit.grpc.border import rights_by_role
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from kit.sealing.blind_index import BlindIndex
from rongrian.agencies.v1 import officer_service_pb2 as service
from rongrian.agencies.v1.officer_service_pb2_grpc import OfficerServiceServicer, add_OfficerServiceServicer_to_server

_PERMISSION_OF = {
    "GrantOfficer": GRANT,
    "GrantIntegrator": GRANT,
    "EndOfficer": END,
    "ListOfficers": READ_OFFICERS,
}


class OfficerPort(OfficerServiceServicer):
    def __init__(self, store: OfficerStore, accounts: Accounts, blind_index: BlindIndex) -> None:
        self._store = store
        self._accounts = accounts
        self._blind_index = blind_index

    async def GrantOfficer(
        self, request: service.GrantOfficerRequest, context: ServicerContext
    ) -> service.GrantOfficerResponse:
        call = current_call()
        command = GrantOfficer(
            viewer=call.viewer,
            nomination=nomination_from(request, call.faults),
            temporary_password=request.temporary_password,
            faults=tuple(call.faults),
            request=self._key(request, call.viewer),
        )
        officer = await grant_officer(command, store=self._store, accounts=self._accounts)
        return service.GrantOfficerResponse(officer=officer_message(officer))

    async def EndOfficer(
        self, request: service.EndOfficerRequest, context: ServicerContext
    ) -> service.EndOfficerResponse:
        call = current_call()
        call.refuse_faults()
        command = EndOfficer(call.viewer, UUID(request.subject), request.reason.strip())
        officer = await end_officer(command, store=self._store, accounts=self._accounts)
        return service.EndOfficerResponse(officer=officer_message(officer))

    async def ListOfficers(
        self, request: service.ListOfficersRequest, context: ServicerContext
    ) -> service.ListOfficersResponse:
        call = current_call()
        call.refuse_faults()
        agency_id = UUID(request.agency_id) if request.agency_id else None
        found = await self._store.officers(call.viewer, agency_id)
        return service.ListOfficersResponse(officers=[officer_message(officer) for officer in found])

    async def GrantIntegrator(
        self, request: service.GrantIntegratorRequest, context: ServicerContext
    ) -> service.GrantIntegratorResponse:
        call = current_call()
        call.refuse_faults()
        command = GrantIntegrator(call.viewer, request.client_id, UUID(request.agency_id))
        subject, secret = await grant_integrator(command, store=self._store, accounts=self._accounts)
        return service.GrantIntegratorResponse(subject=str(subject), client_secret=secret)

    def _key(self, request: service.GrantOfficerRequest, viewer: Viewer) -> RequestKey:
        """Over the blind index in the place of the national ID, and without the password: the digest is stored."""
        stored = service.GrantOfficerRequest()
        stored.CopyFrom(request)
        stored.national_id = self._blind_index.of(request.national_id).hex()
        stored.temporary_password = ""
        return RequestKey.of(stored, request.request_id, viewer.actor.subject)


def officer_servicer(store: OfficerStore, accounts: Accounts, blind_index: BlindIndex) -> Servicer:
    """OfficerService as it hangs in a server, with who may call which method."""

    rights = rights_by_role(_PERMISSION_OF, PERMISSIONS)
    return Servicer(
        service.DESCRIPTOR.services_by_name["OfficerService"].full_name,
        partial(add_OfficerServiceServicer_to_server, OfficerPort(store, accounts, blind_index)),
        rights,
    )
