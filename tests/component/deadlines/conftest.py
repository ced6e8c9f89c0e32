"""`deadlines` running inside the test, on 15 July 2563."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from nats.js import JetStreamContext
from pydantic import SecretStr

from agencies.service import SERVICE as AGENCIES
from deadlines.adapters.agencies import AgenciesRecipients
from deadlines.adapters.reminding import SqlReminderStore
from deadlines.service import SERVICE
from dev.stack import Stack
from kit.events.streams import connect
from kit.grpc.neighbour import Neighbour
from rongrian.deadlines.v1.deadline_service_pb2_grpc import DeadlineServiceStub
from rongrian.deadlines.v1.policy_service_pb2_grpc import PolicyServiceStub
from tests.component.agencies.world import put_world
from tests.component.deadlines.mailing import Agencies, Mails, Reminding, mails_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running, running


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(date(2020, 7, 15))


@pytest.fixture
async def deadlines(stack: Stack, cast: Cast, clock: FixedClock) -> AsyncIterator[Running]:
    async with running(stack, SERVICE, clock, cast) as service:
        yield service


@pytest.fixture
def stub(deadlines: Running) -> DeadlineServiceStub:
    return DeadlineServiceStub(deadlines.channel)


@pytest.fixture
def policies(deadlines: Running) -> PolicyServiceStub:
    return PolicyServiceStub(deadlines.channel)


@pytest.fixture
async def agencies_service(stack: Stack, cast: Cast, clock: FixedClock) -> AsyncIterator[Running]:
    async with running(stack, AGENCIES, clock, cast) as service:
        await put_world(service.database, cast)
        yield service


@pytest.fixture
def agencies(agencies_service: Running, deadlines: Running, cast: Cast) -> Agencies:
    return Agencies(agencies_service, deadlines, cast)


@pytest.fixture
async def neighbour(deadlines: Running, agencies_service: Running) -> AsyncIterator[Neighbour]:
    """The way to `agencies`, as `deadlines` itself."""
    neighbour = Neighbour("agencies", agencies_service.address, deadlines.foundation.own_token)
    yield neighbour
    await neighbour.close()


@pytest.fixture
def reminding(stack: Stack, deadlines: Running, neighbour: Neighbour, clock: FixedClock) -> Reminding:
    store = SqlReminderStore(deadlines.database, deadlines.foundation.directory, clock)
    return Reminding(store, AgenciesRecipients(neighbour), clock, stack.around.mail.smtp)


@pytest.fixture
def mails(stack: Stack) -> Mails:
    return mails_of(stack)


@pytest.fixture
async def jetstream(nats_url: str) -> AsyncIterator[JetStreamContext]:
    client = await connect(SecretStr(nats_url), "test")
    yield client.jetstream()
    await client.close()
