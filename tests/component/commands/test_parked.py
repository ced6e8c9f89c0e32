"""Parked messages are shown, taken in when their handler is mended, or dropped by somebody who says why."""

import json
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from nats.js import JetStreamContext
from prometheus_client import REGISTRY
from pydantic import SecretStr
from sqlalchemy import insert, select

from dev.stack import Stack
from kit.audit.linker import Linker
from kit.audit.verify import Verdict, verify
from kit.database.engine import Database, open_engine
from kit.database.tables import audit_entry, inbox, parked
from kit.domain.errors import Unavailable
from kit.events.consumer import Consumer
from kit.events.outbox import OutgoingEvent
from kit.events.parking import ParkedWatch, drop, list_parked
from kit.events.retrying import Outcome, Retried, retry
from kit.events.streams import ensure_stream
from rongrian.kit.v1.audit_pb2 import AuditHead
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent
from tests.component.commands.conftest import AWAY, REFUSED, Listener, event
from tests.support.clock import FixedClock
from tests.support.running import Running

CONSUMER = "test-reporting"


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def linker(stack: Stack, reporting: Running) -> AsyncIterator[Linker]:
    url = stack.database_url("reporting", "linker", reporting.database_name)
    database = Database(open_engine(SecretStr(url), pool=1))
    yield Linker(database)
    await database.close()


async def put_parked(database: Database, message: OutgoingEvent, consumer: str = CONSUMER) -> int:
    row = {"subject": message.subject, "payload": message.payload, "stream_sequence": 7}
    async with database.begin() as connection:
        statement = insert(parked).values(consumer=consumer, reason="KeyError", **row).returning(parked.c.id)
        parked_id: int = (await connection.execute(statement)).scalar_one()
    return parked_id


async def rows(database: Database, table: Any) -> list[Any]:
    async with database.read() as connection:
        return list((await connection.execute(select(table))).all())


async def deliver(
    database: Database, jetstream: JetStreamContext, listener: Listener, message: OutgoingEvent, as_often: int = 1
) -> None:
    """Publish `message` so often under different message ids, and let the consumer meet it each time."""
    await ensure_stream(jetstream, "reporting")
    consumer: Consumer[ReportingEvent] = Consumer(database, jetstream, listener.subscription("test"))
    pull = await jetstream.pull_subscribe("rongrian.reporting.>", durable=CONSUMER, stream="REPORTING")
    for _ in range(as_often):
        await jetstream.publish(message.subject, message.payload)
        await consumer.take_in(await pull.fetch(1))
    await pull.unsubscribe()


@pytest.mark.rule("REL-3")
async def test_when_its_handler_is_mended_a_parked_message_is_taken_in_once(
    database: Database, jetstream: JetStreamContext, listener: Listener
) -> None:
    listener.broken, message = REFUSED, event("mended")
    await deliver(database, jetstream, listener, message)
    (kept,) = await list_parked(database)
    assert (kept.consumer, kept.subject, kept.reason) == (CONSUMER, message.subject, "not_found")

    listener.broken = None
    first = await retry(database, [listener.subscription("test")], kept.id)
    again = await retry(database, [listener.subscription("test")], kept.id)

    assert (first, again) == (Retried(kept.id, Outcome.TAKEN_IN), Retried(kept.id, Outcome.NOT_PARKED))
    assert listener.taken == ["mended"]
    assert await list_parked(database) == []
    assert [(row.consumer, row.event_id) for row in await rows(database, inbox)] == [(CONSUMER, message.event_id)]


async def test_one_that_fails_again_stays_parked_with_the_new_reason(database: Database, listener: Listener) -> None:
    parked_id, listener.broken = await put_parked(database, event("broken")), ZeroDivisionError()

    retried = await retry(database, [listener.subscription("test")], parked_id)

    assert retried == Retried(parked_id, Outcome.STILL_PARKED, "ZeroDivisionError")
    assert [each.reason for each in await list_parked(database)] == ["ZeroDivisionError"]
    assert await rows(database, inbox) == []


async def test_one_that_cannot_be_read_stays_parked(database: Database, listener: Listener) -> None:
    parked_id = await put_parked(database, OutgoingEvent(UUID(int=0), "rongrian.reporting.v1.told", b"\xff\xff"))

    retried = await retry(database, [listener.subscription("test")], parked_id)

    assert retried == Retried(parked_id, Outcome.STILL_PARKED, "unreadable")


async def test_one_whose_neighbour_is_away_stays_as_it_was(database: Database, listener: Listener) -> None:
    parked_id, listener.broken = await put_parked(database, event("waits")), AWAY

    with pytest.raises(Unavailable):
        await retry(database, [listener.subscription("test")], parked_id)

    assert [each.reason for each in await list_parked(database)] == ["KeyError"]


async def test_one_that_nobody_listens_to_any_more_stays_parked(database: Database, listener: Listener) -> None:
    parked_id = await put_parked(database, event("old"), consumer="test-gone")

    retried = await retry(database, [listener.subscription("test")], parked_id)

    assert retried.outcome is Outcome.NO_SUCH_CONSUMER
    assert len(await list_parked(database)) == 1


@pytest.mark.rule("REL-3")
async def test_one_that_came_again_and_was_taken_in_is_not_taken_in_a_second_time(
    database: Database, jetstream: JetStreamContext, listener: Listener
) -> None:
    message = event("again")
    parked_id = await put_parked(database, message)
    await deliver(database, jetstream, listener, message)

    retried = await retry(database, [listener.subscription("test")], parked_id)

    assert retried.outcome is Outcome.TAKEN_IN_BEFORE
    assert (listener.taken, await list_parked(database)) == (["again"], [])


@pytest.mark.rule("REL-4")
async def test_one_that_comes_again_when_its_stream_is_refilled_is_parked_in_one_row(
    database: Database, jetstream: JetStreamContext, listener: Listener
) -> None:
    listener.broken = REFUSED

    await deliver(database, jetstream, listener, event("refused"), as_often=3)

    assert [each.reason for each in await list_parked(database)] == ["not_found"]


@pytest.mark.rule("CASE-27")
async def test_who_drops_one_and_why_is_in_the_trail_and_the_trail_verifies(
    database: Database, clock: FixedClock, linker: Linker
) -> None:
    message = event("a word that nobody else may read")
    parked_id = await put_parked(database, message)

    assert await drop(database, clock, parked_id, operator="somchai", reason="ส่งซ้ำ")

    assert await list_parked(database) == []
    assert not await drop(database, clock, parked_id, operator="somchai", reason="again")
    (entry,) = await rows(database, audit_entry)
    assert (entry.actor, entry.roles, entry.agency_id) == (UUID(int=0), "operator", None)
    assert (entry.action, entry.object_kind, entry.object_id) == ("parked.drop", "parked_message", UUID(int=parked_id))
    assert (entry.on, entry.reason, json.loads(entry.after)) == (clock.day, "ส่งซ้ำ", {"operator": "somchai"})
    before = json.loads(entry.before)
    assert before.pop("parked_at")
    assert before == {
        "consumer": CONSUMER,
        "subject": message.subject,
        "stream_sequence": 7,
        "reason": "KeyError",
        "payload_sha256": sha256(message.payload).hexdigest(),
    }
    assert "nobody else" not in str(entry)
    assert await linker.link_waiting() == 1
    assert await verify(database, _nobody) == Verdict(links=1)


@pytest.mark.rule("OPS-1")
async def test_how_many_are_parked_is_measured_by_consumer(database: Database, clock: FixedClock) -> None:
    def measured(consumer: str) -> float | None:
        return REGISTRY.get_sample_value("rongrian_parked", {"consumer": consumer})

    watch = ParkedWatch(database, ["measured-quiet", "measured-busy"])
    ids = [await put_parked(database, event(str(number)), "measured-busy") for number in range(2)]
    await watch.measure()
    assert (measured("measured-quiet"), measured("measured-busy")) == (0, 2)

    for parked_id in ids:
        await drop(database, clock, parked_id, operator="somchai", reason="test")
    await watch.measure()
    assert measured("measured-busy") == 0


async def _nobody() -> AuditHead | None:
    return None
