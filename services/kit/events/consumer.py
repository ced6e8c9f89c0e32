"""Taking events in: effect and inbox in one transaction, then the ack."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from google.protobuf.message import DecodeError, Message
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from sqlalchemy import ColumnElement, Text, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.direct import Direct
from kit.database.engine import Database
from kit.database.tables import inbox
from kit.domain.errors import Kind, ServiceError
from kit.events.parking import park
from kit.events.streams import ensure_stream, stream_of
from kit.log import log
from kit.metrics import (
    CONSUMER_LAST_EVENT,
    CONSUMER_LAST_SEQUENCE,
    CONSUMER_WAITING,
    EVENTS_HANDLED,
    EVENTS_REPEATED,
)

BATCH = 200
WAIT_SECONDS = 1.0
# What a killed copy held comes again after this long, well within what a day's end waits for.
ACK_WAIT_SECONDS = 10.0
# A message that fails in a way nobody foresaw is tried this often, with growing pauses, and then parked.
LAST_ATTEMPT = 6

_CONSUMER = bindparam("consumer", type_=Text())


def _place_of(consumer: ColumnElement[str]) -> ColumnElement[int]:
    """The key under which a consumer's events are taken in by many, or held back by one."""
    return func.hashtextextended(func.concat("taking in ", consumer), 0)


# Waits for whoever holds the consumer, and then notes the ids. That the statement's snapshot is older than the end of
# the waiting does no harm: ON CONFLICT goes by the rows that are there now, and whatever comes after sees all.
_HELD = select(func.pg_advisory_xact_lock_shared(_place_of(_CONSUMER)).label("held")).cte("held")
_HOLD = select(func.pg_advisory_xact_lock(_place_of(_CONSUMER)))
_IDS = func.unnest(bindparam("event_ids", type_=ARRAY(Uuid)))
_TAKE = Direct(
    insert(inbox)
    .from_select(["consumer", "event_id"], select(_CONSUMER, _IDS).select_from(_HELD))
    .on_conflict_do_nothing()
    .returning(inbox.c.event_id)
)

E = TypeVar("E", bound=Message)


@dataclass(frozen=True, slots=True)
class Subscription(Generic[E]):
    """What a service listens to, and what it does with it.

    `event_id` reads an event's id. `is_harmless` says which events have none, since repeating them does nothing (a
    heartbeat); of several in a batch the last is handled.
    `handle` gets decoded events inside a transaction, each once, in order of arrival, which is not always the order of
    happening: it must go by the events' aggregate versions. A ServiceError that it raises refuses the event for good.
    """

    service: str
    publisher: str
    event_type: type[E]
    event_id: Callable[[E], str]
    handle: Callable[[AsyncConnection, Sequence[E]], Awaitable[None]]
    is_harmless: Callable[[E], bool] = lambda event: False

    @property
    def name(self) -> str:
        """The durable consumer's name, also in the inbox and in metrics."""
        return f"{self.service}-{self.publisher}"


class Consumer(Generic[E]):
    """Runs one subscription; several copies share the durable consumer's work."""

    def __init__(self, database: Database, jetstream: JetStreamContext, subscription: Subscription[E]) -> None:
        self._database = database
        self._jetstream = jetstream
        self._subscription = subscription
        self.name = subscription.name

    async def run(self) -> None:
        """Take events in until cancelled. Raises what stands in the way (NATS, database); the caller runs it again."""
        async with self._database.read():
            pass  # nothing is fetched, and no attempt counted, while it could not be kept
        publisher = self._subscription.publisher
        await ensure_stream(self._jetstream, publisher)
        # A stream that was deleted took the durable consumer along: fetching then raises, and the next run makes both.
        pull = await self._jetstream.pull_subscribe(
            f"rongrian.{publisher}.>",
            durable=self.name,
            stream=stream_of(publisher),
            config=ConsumerConfig(
                durable_name=self.name,
                deliver_policy=DeliverPolicy.ALL,
                ack_policy=AckPolicy.EXPLICIT,
                ack_wait=ACK_WAIT_SECONDS,
                max_ack_pending=5 * BATCH,
            ),
        )
        try:
            while True:
                await self._take_in_next(pull)
        finally:
            await pull.unsubscribe()  # or the server would go on handing events to nobody

    async def _take_in_next(self, pull: JetStreamContext.PullSubscription) -> None:
        try:
            messages = await pull.fetch(BATCH, timeout=WAIT_SECONDS)
        except TimeoutError:  # nats' own, and the bare one that it raises when the second is nearly over
            return
        if not messages:  # nats' other way to say that the second is over
            return
        try:
            await self.take_in(messages)
        except ServiceError:
            await asyncio.gather(*(message.nak() for message in messages if not message.is_acked))
            raise
        self._note_last(messages)

    async def take_in(self, messages: Sequence[Msg]) -> None:
        """Commit a fetched batch together; if that fails for a message's own sake, one by one.

        Raises Unavailable when the database is away: nothing is acked, and `run` has it delivered again at once.
        """
        readable = [pair for pair in [await self._read(message) for message in messages] if pair is not None]
        if not readable:
            return
        try:
            await self._commit([event for _, event in readable])
        except Exception as error:
            if is_outage(error):
                raise
            for message, event in readable:
                await self._take_in_alone(message, event)
        else:
            await asyncio.gather(*(message.ack() for message, _ in readable))

    def _note_last(self, messages: Sequence[Msg]) -> None:
        """How far this consumer is, and how far behind (OPS-1)."""
        last = max((message.metadata for message in messages), key=lambda metadata: metadata.sequence.stream)
        CONSUMER_LAST_SEQUENCE.labels(self.name).set(last.sequence.stream)
        CONSUMER_LAST_EVENT.labels(self.name).set(last.timestamp.timestamp())
        CONSUMER_WAITING.labels(self.name).set(last.num_pending)

    async def is_settled(self, day: date) -> bool:
        """Whether everything that the stream holds is taken in."""
        return await self.waiting() == 0

    async def waiting(self) -> int:
        """How many events of the stream are not yet taken in and acked."""
        information = await self._jetstream.consumer_info(stream_of(self._subscription.publisher), self.name)
        count = (information.num_pending or 0) + (information.num_ack_pending or 0)
        CONSUMER_WAITING.labels(self.name).set(count)
        return count

    async def _read(self, message: Msg) -> tuple[Msg, E] | None:
        try:
            return message, read_event(self._subscription, message.data)
        except Unreadable as error:
            await self._park(message, reason_of(error))
            return None

    async def _commit(self, events: Sequence[E]) -> None:
        async with self._database.begin() as connection:
            fresh = await take_in_once(connection, self._subscription, events)
        EVENTS_HANDLED.labels(self.name).inc(fresh)
        EVENTS_REPEATED.labels(self.name).inc(len(events) - fresh)

    async def _take_in_alone(self, message: Msg, event: E) -> None:
        try:
            await self._commit([event])
        except ServiceError as refusal:
            if is_outage(refusal):
                raise
            await self._park(message, reason_of(refusal))
        except Exception as error:
            await self._retry_or_park(message, error)
        else:
            await message.ack()

    async def _retry_or_park(self, message: Msg, error: Exception) -> None:
        log.exception("event failed", consumer=self.name, sequence=message.metadata.sequence.stream)
        delivered = message.metadata.num_delivered or 1
        if delivered >= LAST_ATTEMPT:
            await self._park(message, reason_of(error))
        else:
            await message.nak(delay=min(2.0**delivered, 30.0))

    async def _park(self, message: Msg, reason: str) -> None:
        await park(self._database, self.name, message, reason)
        await message.term()


class Unreadable(ValueError):
    """The bytes are no such event, or one without the id that it needs."""


def read_event(subscription: Subscription[E], data: bytes) -> E:
    """The event that `data` encodes. Raises Unreadable."""
    try:
        event = subscription.event_type.FromString(data)
        _id_of(subscription, event)
    except (DecodeError, ValueError) as error:
        raise Unreadable from error
    return event


async def take_in_once(connection: AsyncConnection, subscription: Subscription[E], events: Sequence[E]) -> int:
    """Handle those `events` that were not taken in before, and note their ids, in the transaction of `connection`.

    Returns how many were new. Raises what the subscription's handler raises.
    """
    fresh = await _first_times(connection, subscription, events)
    if fresh:
        await subscription.handle(connection, fresh)
    return len(fresh)


async def hold_consumer(connection: AsyncConnection, name: str) -> None:
    """Let nobody take in an event of this consumer's until the transaction of `connection` ends.

    Whoever is in the middle ends first. It works since everybody notes the ids of events before he does anything else
    with them. The service's other consumers go on: whose access was ended is kept out also meanwhile (ROLE-2, USER-5).
    """
    await connection.execute(_HOLD, {"consumer": name})


async def _first_times(connection: AsyncConnection, subscription: Subscription[E], events: Sequence[E]) -> list[E]:
    by_id = {_id_of(subscription, event): event for event in events}
    harmless = by_id.pop(None, None)
    fresh: set[UUID | None] = set()
    if by_id:
        taken = await _TAKE.rows(connection, consumer=subscription.name, event_ids=list(by_id))
        fresh.update(row.event_id for row in taken)
    return [event for event_id, event in by_id.items() if event_id in fresh] + ([harmless] if harmless else [])


def _id_of(subscription: Subscription[E], event: E) -> UUID | None:
    """The event's id, None for a harmless one. Raises ValueError where it has none and needs one."""
    return None if subscription.is_harmless(event) else UUID(subscription.event_id(event))


def reason_of(error: Exception) -> str:
    """The code under which a message is parked: never the error's words, which may quote what somebody wrote."""
    if isinstance(error, Unreadable):
        return "unreadable"
    return error.code if isinstance(error, ServiceError) else type(error).__name__


def is_outage(error: Exception) -> bool:
    """Whether the message is not at fault and shall simply come again."""
    return isinstance(error, ServiceError) and error.kind is Kind.UNAVAILABLE
