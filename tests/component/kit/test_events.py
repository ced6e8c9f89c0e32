"""From the outbox to a consumer: everything arrives, once, whatever is sent twice, late or broken."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import date
from uuid import uuid4

import nats
import pytest
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from pydantic import SecretStr
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from dev.stack import Stack
from kit.database.engine import open_engine
from kit.database.tables import parked
from kit.domain.errors import NotFound
from kit.events.consumer import Consumer, Subscription
from kit.events.outbox import OutgoingEvent, record_events
from kit.events.relay import Relay
from rongrian.cases.v1.case_events_pb2 import CasesEvent
from rongrian.kit.v1.event_pb2 import EventHeader
from tests.support.running import Running

pytestmark = pytest.mark.rule("REL-3")


class Listener:
    """A consumer of this test's; it remembers what it took in, and refuses what it is told to."""

    def __init__(self, refused: str = "") -> None:
        self.taken: list[str] = []
        self._refused = refused

    async def take(self, connection: AsyncConnection, events: Sequence[CasesEvent]) -> None:
        for event in events:
            if event.header.aggregate_id == self._refused:
                raise NotFound
        self.taken += [event.header.aggregate_id for event in events]


@pytest.fixture
async def jetstream(nats_url: str) -> AsyncIterator[JetStreamContext]:
    connection = await nats.connect(nats_url)
    yield connection.jetstream()
    await connection.close()


def consumer_of(cases: Running, jetstream: JetStreamContext, listener: Listener) -> Consumer[CasesEvent]:
    subscription = Subscription(
        service="test",
        publisher="cases",
        event_type=CasesEvent,
        event_id=lambda event: event.header.event_id,
        handle=listener.take,
    )
    return Consumer(cases.database, jetstream, subscription)


@asynccontextmanager
async def at_work(*jobs: Relay | Consumer[CasesEvent]) -> AsyncIterator[None]:
    """Runs the jobs while the block lasts and waits at its end until all are settled."""
    tasks = [asyncio.create_task(job.run()) for job in jobs]
    try:
        yield
        async with asyncio.timeout(20):
            for job in jobs:
                await _until_settled(job)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _until_settled(job: Relay | Consumer[CasesEvent]) -> None:
    settled = False
    while not settled:
        await asyncio.sleep(0.05)
        with suppress(NotFoundError):  # the consumer is not made yet
            settled = await job.is_settled(date(2020, 7, 15))


def event(about: str) -> OutgoingEvent:
    event_id = uuid4()
    message = CasesEvent(header=EventHeader(event_id=str(event_id), aggregate_id=about))
    return OutgoingEvent(event_id, "rongrian.cases.v1.case_recorded", message.SerializeToString())


async def recorded(cases: Running, *events: OutgoingEvent) -> None:
    async with cases.database.begin() as connection:
        record_events(connection, list(events))


async def test_everything_recorded_arrives_in_order(cases: Running, jetstream: JetStreamContext) -> None:
    listener = Listener()
    async with at_work(Relay(cases.database, jetstream, "cases"), consumer_of(cases, jetstream, listener)):
        await recorded(cases, *(event(str(number)) for number in range(700)))

    assert listener.taken == [str(number) for number in range(700)]


async def test_an_event_of_a_transaction_that_failed_is_never_sent(cases: Running, jetstream: JetStreamContext) -> None:
    listener = Listener()

    async def fail() -> None:
        async with cases.database.begin() as connection:
            record_events(connection, [event("never")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with at_work(Relay(cases.database, jetstream, "cases"), consumer_of(cases, jetstream, listener)):
        await recorded(cases, event("after"))

    assert listener.taken == ["after"]


async def test_an_event_published_again_after_a_crash_is_taken_in_once(
    cases: Running, jetstream: JetStreamContext
) -> None:
    listener = Listener()
    relay, consumer = Relay(cases.database, jetstream, "cases"), consumer_of(cases, jetstream, listener)
    async with at_work(relay, consumer):
        await recorded(cases, event("once"))
    async with cases.database.begin() as connection:
        await connection.execute(text("UPDATE outbox SET published_at = NULL"))
    await jetstream.purge_stream("CASES")
    async with at_work(relay, consumer):
        await relay.publish_waiting()

    assert listener.taken == ["once"]


async def test_the_same_event_delivered_under_another_message_id_is_taken_in_once(
    cases: Running, jetstream: JetStreamContext
) -> None:
    listener, twice = Listener(), event("twice")
    async with at_work(Relay(cases.database, jetstream, "cases"), consumer_of(cases, jetstream, listener)):
        await recorded(cases, twice)
        await asyncio.sleep(0.5)
        await jetstream.publish(twice.subject, twice.payload, headers={"Nats-Msg-Id": "another"})

    assert listener.taken == ["twice"]


async def test_unreadable_and_refused_messages_are_parked_and_hinder_nobody(
    cases: Running, jetstream: JetStreamContext
) -> None:
    listener = Listener(refused="refused")
    async with at_work(Relay(cases.database, jetstream, "cases"), consumer_of(cases, jetstream, listener)):
        await recorded(cases, event("before"), event("refused"), event("after"))
        await asyncio.sleep(0.5)
        await jetstream.publish("rongrian.cases.v1.case_recorded", b"\xff\xff not an event")

    async with cases.database.read() as connection:
        kept = (await connection.execute(select(parked.c.reason).order_by(parked.c.id))).scalars().all()
    assert sorted(listener.taken) == ["after", "before"]
    assert sorted(kept) == ["not_found", "unreadable"]


async def test_a_day_whose_partition_was_not_made_in_time_hinders_no_later_one(stack: Stack, cases: Running) -> None:
    engine = open_engine(SecretStr(stack.database_url("cases", "owner", cases.database_name)), pool=1)
    async with engine.begin() as connection:
        names = [await partition(connection, days) for days in (1, 2)]
        for name in names:
            await connection.execute(text(f"DROP TABLE {name}"))
        late = (
            "INSERT INTO outbox (day, event_id, subject, payload) VALUES (current_date + 1, gen_random_uuid(), '', '')"
        )
        await connection.execute(text(late))

        await connection.execute(text("SELECT roll_outbox()"))

        made = [(await connection.execute(text(f"SELECT to_regclass('{name}')"))).scalar_one() for name in names]
    await engine.dispose()

    assert made == [None, names[1]]


async def partition(connection: AsyncConnection, days: int) -> str:
    """The name of the outbox partition of a day from today on."""
    named = text(f"SELECT 'outbox_' || to_char(current_date + {days}, 'YYYYMMDD')")
    return str((await connection.execute(named)).scalar_one())
