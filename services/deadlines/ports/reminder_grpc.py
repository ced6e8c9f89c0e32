"""ReminderService over gRPC: decode, call, encode."""

from datetime import UTC
from functools import partial

from deadlines.app.bell import Bell
from deadlines.app.calendar_feed import CalendarFeeds, renew_calendar_feed
from deadlines.domain.permissions import BELL, FEED, PERMISSIONS
from deadlines.ports.calendar_http import PATH
from deadlines.ports.encode_bell import decode_bell_token, encode_bell, moment
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput
from kit.grpc.border import rights_by_role
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from rongrian.deadlines.v1 import reminder_service_pb2 as service
from rongrian.deadlines.v1.reminder_service_pb2_grpc import (
    ReminderServiceServicer,
    add_ReminderServiceServicer_to_server,
)

_PERMISSION_OF = {
    "ListBell": BELL,
    "MarkBellRead": BELL,
    "GetCalendarFeed": FEED,
    "RenewCalendarFeed": FEED,
    "EndCalendarFeed": FEED,
}


class ReminderPort(ReminderServiceServicer):
    """`public_url` is where calendars find this service's HTTP port; empty gives an address without a host."""

    def __init__(self, bell: Bell, feeds: CalendarFeeds, clock: Clock, public_url: str) -> None:
        self._bell = bell
        self._clock = clock
        self._feeds = feeds
        self._public_url = public_url.rstrip("/")

    async def ListBell(self, request: service.ListBellRequest, context: ServicerContext) -> service.ListBellResponse:
        call = current_call()
        call.refuse_faults()
        try:
            after = decode_bell_token(request.page_token)
        except ValueError:
            fault = Fault("page_token", "DUE-10", "หน้าที่ขอไม่มีอยู่", "No page has given this token.")
            raise InvalidInput([fault]) from None
        return encode_bell(await self._bell.page(call.viewer, after), self._clock.today())

    async def MarkBellRead(
        self, request: service.MarkBellReadRequest, context: ServicerContext
    ) -> service.MarkBellReadResponse:
        call = current_call()
        call.refuse_faults()
        try:
            up_to = request.up_to.ToDatetime(UTC)
        except (ValueError, OverflowError):
            raise InvalidInput([Fault("up_to", "DUE-10", "เวลาที่ระบุไม่มีอยู่จริง", "There is no such moment.")]) from None
        await self._bell.mark_read(call.viewer, up_to)
        return service.MarkBellReadResponse()

    async def GetCalendarFeed(
        self, request: service.GetCalendarFeedRequest, context: ServicerContext
    ) -> service.GetCalendarFeedResponse:
        renewed_at = await self._feeds.renewed_at(current_call().viewer)
        return service.GetCalendarFeedResponse(exists=renewed_at is not None, renewed_at=moment(renewed_at))

    async def RenewCalendarFeed(
        self, request: service.RenewCalendarFeedRequest, context: ServicerContext
    ) -> service.RenewCalendarFeedResponse:
        secret = await renew_calendar_feed(current_call().viewer, feeds=self._feeds)
        return service.RenewCalendarFeedResponse(address=self._public_url + PATH.format(secret=secret))

    async def EndCalendarFeed(
        self, request: service.EndCalendarFeedRequest, context: ServicerContext
    ) -> service.EndCalendarFeedResponse:
        await self._feeds.end(current_call().viewer)
        return service.EndCalendarFeedResponse()


def reminder_servicer(bell: Bell, feeds: CalendarFeeds, clock: Clock, public_url: str) -> Servicer:
    """ReminderService as it hangs in a server, with who may call which method."""

    return Servicer(
        service.DESCRIPTOR.services_by_name["ReminderService"].full_name,
        partial(add_ReminderServiceServicer_to_server, ReminderPort(bell, feeds, clock, public_url)),
        rights_by_role(_PERMISSION_OF, PERMISSIONS),
    )
