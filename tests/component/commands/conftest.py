"""What operators run, tried on `reporting` with a NATS server of each test's own."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from uuid import uuid4

import nats
import pytest
from nats.js import JetStreamContext
from sqlalchemy.ext.asyncio import AsyncConnection

from dev.stack import Stack
from kit.database.engine import Database
from kit.domain.errors import NotFound, Unavailable
from kit.events.consumer import Subscription
from kit.events.outbox import OutgoingEvent, record_events
from reporting.service import SERVICE
from rongrian.kit.v1.event_pb2 import EventHeader
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent
from tests.support.clock import FixedClock
from tests.support.running import Running, running


class Listener:
    """A consumer's handler. It remembers what it took in, and fails while it is broken."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.broken: Exception | None = None

    async def take(self, connection: AsyncConnection, events: Sequence[ReportingEvent]) -> None:
        if self.broken is not None:
            raise self.broken
        self.taken += [event.header.aggregate_id for event in events]

    async def has(self, count: int) -> None:
        """Returns when it has taken in so many; raises TimeoutError when that does not happen."""
        for _ in range(600):
            if len(self.taken) >= count:
                return
            await asyncio.sleep(0.05)
        raise TimeoutError(f"{len(self.taken)} of {count}")

    def subscription(self, service: str) -> Subscription[ReportingEvent]:
        return Subscription(
            service=service,
            publisher="reporting",
            event_type=ReportingEvent,
            event_id=lambda event: event.header.event_id,
            handle=self.take,
        )


REFUSED, AWAY = NotFound(), Unavailable("agencies")


@pytest.fixture
async def reporting(stack: Stack, clock: FixedClock) -> AsyncIterator[Running]:
    async with running(stack, SERVICE, clock) as service:
        yield service


@pytest.fixture
def database(reporting: Running) -> Database:
    return reporting.database


@pytest.fixture
async def jetstream(nats_url: str) -> AsyncIterator[JetStreamContext]:
    connection = await nats.connect(nats_url)
    yield connection.jetstream()
    await connection.close()


def event(about: str, service: str = "reporting") -> OutgoingEvent:
    """An event in the stream of `service` whose aggregate is called `about`."""
    its_id = uuid4()
    message = ReportingEvent(header=EventHeader(event_id=str(its_id), aggregate_id=about))
    return OutgoingEvent(its_id, f"rongrian.{service}.v1.audit_head", message.SerializeToString())


async def recorded(database: Database, *events: OutgoingEvent) -> None:
    async with database.begin() as connection:
        record_events(connection, list(events))
