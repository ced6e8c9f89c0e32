"""Recording an event: a row in the transaction of the act."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.tables import outbox
from kit.database.writes import writes_of


@dataclass(frozen=True, slots=True)
class OutgoingEvent:
    """An encoded event: its id, the subject it is published under, and the message's bytes."""

    event_id: UUID
    subject: str
    payload: bytes


def record_events(connection: AsyncConnection, events: list[OutgoingEvent]) -> None:
    """Add `events` to the outbox, in order, in the transaction of `connection`."""
    rows = [{"event_id": each.event_id, "subject": each.subject, "payload": each.payload} for each in events]
    writes_of(connection).insert(outbox, rows)
