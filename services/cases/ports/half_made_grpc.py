"""HalfMadeRecordService over gRPC: decode, call, encode."""

from functools import partial
from uuid import UUID

from cases.app.half_made import HalfMade, HalfMadeRecords
from cases.domain.permissions import KEEP_HALF_MADE, PERMISSIONS
from kit.grpc.border import rights_by_role
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from kit.grpc.values import write
from rongrian.cases.v1 import half_made_record_service_pb2 as service
from rongrian.cases.v1.half_made_record_service_pb2_grpc import (
    HalfMadeRecordServiceServicer,
    add_HalfMadeRecordServiceServicer_to_server,
)
from rongrian.cases.v1.record_pb2 import ComplaintRecord

_METHODS = ("KeepHalfMadeRecord", "GetHalfMadeRecord", "ListHalfMadeRecords", "DropHalfMadeRecord")


class HalfMadePort(HalfMadeRecordServiceServicer):
    def __init__(self, records: HalfMadeRecords) -> None:
        self._records = records

    async def KeepHalfMadeRecord(
        self, request: service.KeepHalfMadeRecordRequest, context: ServicerContext
    ) -> service.KeepHalfMadeRecordResponse:
        call = current_call()
        call.refuse_faults()
        content = request.record.SerializeToString()
        version = await self._records.keep(UUID(request.id), request.version, content, call.viewer)
        return service.KeepHalfMadeRecordResponse(version=version)

    async def GetHalfMadeRecord(
        self, request: service.GetHalfMadeRecordRequest, context: ServicerContext
    ) -> service.GetHalfMadeRecordResponse:
        call = current_call()
        call.refuse_faults()
        found = await self._records.get(UUID(request.id), call.viewer)
        record = ComplaintRecord.FromString(found.content)
        return service.GetHalfMadeRecordResponse(half_made=_line(found), record=record)

    async def ListHalfMadeRecords(
        self, request: service.ListHalfMadeRecordsRequest, context: ServicerContext
    ) -> service.ListHalfMadeRecordsResponse:
        call = current_call()
        call.refuse_faults()
        kept = await self._records.all_of(call.viewer)
        return service.ListHalfMadeRecordsResponse(half_made=[_line(each) for each in kept])

    async def DropHalfMadeRecord(
        self, request: service.DropHalfMadeRecordRequest, context: ServicerContext
    ) -> service.DropHalfMadeRecordResponse:
        call = current_call()
        call.refuse_faults()
        await self._records.drop(UUID(request.id), call.viewer)
        return service.DropHalfMadeRecordResponse()


def half_made_servicer(records: HalfMadeRecords) -> Servicer:
    """HalfMadeRecordService as it hangs in a server, with who may call which method."""

    return Servicer(
        service.DESCRIPTOR.services_by_name["HalfMadeRecordService"].full_name,
        partial(add_HalfMadeRecordServiceServicer_to_server, HalfMadePort(records)),
        rights_by_role(dict.fromkeys(_METHODS, KEEP_HALF_MADE), PERMISSIONS),
    )


def _line(kept: HalfMade) -> service.HalfMadeRecord:
    number = ComplaintRecord.FromString(kept.content).reception.agency_number
    return write(service.HalfMadeRecord, kept, agency_number=number)
