"""Refilling a stream from the outbox (REL-4): everything that was published goes out again."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from sqlalchemy import ColumnElement, Row, and_, func, select, tuple_
from uuid_utils.compat import uuid7

from kit.database.engine import Database
from kit.database.tables import outbox
from kit.domain.errors import Unavailable
from kit.events.relay import BATCH, publish_together
from kit.events.streams import ensure_stream

# A row is marked with the moment at which its batch was claimed, a little before the server kept it.
_MARKED_BEFORE = timedelta(minutes=1)


class Republishing:
    """One run over what the outbox holds; it changes nothing there, so it may be stopped and repeated at will.

    Each run has message ids of its own: within its duplicate window (an hour) a stream acks an id that it has seen and
    keeps nothing, also after it was purged. A consumer meets an event that it had in its inbox and goes on.
    """

    def __init__(
        self, database: Database, jetstream: JetStreamContext, service: str, since: datetime | None = None
    ) -> None:
        """`since` is when the stream was last known to be whole; None takes everything, which is seven days."""
        self._database = database
        self._jetstream = jetstream
        self._service = service
        self._since = since - _MARKED_BEFORE if since else None
        self._run = str(uuid7())

    async def run(self, told: Callable[[int, int], None]) -> int:
        """Publish everything, in the order of days and of event ids; returns how many.

        `told` hears how many of how many are in the stream, first with none. What the relay publishes meanwhile is left
        to it. Raises Unavailable when NATS or the database is away; what went out till then is in the stream.
        """
        try:
            await ensure_stream(self._jetstream, self._service)
            return await self._publish_all(told)
        except (NatsError, TimeoutError) as error:
            raise Unavailable("nats") from error

    async def _publish_all(self, told: Callable[[int, int], None]) -> int:
        until = await self._now()
        done, total = 0, await self._count(until)
        told(done, total)
        last: tuple[date, UUID] | None = None
        while rows := await self._rows_after(last, until):
            messages = [(f"{row.event_id}/{self._run}", row.subject, row.payload) for row in rows]
            await publish_together(self._jetstream, messages)
            last, done = (rows[-1].day, rows[-1].event_id), done + len(rows)
            told(done, max(done, total))
        return done

    async def not_yet_published(self) -> int:
        """How many recorded events the relay has still to publish for the first time."""
        async with self._database.read() as connection:
            waiting = select(func.count()).select_from(outbox).where(outbox.c.published_at.is_(None))
            count: int = (await connection.execute(waiting)).scalar_one()
        return count

    async def _now(self) -> datetime:
        """The database's moment, by which rows are marked."""
        async with self._database.read() as connection:
            now: datetime = (await connection.execute(select(func.now()))).scalar_one()
        return now

    async def _count(self, until: datetime) -> int:
        async with self._database.read() as connection:
            statement = select(func.count()).select_from(outbox).where(self._chosen(until))
            count: int = (await connection.execute(statement)).scalar_one()
        return count

    async def _rows_after(self, last: tuple[date, UUID] | None, until: datetime) -> Sequence[Row[Any, Any, Any, Any]]:
        statement = (
            select(outbox.c.day, outbox.c.event_id, outbox.c.subject, outbox.c.payload)
            .where(self._chosen(until))
            .order_by(outbox.c.day, outbox.c.event_id)
            .limit(BATCH)
        )
        if last is not None:
            statement = statement.where(tuple_(outbox.c.day, outbox.c.event_id) > last)
        async with self._database.read() as connection:
            return (await connection.execute(statement)).all()

    def _chosen(self, until: datetime) -> ColumnElement[bool]:
        published = outbox.c.published_at <= until
        return published if self._since is None else and_(published, outbox.c.published_at >= self._since)
