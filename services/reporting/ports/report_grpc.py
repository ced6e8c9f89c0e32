"""ReportService over gRPC: decode, call, encode."""

from datetime import date
from functools import partial

from kit.clock import Clock
from kit.domain.errors import Fault
from kit.grpc.border import rights_by_role
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from reporting.app.get_report_1 import GetReport1, get_report_1
from reporting.app.reader import FigureReader
from reporting.domain.period import RULE
from reporting.domain.permissions import PERMISSIONS, READ
from reporting.ports.encode import encode_report_1
from rongrian.reporting.v1 import report_service_pb2 as service
from rongrian.reporting.v1.report_service_pb2_grpc import ReportServiceServicer, add_ReportServiceServicer_to_server

_PERMISSION_OF = {"GetReport1": READ}


class ReportPort(ReportServiceServicer):
    def __init__(self, reader: FigureReader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock

    async def GetReport1(
        self, request: service.GetReport1Request, context: ServicerContext
    ) -> service.GetReport1Response:
        call = current_call()
        faults = list(call.faults)
        from_month = _month("from_month", request.from_month, faults)
        to_month = _month("to_month", request.to_month, faults) if request.to_month else from_month
        query = GetReport1(call.viewer, from_month, to_month, tuple(faults))
        return encode_report_1(await get_report_1(query, reader=self._reader, clock=self._clock))


def report_servicer(reader: FigureReader, clock: Clock) -> Servicer:
    """ReportService as it hangs in a server, with who may call which method."""

    rights = rights_by_role(_PERMISSION_OF, PERMISSIONS)
    return Servicer(
        service.DESCRIPTOR.services_by_name["ReportService"].full_name,
        partial(add_ReportServiceServicer_to_server, ReportPort(reader, clock)),
        rights,
    )


def _month(field: str, text: str, faults: list[Fault]) -> date | None:
    """The first day of a month of the contract; None where it was refused already, a fault where no calendar has it."""
    if any(fault.field == field for fault in faults):
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        faults.append(Fault(field, RULE, f"ไม่มีเดือน {text}", f"There is no such month as {text}."))
        return None
