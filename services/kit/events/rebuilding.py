"""Making a read model anew (REL-4, REL-8): from the snapshot of who tells it, or from the stream's first message on.

Everything is taken in by the handler of the subscription: there is no second way. `work` may run beside it: this
consumer of its waits while a page is written, and what it takes in between is told again by a page or has a greater
version. Its other consumers do not wait.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import grpc.aio
from google.protobuf.message import Message
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from sqlalchemy import Table, delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.engine import Database
from kit.database.tables import inbox, rebuilding
from kit.domain.errors import Kind, ServiceError, Unavailable
from kit.events.consumer import Consumer, Subscription, hold_consumer
from kit.events.streams import ensure_stream, stream_of
from kit.grpc.neighbour import Neighbour

PAGE_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.2

# Shared by whoever reads what has to stay whole, and taken alone by whoever begins to make it anew.
_WHOLE = func.hashtextextended("whole read models", 0)

E = TypeVar("E", bound=Message)
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A neighbour's call that answers `events` page by page, with `page_token` and `next_page_token`."""

    neighbour: Neighbour
    method: Callable[[grpc.aio.Channel], Callable[..., Awaitable[Any]]]
    request: type[Message]

    async def page(self, token: str) -> tuple[Sequence[Any], str]:
        """The events of a page, and the token of the next, empty on the last. Raises Unavailable."""
        call = self.method(self.neighbour.channel)
        async with self.neighbour.calling() as metadata:
            answer = await call(self.request(page_token=token), metadata=metadata, timeout=PAGE_SECONDS)
        return answer.events, answer.next_page_token


async def _forget_nothing(connection: AsyncConnection, events: Sequence[Any]) -> None:
    """What is emptied once has nothing to forget with a page."""


@dataclass(frozen=True, slots=True)
class Rebuild(Generic[E]):
    """What of a service follows from the events of one publisher, and nothing else.

    Either `emptied` names the tables, in the order in which they are emptied, and until the end the read model is a
    part of itself only. Or `forget` takes away what a page tells anew, in the page's transaction, and it is whole all
    the time. `counted` is a table with a row for each aggregate, for the progress.
    """

    subscription: Subscription[E]
    snapshot: Snapshot
    counted: Table
    emptied: tuple[Table, ...] = ()
    forget: Callable[[AsyncConnection, Sequence[E]], Awaitable[None]] = _forget_nothing


class RebuildUnderWay(ServiceError):
    """Two at once would empty what the other has filled."""

    code = "rebuild_under_way"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("มีการสร้างข้อมูลใหม่อยู่แล้ว", "it is being rebuilt already: wait until that has ended.")


class StreamNotWhole(ServiceError):
    """What is made of a part of the stream would not be what was."""

    code = "stream_not_whole"
    kind = Kind.NOT_NOW

    def __init__(self, stream: str, why: str) -> None:
        advice = "rebuild from the snapshot, or say --force to take what there is."
        super().__init__(f"สตรีม {stream} มีข้อมูลไม่ครบ", f"the stream {stream} {why}: {advice}")


async def is_rebuilding(connection: AsyncConnection) -> bool:
    """Whether a read model of this service is not whole, since a rebuild is under way or was stopped in the middle.

    Asked in a REPEATABLE READ transaction it holds for everything that this transaction reads.
    """
    return bool((await connection.execute(select(exists().select_from(rebuilding)))).scalar_one())


async def stay_whole(connection: AsyncConnection) -> bool:
    """Whether the read models of this service are whole; if so, they are until the transaction of `connection` ends.

    Asked before anything of them is read. A rebuild that would begin waits for it. Two statements: the mark that a
    rebuild has left is seen only by one that begins when the lock is got.
    """
    is_free = select(func.pg_try_advisory_xact_lock_shared(_WHOLE))
    return bool((await connection.execute(is_free)).scalar_one()) and not await is_rebuilding(connection)


class Rebuilding(Generic[E]):
    """One run. Stopped in the middle, it leaves its mark, and the same command is run again from the beginning."""

    def __init__(self, database: Database, rebuild: Rebuild[E]) -> None:
        self._database = database
        self._rebuild = rebuild
        self._name = rebuild.subscription.name

    async def from_snapshot(self, told: Told) -> int:
        """Page by page, each a transaction of its own; returns how many aggregates there are.

        The inbox is left alone: an event that was taken in was recorded by its publisher before the page is asked for,
        and the page tells what it told. One that is newer comes by the stream. Raises Unavailable, RebuildUnderWay, and
        what the handler raises.
        """
        async with self._alone():
            expected = await self._empty(forget_inbox=False)
            done, token, is_last = 0, "", False
            told(done, expected)
            while not is_last:
                events, token = await self._take_page(token)
                is_last = not token
                done += len({event.header.aggregate_id for event in events})
                told(done, max(done, expected))
            await self._finish()
        return done

    async def from_events(self, jetstream: JetStreamContext, told: Told, *, force: bool = False) -> int:
        """The stream from its first message on, which the inbox must not remember; returns how many messages.

        The durable consumer is made anew, also for a `work` that runs beside it and shares the messages. Raises
        StreamNotWhole unless `force`, Unavailable, RebuildUnderWay.
        """
        publisher = self._rebuild.subscription.publisher
        try:
            await ensure_stream(jetstream, publisher)
            async with self._alone():
                if not force:
                    await self._refuse_part(jetstream)
                await self._empty(forget_inbox=True)
                total = (await jetstream.stream_info(stream_of(publisher))).state.messages
                await _drop_consumer(jetstream, stream_of(publisher), self._name)
                await self._take_stream(jetstream, total, told)
                await self._finish()
        except (NatsError, TimeoutError) as error:
            raise Unavailable("nats") from error
        return total

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        key = func.hashtextextended(f"rebuilding {self._name}", 0)
        async with self._database.read() as connection:
            if not (await connection.execute(select(func.pg_try_advisory_lock(key)))).scalar_one():
                raise RebuildUnderWay
            try:
                yield
            finally:
                await connection.execute(select(func.pg_advisory_unlock(key)))

    async def _empty(self, *, forget_inbox: bool) -> int:
        """Empty the tables and leave the mark, in one transaction; returns how many aggregates there were."""
        tables = self._rebuild.emptied
        async with self._database.begin() as connection:
            if tables:
                await connection.execute(select(func.pg_advisory_xact_lock(_WHOLE)))
            await hold_consumer(connection, self._name)
            counted = select(func.count()).select_from(self._rebuild.counted)
            count: int = (await connection.execute(counted)).scalar_one()
            for table in tables:
                await connection.execute(delete(table))
            if forget_inbox:
                await connection.execute(delete(inbox).where(inbox.c.consumer == self._name))
            if tables:
                await connection.execute(insert(rebuilding).values(consumer=self._name).on_conflict_do_nothing())
        return count

    async def _finish(self) -> None:
        async with self._database.begin() as connection:
            await connection.execute(delete(rebuilding).where(rebuilding.c.consumer == self._name))

    async def _take_page(self, token: str) -> tuple[Sequence[Any], str]:
        """The page is asked for inside the transaction: nothing is taken in between asking and writing."""
        rebuild = self._rebuild
        async with self._database.begin() as connection:
            await hold_consumer(connection, self._name)
            events, following = await rebuild.snapshot.page(token)
            if events:
                await rebuild.forget(connection, events)
                await rebuild.subscription.handle(connection, events)
        return events, following

    async def _take_stream(self, jetstream: JetStreamContext, total: int, told: Told) -> None:
        """Take in until nothing waits, as a `work` process does."""
        consumer = Consumer(self._database, jetstream, self._rebuild.subscription)
        told(0, total)
        running = asyncio.create_task(consumer.run())
        try:
            while (waiting := await _waiting(consumer, total)) and not running.done():
                told(max(0, total - waiting), total)
                await asyncio.sleep(LOOK_EVERY_SECONDS)
        finally:
            if not running.done():
                running.cancel()
            [ended] = await asyncio.gather(running, return_exceptions=True)
        if isinstance(ended, Exception):
            raise ended
        told(total, total)

    async def _refuse_part(self, jetstream: JetStreamContext) -> None:
        """Raises StreamNotWhole where it is known that the stream does not hold everything that was ever told."""
        stream = stream_of(self._rebuild.subscription.publisher)
        information = await jetstream.stream_info(stream)
        if information.state.first_seq > 1:
            raise StreamNotWhole(stream, f"has lost its first {information.state.first_seq - 1} messages")
        first_taken = select(func.min(inbox.c.taken_at)).where(inbox.c.consumer == self._name)
        async with self._database.read() as connection:
            taken_at = (await connection.execute(first_taken)).scalar_one()
        if taken_at is not None and information.created is not None and taken_at < information.created:
            raise StreamNotWhole(stream, "was made anew after events had been told")


async def _drop_consumer(jetstream: JetStreamContext, stream: str, name: str) -> None:
    try:
        await jetstream.delete_consumer(stream, name)
    except NotFoundError:
        return


async def _waiting(consumer: Consumer[Any], total: int) -> int:
    """How many messages wait; all of them while the consumer is not there yet."""
    try:
        return await consumer.waiting()
    except NotFoundError:
        return total or 1
