"""Closing a month, and how far the stream has what was recorded until then."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from pydantic import SecretStr
from sqlalchemy import exists, func, select

from cases.adapters.month_lock import put_closed
from cases.app.close_month import Published
from cases.domain.permissions import CLOSE_MONTH
from kit.audit.trail import entry_of, record_entries
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.tables import outbox
from kit.directory.viewer import Viewer
from kit.domain.errors import Unavailable
from kit.events.streams import connect_once, stream_of

# A caller waits five seconds for an answer.
_PATIENCE_SECONDS = 3.0
_LOOK_EVERY_SECONDS = 0.1
# A day less than streams and outboxes keep what they hold.
_SURELY_KEPT = timedelta(days=6)


class SqlMonthClosing:
    """`nats_url` is where the stream is asked about; `serve` has no connection of its own, and closes once a month."""

    def __init__(self, database: Database, clock: Clock, nats_url: SecretStr) -> None:
        self._database = database
        self._clock = clock
        self._nats_url = nats_url

    async def close(self, month: date, by: Viewer) -> None:
        async with self._database.begin() as connection:
            if await put_closed(connection, month):
                named = {"month": f"{month:%Y-%m}"}
                # A month has no id: the trail names it 202008.
                its_id = UUID(int=month.year * 100 + month.month)
                entry = entry_of(self._clock, by.actor, CLOSE_MONTH, "month", its_id, after=named)
                record_entries(connection, [entry])

    async def published(self) -> Published:
        nats = await connect_once(self._nats_url, "cases-closing")
        try:
            is_relayed = await self._is_relayed()
            told = await self._surely_published()
            held, last_sequence = await _held_by(nats.jetstream())
        finally:
            await nats.close()
        # A stream that has lost what it held waits for `republish`: nobody can take in what is not there (REL-4).
        return Published(is_relayed and held >= told, last_sequence)

    async def _is_relayed(self) -> bool:
        """Whether all that waits for the relay now is published within a few seconds."""
        waits = outbox.c.published_at.is_(None)
        async with self._database.read() as connection:
            newest = (await connection.execute(select(func.max(outbox.c.position)).where(waits))).scalar_one()
            if newest is None:
                return True
            is_left = select(exists().where(waits, outbox.c.position <= newest))
            for _ in range(int(_PATIENCE_SECONDS / _LOOK_EVERY_SECONDS)):
                if not (await connection.execute(is_left)).scalar_one():
                    return True
                await asyncio.sleep(_LOOK_EVERY_SECONDS)
        return False

    async def _surely_published(self) -> int:
        since = func.now() - _SURELY_KEPT
        counted = select(func.count()).select_from(outbox).where(outbox.c.published_at >= since)
        async with self._database.read() as connection:
            count: int = (await connection.execute(counted)).scalar_one()
        return count


async def _held_by(jetstream: JetStreamContext) -> tuple[int, int]:
    """How many messages the stream holds, and the sequence of its last. Raises Unavailable."""
    try:
        state = (await jetstream.stream_info(stream_of("cases"))).state
    except NotFoundError:
        return 0, 0
    except (NatsError, TimeoutError) as error:
        raise Unavailable("nats") from error
    return state.messages, state.last_seq
