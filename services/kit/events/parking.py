"""Messages that cannot be taken in are kept aside, counted and alarmed; never dropped, never retried forever."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from nats.aio.msg import Msg
from sqlalchemy import Row, delete, func, insert, select, update

from kit.audit.entry import AuditEntry
from kit.audit.trail import entry_of, record_entries
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.tables import parked
from kit.domain.actor import Actor
from kit.log import log
from kit.metrics import EVENTS_PARKED, PARKED

LOOK_EVERY_SECONDS = 5.0
# Whoever works at a machine has no identity here: the trail names him by what the operating system calls him.
OPERATOR = Actor(UUID(int=0), frozenset({"operator"}))


@dataclass(frozen=True, slots=True)
class ParkedMessage:
    """A parked message as it may be shown: without its payload."""

    id: int
    consumer: str
    subject: str
    reason: str
    parked_at: datetime


async def park(database: Database, consumer: str, message: Msg, reason: str) -> None:
    """Keep `message` with a code that says why; its text goes to the table only, not to the log.

    The same message parked again (its stream was refilled) stays one row, with the newest reason.
    """
    sequence = message.metadata.sequence.stream
    same = (parked.c.consumer == consumer) & (parked.c.subject == message.subject) & (parked.c.payload == message.data)
    again = update(parked).where(same).values(reason=reason, stream_sequence=sequence)
    row = {"consumer": consumer, "subject": message.subject, "stream_sequence": sequence, "payload": message.data}
    async with database.begin() as connection:
        if not (await connection.execute(again)).rowcount:
            await connection.execute(insert(parked).values(**row, reason=reason))
    EVENTS_PARKED.labels(consumer).inc()
    log.error("event parked", consumer=consumer, sequence=sequence, reason=reason)


async def list_parked(database: Database) -> list[ParkedMessage]:
    """Everything that a service has parked, the oldest first."""
    columns = (parked.c.id, parked.c.consumer, parked.c.subject, parked.c.reason, parked.c.parked_at)
    async with database.read() as connection:
        rows = (await connection.execute(select(*columns).order_by(parked.c.id))).all()
    return [ParkedMessage(*row) for row in rows]


async def drop(database: Database, clock: Clock, parked_id: int, *, operator: str, reason: str) -> bool:
    """Delete a parked message, and say in the audit trail (CASE-27) who did it, what it was, and why.

    `operator` is the name of an account of the operating system. False when no such message is parked.
    """
    async with database.begin() as connection:
        statement = delete(parked).where(parked.c.id == parked_id).returning(*parked.c)
        row = (await connection.execute(statement)).one_or_none()
        if row is None:
            return False
        record_entries(connection, [_dropping(clock, row, operator, reason)])
    log.warning("parked event dropped", consumer=row.consumer, parked=parked_id)
    return True


def _dropping(clock: Clock, row: Row[Any], operator: str, reason: str) -> AuditEntry:
    """The payload's hash is kept, not the payload: a copy found elsewhere can be recognised."""
    before = {
        "consumer": row.consumer,
        "subject": row.subject,
        "stream_sequence": row.stream_sequence,
        "reason": row.reason,
        "parked_at": row.parked_at.isoformat(),
        "payload_sha256": sha256(row.payload).hexdigest(),
    }
    return entry_of(
        clock,
        OPERATOR,
        "parked.drop",
        "parked_message",
        UUID(int=row.id),
        before=before,
        after={"operator": operator},
        reason=reason,
    )


class ParkedWatch:
    """Measures how many messages are parked; `consumers` are shown with 0 where they have none."""

    name = "parked-watch"

    def __init__(self, database: Database, consumers: Sequence[str]) -> None:
        self._database = database
        self._consumers = set(consumers)

    async def run(self) -> None:
        while True:
            await self.measure()
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def measure(self) -> None:
        async with self._database.read() as connection:
            counted = select(parked.c.consumer, func.count().label("number")).group_by(parked.c.consumer)
            counts = {row.consumer: row.number for row in (await connection.execute(counted)).all()}
        self._consumers |= counts.keys()
        for consumer in self._consumers:
            PARKED.labels(consumer).set(counts.get(consumer, 0))
