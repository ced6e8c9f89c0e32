"""Recording an event: a row in the transaction of the act."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.tables import outbox

_ADD = insert(outbox)


@dataclass(frozen=True, slots=True)
class OutgoingEvent:
    """An encoded event: its id, the subject it is published under, and the message's bytes."""

    event_id: UUID
    subject: str
    payload: bytes


async def record_events(connection: AsyncConnection, events: list[OutgoingEvent]) -> None:
    """Add `events` to the outbox, in order, in the transaction of `connection`."""
    if events:
        rows = [{"event_id": e.event_id, "subject": e.subject, "payload": e.payload} for e in events]
        await connection.execute(_ADD, rows)
