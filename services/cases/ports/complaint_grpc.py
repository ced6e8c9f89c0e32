"""ComplaintService over gRPC: decode, call, encode."""

from functools import partial
from uuid import UUID

from cases.adapters.history import HistoryReader
from cases.adapters.scope import senders
from cases.app.delete_complaint import DeleteComplaint, delete_complaint
from cases.app.edit_complaint import EditComplaint, edit_complaint
from cases.app.restore_complaint import RestoreComplaint, restore_complaint
from cases.app.store import CaseStore
from cases.domain.permissions import DELETE, EDIT, PERMISSIONS, READ, RESTORE
from cases.ports.calling import caller_of
from cases.ports.decode import decode_record, uuid_or_none
from cases.ports.encode import encode_complaint, encode_deleted, encode_earlier_complaint
from kit.clock import Clock
from kit.database.requests import once
from kit.domain.errors import InvalidInput, NotFound
from kit.grpc.border import rights_by_role
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from rongrian.cases.v1 import complaint_service_pb2 as service
from rongrian.cases.v1.complaint_service_pb2_grpc import (
    ComplaintServiceServicer,
    add_ComplaintServiceServicer_to_server,
)

_PERMISSION_OF = {
    "GetComplaint": READ,
    "EditComplaint": EDIT,
    "ListEarlierComplaints": READ,
    "DeleteComplaint": DELETE,
    "RestoreComplaint": RESTORE,
    "ListDeletedComplaints": RESTORE,
}


class ComplaintPort(ComplaintServiceServicer):
    def __init__(self, store: CaseStore, history: HistoryReader, clock: Clock) -> None:
        self._store = store
        self._history = history
        self._clock = clock

    async def GetComplaint(
        self, request: service.GetComplaintRequest, context: ServicerContext
    ) -> service.GetComplaintResponse:
        call = current_call()
        call.refuse_faults()
        view = await self._store.complaint(UUID(request.complaint_id), call.viewer)
        return service.GetComplaintResponse(complaint=encode_complaint(view))

    async def EditComplaint(
        self, request: service.EditComplaintRequest, context: ServicerContext
    ) -> service.EditComplaintResponse:
        call = current_call()
        record = decode_record(request.record, call.faults)
        complaint_id = uuid_or_none(request.complaint_id)
        if complaint_id is None:
            raise InvalidInput(call.faults)
        command = EditComplaint(
            by=caller_of(call, request),
            complaint_id=complaint_id,
            version=request.version,
            record=record,
            faults=tuple(call.faults),
            recorded_at=max(senders(call.viewer)),
        )
        await once(edit_complaint(command, store=self._store, clock=self._clock))
        try:
            view = await self._store.complaint(complaint_id, call.viewer)
        except NotFound:
            # Whoever has named himself or his head as accused finds nothing of it from now on (ROLE-5).
            return service.EditComplaintResponse()
        return service.EditComplaintResponse(complaint=encode_complaint(view))

    async def ListEarlierComplaints(
        self, request: service.ListEarlierComplaintsRequest, context: ServicerContext
    ) -> service.ListEarlierComplaintsResponse:
        call = current_call()
        call.refuse_faults()
        earlier = await self._history.earlier_complaints(UUID(request.complaint_id), call.viewer)
        return service.ListEarlierComplaintsResponse(complaints=[encode_earlier_complaint(each) for each in earlier])

    async def DeleteComplaint(
        self, request: service.DeleteComplaintRequest, context: ServicerContext
    ) -> service.DeleteComplaintResponse:
        call = current_call()
        call.refuse_faults()
        confirmed = tuple(UUID(case_id) for case_id in request.case_ids)
        command = DeleteComplaint(caller_of(call, request), UUID(request.complaint_id), request.reason, confirmed)
        complaint_id = await once(delete_complaint(command, store=self._store, clock=self._clock))
        gone = await self._history.deleted(call.viewer, complaint_id)
        return service.DeleteComplaintResponse(complaint=encode_deleted(gone[0]) if gone else None)

    async def RestoreComplaint(
        self, request: service.RestoreComplaintRequest, context: ServicerContext
    ) -> service.RestoreComplaintResponse:
        call = current_call()
        call.refuse_faults()
        command = RestoreComplaint(caller_of(call, request), UUID(request.complaint_id))
        complaint_id = await once(restore_complaint(command, store=self._store, clock=self._clock))
        view = await self._store.complaint(complaint_id, call.viewer)
        return service.RestoreComplaintResponse(complaint=encode_complaint(view))

    async def ListDeletedComplaints(
        self, request: service.ListDeletedComplaintsRequest, context: ServicerContext
    ) -> service.ListDeletedComplaintsResponse:
        call = current_call()
        call.refuse_faults()
        deleted = await self._history.deleted(call.viewer)
        return service.ListDeletedComplaintsResponse(complaints=[encode_deleted(each) for each in deleted])


def complaint_servicer(store: CaseStore, history: HistoryReader, clock: Clock) -> Servicer:
    """ComplaintService as it hangs in a server, with who may call which method."""

    return Servicer(
        service.DESCRIPTOR.services_by_name["ComplaintService"].full_name,
        partial(add_ComplaintServiceServicer_to_server, ComplaintPort(store, history, clock)),
        rights_by_role(_PERMISSION_OF, PERMISSIONS),
    )
