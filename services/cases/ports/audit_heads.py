"""`cases` keeps the heads of reporting's audit chain."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from kit.audit.witness import keep_head
from kit.events.consumer import Subscription
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent


async def take_in_reporting_events(connection: AsyncConnection, events: Sequence[ReportingEvent]) -> None:
    for event in events:
        if event.WhichOneof("event") == "audit_head":
            await keep_head(connection, event.audit_head)


def reporting_subscription() -> Subscription[ReportingEvent]:
    return Subscription(
        service="cases",
        publisher="reporting",
        event_type=ReportingEvent,
        event_id=lambda event: event.header.event_id,
        handle=take_in_reporting_events,
    )
