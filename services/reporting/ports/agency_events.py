"""What reporting does with the events of `agencies`: the directory's copy, and the head of the audit chain."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from kit.audit.witness import keep_head
from kit.directory.copy import take_in_agencies_events
from kit.directory.follow import agencies_subscription
from kit.events.consumer import Subscription
from rongrian.agencies.v1.agency_events_pb2 import AgenciesEvent


async def take_in_directory_and_heads(connection: AsyncConnection, events: Sequence[AgenciesEvent]) -> None:
    await take_in_agencies_events(connection, events)
    for event in events:
        if event.WhichOneof("event") == "audit_head":
            await keep_head(connection, event.audit_head)


def directory_subscription() -> Subscription[AgenciesEvent]:
    """One consumer for both: the stream is read once."""
    return replace(agencies_subscription("reporting"), handle=take_in_directory_and_heads)
