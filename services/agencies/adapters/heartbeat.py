"""Each second every service hears until when its copy of the directory is whole (ROLE-2)."""

import asyncio
from datetime import datetime

from nats.js import JetStreamContext
from sqlalchemy import func, select

from agencies.adapters.event_codec import encode_heartbeat
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.tables import outbox
from kit.directory.copy import take_in_agencies_events
from kit.events.streams import ensure_stream
from rongrian.agencies.v1.agency_events_pb2 import AgenciesEvent

EVERY_SECONDS = 1.0
KEPT_SECONDS = 10.0


class Heartbeat:
    """Straight to the stream, past the outbox: one that could not be sent is worth nothing later."""

    name = "heartbeat"

    def __init__(self, database: Database, jetstream: JetStreamContext, clock: Clock) -> None:
        self._database = database
        self._jetstream = jetstream
        self._clock = clock

    async def run(self) -> None:
        await ensure_stream(self._jetstream, "agencies")
        while True:
            await self.beat()
            await asyncio.sleep(EVERY_SECONDS)

    async def beat(self) -> None:
        """Tell the other services, and note it in this service's own copy, which is the truth itself."""
        now = self._clock.now()
        beat = encode_heartbeat(await self._whole_until(now))
        await self._jetstream.publish(beat.subject, beat.payload, msg_ttl=KEPT_SECONDS)
        own = AgenciesEvent.FromString(encode_heartbeat(now).payload)
        async with self._database.begin() as connection:
            await take_in_agencies_events(connection, [own])

    async def _whole_until(self, now: datetime) -> datetime:
        """Now, or the moment of the oldest event that is recorded and not yet published."""
        oldest = select(func.min(outbox.c.created_at)).where(outbox.c.published_at.is_(None))
        async with self._database.read() as connection:
            waiting_since: datetime | None = (await connection.execute(oldest)).scalar_one_or_none()
        return min(now, waiting_since) if waiting_since else now
