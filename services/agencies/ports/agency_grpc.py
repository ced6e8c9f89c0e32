"""AgencyService over gRPC: decode, call, encode."""

import asyncio
from functools import partial
from uuid import UUID

from agencies.adapters.messages import agency_message
from agencies.adapters.sheets import SheetFormat, read_sheet, write_sheet
from agencies.app.appoint_head import AppointHead, appoint_head
from agencies.app.close_agency import CloseAgency, close_agency
from agencies.app.create_agency import CreateAgency, create_agency
from agencies.app.import_tree import ImportTree, import_tree
from agencies.app.move_agency import MoveAgency, move_agency
from agencies.app.set_summary_duty import SetSummaryDuty, set_summary_duty
from agencies.app.tree_store import TreeStore
from agencies.app.update_agency import UpdateAgency, update_agency
from agencies.domain.permissions import KEEP, PERMISSIONS, READ, SET_SUMMARY_DUTY
from agencies.domain.sheet import rows_of
from agencies.domain.terms import SummarySetting
from agencies.ports.decode import details_from, id_from, round_from
from kit.clock import Clock
from kit.database.requests import RequestKey, once
from kit.grpc.border import rights_by_role
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from rongrian.agencies.v1 import agency_service_pb2 as service
from rongrian.agencies.v1.agency_service_pb2_grpc import AgencyServiceServicer, add_AgencyServiceServicer_to_server

_PERMISSION_OF = {
    "ListAgencies": READ,
    "CreateAgency": KEEP,
    "UpdateAgency": KEEP,
    "MoveAgency": KEEP,
    "CloseAgency": KEEP,
    "AppointHead": KEEP,
    "SetSummaryDuty": SET_SUMMARY_DUTY,
    "ImportTree": KEEP,
    "ExportTree": KEEP,
}


class AgencyPort(AgencyServiceServicer):
    def __init__(self, store: TreeStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def ListAgencies(
        self, request: service.ListAgenciesRequest, context: ServicerContext
    ) -> service.ListAgenciesResponse:
        call = current_call()
        call.refuse_faults()
        found = await self._store.agencies(call.viewer, with_closed=request.with_closed)
        return service.ListAgenciesResponse(agencies=[agency_message(agency) for agency in found])

    async def CreateAgency(
        self, request: service.CreateAgencyRequest, context: ServicerContext
    ) -> service.CreateAgencyResponse:
        call = current_call()
        command = CreateAgency(
            viewer=call.viewer,
            parent_id=id_from(request.parent_id, call.faults),
            details=details_from(request.details),
            faults=tuple(call.faults),
            request=RequestKey.of(request, request.request_id, call.viewer.actor.subject),
        )
        agency_id = await once(create_agency(command, store=self._store, clock=self._clock))
        agency = await self._store.agency(agency_id, call.viewer)
        return service.CreateAgencyResponse(agency=agency_message(agency))

    async def UpdateAgency(
        self, request: service.UpdateAgencyRequest, context: ServicerContext
    ) -> service.UpdateAgencyResponse:
        call = current_call()
        command = UpdateAgency(
            viewer=call.viewer,
            agency_id=id_from(request.agency_id, call.faults),
            details=details_from(request.details),
            faults=tuple(call.faults),
        )
        agency = await update_agency(command, store=self._store)
        return service.UpdateAgencyResponse(agency=agency_message(agency))

    async def MoveAgency(
        self, request: service.MoveAgencyRequest, context: ServicerContext
    ) -> service.MoveAgencyResponse:
        call = current_call()
        call.refuse_faults()
        command = MoveAgency(call.viewer, UUID(request.agency_id), UUID(request.new_parent_id))
        moved = await move_agency(command, store=self._store)
        return service.MoveAgencyResponse(agencies=[agency_message(agency) for agency in moved])

    async def CloseAgency(
        self, request: service.CloseAgencyRequest, context: ServicerContext
    ) -> service.CloseAgencyResponse:
        call = current_call()
        call.refuse_faults()
        command = CloseAgency(call.viewer, UUID(request.agency_id))
        agency = await close_agency(command, store=self._store, clock=self._clock)
        return service.CloseAgencyResponse(agency=agency_message(agency))

    async def AppointHead(
        self, request: service.AppointHeadRequest, context: ServicerContext
    ) -> service.AppointHeadResponse:
        call = current_call()
        call.refuse_faults()
        head = UUID(request.head_subject) if request.head_subject else None
        agency = await appoint_head(AppointHead(call.viewer, UUID(request.agency_id), head), store=self._store)
        return service.AppointHeadResponse(agency=agency_message(agency))

    async def SetSummaryDuty(
        self, request: service.SetSummaryDutyRequest, context: ServicerContext
    ) -> service.SetSummaryDutyResponse:
        call = current_call()
        call.refuse_faults()
        command = SetSummaryDuty(
            viewer=call.viewer,
            agency_id=UUID(request.agency_id),
            setting=SummarySetting(request.setting) if request.setting else None,
            first_round=round_from(request.from_round),
        )
        agency = await set_summary_duty(command, store=self._store)
        return service.SetSummaryDutyResponse(agency=agency_message(agency))

    async def ImportTree(
        self, request: service.ImportTreeRequest, context: ServicerContext
    ) -> service.ImportTreeResponse:
        call = current_call()
        call.refuse_faults()
        rows = await asyncio.to_thread(read_sheet, request.sheet, SheetFormat(request.format))
        loaded = await import_tree(ImportTree(call.viewer, rows), store=self._store, clock=self._clock)
        return service.ImportTreeResponse(
            created=loaded.created, changed=loaded.changed, moved=loaded.moved, unchanged=loaded.unchanged
        )

    async def ExportTree(
        self, request: service.ExportTreeRequest, context: ServicerContext
    ) -> service.ExportTreeResponse:
        call = current_call()
        call.refuse_faults()
        tree = await self._store.whole(call.viewer)
        sheet = await asyncio.to_thread(write_sheet, rows_of(tree), SheetFormat(request.format))
        return service.ExportTreeResponse(sheet=sheet)


def agency_servicer(store: TreeStore, clock: Clock) -> Servicer:
    """AgencyService as it hangs in a server, with who may call which method."""

    rights = rights_by_role(_PERMISSION_OF, PERMISSIONS)
    return Servicer(
        service.DESCRIPTOR.services_by_name["AgencyService"].full_name,
        partial(add_AgencyServiceServicer_to_server, AgencyPort(store, clock)),
        rights,
    )
