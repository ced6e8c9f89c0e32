"""What reporting does with the events of `deadlines`: it keeps the heads of its audit chain."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from kit.audit.witness import keep_head
from kit.events.consumer import Subscription
from rongrian.deadlines.v1.deadline_events_pb2 import DeadlinesEvent


async def take_in_deadlines_events(connection: AsyncConnection, events: Sequence[DeadlinesEvent]) -> None:
    for event in events:
        if event.WhichOneof("event") == "audit_head":
            await keep_head(connection, event.audit_head)


def deadlines_subscription() -> Subscription[DeadlinesEvent]:
    return Subscription(
        service="reporting",
        publisher="deadlines",
        event_type=DeadlinesEvent,
        event_id=lambda event: event.header.event_id,
        handle=take_in_deadlines_events,
    )
