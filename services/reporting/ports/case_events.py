"""What reporting does with the events of `cases`: the read models follow, the head of the audit chain is kept."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from kit.audit.witness import keep_head
from kit.events.consumer import Subscription
from reporting.adapters.read_model import put_acts, put_cases
from rongrian.cases.v1.case_events_pb2 import CasesEvent


async def take_in_cases_events(connection: AsyncConnection, events: Sequence[CasesEvent]) -> None:
    await put_cases(connection, [event.facts for event in events if event.HasField("facts")])
    await put_acts(connection, events)
    for event in events:
        if event.WhichOneof("event") == "audit_head":
            await keep_head(connection, event.audit_head)


def cases_subscription() -> Subscription[CasesEvent]:
    return Subscription(
        service="reporting",
        publisher="cases",
        event_type=CasesEvent,
        event_id=lambda event: event.header.event_id,
        handle=take_in_cases_events,
    )
