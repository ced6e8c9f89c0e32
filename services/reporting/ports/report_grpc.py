"""ReportService over gRPC: decode, call, encode."""

from functools import partial
from uuid import UUID

from kit.clock import Clock
from kit.domain.errors import Fault
from kit.grpc.border import rights_by_role
from kit.grpc.call import Call, ServicerContext, current_call
from kit.grpc.server import Servicer
from reporting.app.asked_months import MonthsAsked
from reporting.app.get_report_1 import get_report_1
from reporting.app.get_report_2 import get_report_2
from reporting.app.get_report_3 import GetReport3, get_report_3
from reporting.app.get_report_4 import get_report_4
from reporting.app.get_report_5 import GetReport5, get_report_5
from reporting.app.list_figure_cases import ListFigureCases, list_figure_cases
from reporting.app.reader import FigureReader
from reporting.domain.figure_asked import FigureAsked
from reporting.domain.permissions import PERMISSIONS, READ
from reporting.domain.terms import AgencyType, Era, FigureName
from reporting.ports import encode
from reporting.ports.decode import decode_month
from rongrian.reporting.v1 import report_service_pb2 as service
from rongrian.reporting.v1.report_service_pb2_grpc import ReportServiceServicer, add_ReportServiceServicer_to_server

_PERMISSION_OF = dict.fromkeys(
    ("GetReport1", "GetReport2", "GetReport3", "GetReport4", "GetReport5", "ListFigureCases"), READ
)


class ReportPort(ReportServiceServicer):
    def __init__(self, reader: FigureReader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock

    async def GetReport1(
        self, request: service.GetReport1Request, context: ServicerContext
    ) -> service.GetReport1Response:
        asked = _months(current_call(), request.from_month, request.to_month, "REP-10")
        return encode.encode_report_1(await get_report_1(asked, reader=self._reader, clock=self._clock))

    async def GetReport2(
        self, request: service.GetReport2Request, context: ServicerContext
    ) -> service.GetReport2Response:
        asked = _months(current_call(), request.from_month, request.to_month, "REP-11")
        return encode.encode_report_2(await get_report_2(asked, reader=self._reader, clock=self._clock))

    async def GetReport3(
        self, request: service.GetReport3Request, context: ServicerContext
    ) -> service.GetReport3Response:
        call = current_call()
        query = GetReport3(call.viewer, request.fiscal_year, tuple(call.faults))
        return encode.encode_report_3(await get_report_3(query, reader=self._reader, clock=self._clock))

    async def GetReport4(
        self, request: service.GetReport4Request, context: ServicerContext
    ) -> service.GetReport4Response:
        asked = _months(current_call(), request.from_month, request.to_month, "REP-13")
        return encode.encode_report_4(await get_report_4(asked, reader=self._reader, clock=self._clock))

    async def GetReport5(
        self, request: service.GetReport5Request, context: ServicerContext
    ) -> service.GetReport5Response:
        call = current_call()
        round_ = decode_month(call, "round", request.round, "REP-14")
        query = GetReport5(call.viewer, round_, tuple(call.faults))
        return encode.encode_report_5(await get_report_5(query, reader=self._reader, clock=self._clock))

    async def ListFigureCases(
        self, request: service.ListFigureCasesRequest, context: ServicerContext
    ) -> service.ListFigureCasesResponse:
        call = current_call()
        query = _figure_asked(call, request)
        return encode.encode_figure_cases(await list_figure_cases(query, reader=self._reader, clock=self._clock))


def report_servicer(reader: FigureReader, clock: Clock) -> Servicer:
    """ReportService as it hangs in a server, with who may call which method."""

    rights = rights_by_role(_PERMISSION_OF, PERMISSIONS)
    return Servicer(
        service.DESCRIPTOR.services_by_name["ReportService"].full_name,
        partial(add_ReportServiceServicer_to_server, ReportPort(reader, clock)),
        rights,
    )


def _months(call: Call, from_month: str, to_month: str, rule: str) -> MonthsAsked:
    """A range, or one month where no last one is given."""
    first = decode_month(call, "from_month", from_month, rule)
    last = decode_month(call, "to_month", to_month, rule) if to_month else first
    return MonthsAsked(call.viewer, first, last, rule, tuple(call.faults))


def _figure_asked(call: Call, request: service.ListFigureCasesRequest) -> ListFigureCases:
    after = None
    try:
        after = UUID(request.page_token) if request.page_token else None
    except ValueError:
        call.faults.append(Fault("page_token", "REP-15", "หน้าที่ขอไม่มีอยู่", "No page has given this token."))
    months = _months(call, request.from_month, request.to_month, "REP-10")
    if months.faults:
        return ListFigureCases(months, None)
    asked = FigureAsked(
        report=request.report,
        figure=FigureName(request.figure),
        era=Era(request.era) if request.era else None,
        agency_id=UUID(request.agency_id) if request.agency_id else None,
        is_agencys_own=request.is_agencys_own,
        agency_type=AgencyType(request.agency_type) if request.agency_type else None,
    )
    return ListFigureCases(months, asked, after)
