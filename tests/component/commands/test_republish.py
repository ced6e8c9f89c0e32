"""A stream that lost what it held is filled again from the outbox, and everybody has every event once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from nats.js import JetStreamContext
from sqlalchemy import text

from kit.database.engine import Database
from kit.domain.errors import Unavailable
from kit.events.consumer import Consumer
from kit.events.relay import BATCH, Relay
from kit.events.republish import Republishing
from kit.work.jobs import Jobs
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent
from tests.component.commands.conftest import Listener, event, recorded

pytestmark = pytest.mark.rule("REL-4")

NUMBERS = [str(number) for number in range(700)]


def unheard(done: int, total: int) -> None:
    """Nobody waits at a screen."""


def consumer(
    database: Database, jetstream: JetStreamContext, listener: Listener, name: str
) -> Consumer[ReportingEvent]:
    return Consumer(database, jetstream, listener.subscription(name))


@asynccontextmanager
async def at_work(*jobs: Relay | Consumer[ReportingEvent]) -> AsyncIterator[None]:
    """Kept running, as a `work` process keeps them, while the block lasts."""
    running = asyncio.create_task(Jobs(jobs).run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(600):
        if await is_so():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError


async def publish_all(database: Database, jetstream: JetStreamContext, count: int) -> None:
    """Record and relay `count` events, as in earlier days."""
    await recorded(database, *(event(number) for number in NUMBERS[:count]))
    relay = Relay(database, jetstream, "reporting")
    async with at_work(relay):
        await until(lambda: is_published(relay))


async def is_published(relay: Relay) -> bool:
    return await relay.waiting() == 0


async def messages_in(jetstream: JetStreamContext) -> int:
    return (await jetstream.stream_info("REPORTING")).state.messages


async def test_after_a_purge_everybody_has_every_event_once(database: Database, jetstream: JetStreamContext) -> None:
    early, late = Listener(), Listener()
    await publish_all(database, jetstream, 700)
    async with at_work(consumer(database, jetstream, early, "early")):
        await early.has(700)
    await jetstream.purge_stream("REPORTING")

    count = await Republishing(database, jetstream, "reporting").run(unheard)

    assert (count, await messages_in(jetstream)) == (700, 700)
    both = [consumer(database, jetstream, early, "early"), consumer(database, jetstream, late, "late")]
    async with at_work(*both):
        await late.has(700)
        assert [await each.waiting() for each in both] == [0, 0]
    assert sorted(late.taken) == sorted(early.taken) == sorted(NUMBERS)


async def test_consumers_at_work_go_on_by_themselves_when_the_stream_was_deleted(
    database: Database, jetstream: JetStreamContext
) -> None:
    early, late = Listener(), Listener()
    await publish_all(database, jetstream, 700)
    async with at_work(consumer(database, jetstream, early, "early")):
        await early.has(700)
    await jetstream.delete_stream("REPORTING")
    relay = Relay(database, jetstream, "reporting")
    async with at_work(
        relay, consumer(database, jetstream, early, "early"), consumer(database, jetstream, late, "late")
    ):
        await asyncio.sleep(0.5)
        await jetstream.delete_stream("REPORTING")  # now that both fetch from it
        await Republishing(database, jetstream, "reporting").run(unheard)
        await recorded(database, event("new"))
        await late.has(701)
        await early.has(701)

    assert sorted(late.taken) == sorted(early.taken) == sorted([*NUMBERS, "new"])


async def test_a_run_that_is_stopped_in_the_middle_is_run_again_and_repeats_nothing_for_consumers(
    database: Database, jetstream: JetStreamContext
) -> None:
    listener = Listener()
    await publish_all(database, jetstream, 700)
    await jetstream.purge_stream("REPORTING")

    def stop(done: int, total: int) -> None:
        assert total == 700
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await Republishing(database, jetstream, "reporting").run(stop)
    assert await messages_in(jetstream) == BATCH
    await Republishing(database, jetstream, "reporting").run(unheard)

    assert await messages_in(jetstream) == BATCH + 700
    async with at_work(consumer(database, jetstream, listener, "test")):
        await listener.has(700)
    assert sorted(listener.taken) == sorted(NUMBERS)


async def test_since_a_moment_only_what_was_published_from_then_on_goes_out(
    database: Database, jetstream: JetStreamContext
) -> None:
    await publish_all(database, jetstream, 5)
    async with database.begin() as connection:
        await connection.execute(
            text(
                "UPDATE outbox SET published_at = now() - interval '3 hours' WHERE position IN "
                "(SELECT position FROM outbox ORDER BY position LIMIT 2)"
            )
        )

    two_hours_ago = datetime.now(UTC) - timedelta(hours=2)

    assert await Republishing(database, jetstream, "reporting", two_hours_ago).run(unheard) == 3
    assert await Republishing(database, jetstream, "reporting").run(unheard) == 5


async def test_what_was_never_published_is_left_to_the_relay(database: Database, jetstream: JetStreamContext) -> None:
    await recorded(database, event("waits"))
    run = Republishing(database, jetstream, "reporting")

    assert await run.run(unheard) == 0
    assert await run.not_yet_published() == 1
    assert await messages_in(jetstream) == 0


async def test_without_nats_it_is_told_and_nothing_is_changed(database: Database, jetstream: JetStreamContext) -> None:
    await publish_all(database, jetstream, 1)
    await jetstream._nc.close()

    with pytest.raises(Unavailable, match="nats"):
        await Republishing(database, jetstream, "reporting").run(unheard)
