"""Publishing what the outbox holds: claimed by state, several in flight, marked after the server's ack."""

import asyncio
from collections.abc import Sequence
from datetime import date

from nats.js import JetStreamContext
from sqlalchemy import Date, Uuid, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from kit.database.direct import Direct
from kit.database.engine import Database
from kit.database.tables import outbox
from kit.events.streams import ensure_stream
from kit.metrics import OUTBOX_PUBLISHED, OUTBOX_WAITING

BATCH = 500
IDLE_SECONDS = 0.1
ACK_SECONDS = 10.0


# Asked ten times a second while nothing happens.
_WAITING = Direct(select(func.count().label("waiting")).select_from(outbox).where(outbox.c.published_at.is_(None)))
_CLAIM = Direct(
    select(outbox.c.day, outbox.c.event_id, outbox.c.subject, outbox.c.payload)
    .where(outbox.c.published_at.is_(None))
    .order_by(outbox.c.position)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
# One statement for every number of events; the days are those of the partitions.
_MARK = (
    update(outbox)
    .where(outbox.c.day == func.any(bindparam("days", type_=ARRAY(Date))))
    .where(outbox.c.event_id == func.any(bindparam("ids", type_=ARRAY(Uuid))))
    .values(published_at=func.now())
)


class Relay:
    """Moves events from the outbox to the service's stream; any number of copies may run."""

    name = "relay"

    def __init__(self, database: Database, jetstream: JetStreamContext, service: str) -> None:
        self._database = database
        self._jetstream = jetstream
        self._service = service

    async def run(self) -> None:
        """Publish until cancelled. Raises whatever stands in the way; the caller runs it again."""
        await ensure_stream(self._jetstream, self._service)
        while True:
            if await self.waiting():
                while await self.publish_waiting():
                    pass
            await asyncio.sleep(IDLE_SECONDS)

    async def publish_waiting(self) -> int:
        """Publish one batch of waiting events and mark them; returns how many.

        A crash between ack and commit publishes them again under the same message id.
        """
        async with self._database.begin() as connection:
            rows = await _CLAIM.rows(connection)
            if not rows:
                return 0
            await publish_together(self._jetstream, [(str(row.event_id), row.subject, row.payload) for row in rows])
            days, ids = {row.day for row in rows}, [row.event_id for row in rows]
            await connection.execute(_MARK, {"days": list(days), "ids": ids})
        OUTBOX_PUBLISHED.inc(len(rows))
        return len(rows)

    async def is_settled(self, day: date) -> bool:
        """Whether everything that was recorded is published."""
        return await self.waiting() == 0

    async def waiting(self) -> int:
        """How many recorded events are not yet published."""
        async with self._database.read() as connection:
            [row] = await _WAITING.rows(connection)
        count: int = row.waiting
        OUTBOX_WAITING.set(count)
        return count


async def publish_together(jetstream: JetStreamContext, messages: Sequence[tuple[str, str, bytes]]) -> None:
    """Publish `messages` (message id, subject, payload), all in flight at once; returns when the server has kept each.

    A message id that the stream has seen within its duplicate window is acked and not kept. Raises NATS' errors, and
    TimeoutError when an ack does not come.
    """
    acks = [
        await jetstream.publish_async(subject, payload, headers={"Nats-Msg-Id": message_id}, wait_stall=ACK_SECONDS)
        for message_id, subject, payload in messages
    ]
    await asyncio.wait_for(asyncio.gather(*acks), ACK_SECONDS)
