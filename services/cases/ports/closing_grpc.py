"""ClosingService over gRPC, for `reporting` alone."""

from datetime import date
from functools import partial
from uuid import UUID

from cases.adapters.reasons import ReasonReader
from cases.app.close_month import CloseMonth, MonthClosing, close_month
from cases.domain.permissions import CLOSE_MONTH, READ_REASONS
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput
from kit.grpc.border import MethodRights
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from rongrian.cases.v1 import closing_service_pb2 as service
from rongrian.cases.v1.closing_service_pb2_grpc import ClosingServiceServicer, add_ClosingServiceServicer_to_server

_REPORTING = frozenset({"svc-reporting"})


class ClosingPort(ClosingServiceServicer):
    def __init__(self, months: MonthClosing, reasons: ReasonReader, clock: Clock) -> None:
        self._months = months
        self._reasons = reasons
        self._clock = clock

    async def CloseMonth(
        self, request: service.CloseMonthRequest, context: ServicerContext
    ) -> service.CloseMonthResponse:
        call = current_call()
        call.refuse_faults()
        command = CloseMonth(call.viewer, _first_day_of(request.month))
        published = await close_month(command, months=self._months, clock=self._clock)
        return service.CloseMonthResponse(is_published=published.is_whole, last_sequence=published.last_sequence)

    async def ListReasons(
        self, request: service.ListReasonsRequest, context: ServicerContext
    ) -> service.ListReasonsResponse:
        current_call().refuse_faults()
        since = _day(request.since) if request.since else None
        found = await self._reasons.reasons([UUID(case_id) for case_id in request.case_ids], since)
        return service.ListReasonsResponse(
            reasons=[
                service.ChangeReason(case_id=str(each.case_id), deletion=each.deletion, corrections=each.corrections)
                for each in found
            ]
        )


def _first_day_of(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        fault = Fault("month", "SUM-5", "ไม่มีเดือนนี้", "There is no such month.")
        raise InvalidInput([fault]) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fault = Fault("since", "SUM-5", "ไม่มีวันที่นี้", "There is no such date.")
        raise InvalidInput([fault]) from None


def closing_servicer(months: MonthClosing, reasons: ReasonReader, clock: Clock) -> Servicer:
    """ClosingService as it hangs in a server, with the client that may call it."""

    return Servicer(
        service.DESCRIPTOR.services_by_name["ClosingService"].full_name,
        partial(add_ClosingServiceServicer_to_server, ClosingPort(months, reasons, clock)),
        {
            "CloseMonth": MethodRights(CLOSE_MONTH, services=_REPORTING),
            "ListReasons": MethodRights(READ_REASONS, services=_REPORTING),
        },
    )
