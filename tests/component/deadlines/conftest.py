"""`deadlines` running inside the test, on 15 July 2563."""

from collections.abc import AsyncIterator
from datetime import date

import grpc.aio
import pytest

from deadlines.adapters.agencies import AgenciesRecipients
from deadlines.adapters.reminding import SqlReminderStore
from deadlines.service import SERVICE
from dev.stack import Stack
from kit.grpc.neighbour import Neighbour
from rongrian.agencies.v1.directory_service_pb2_grpc import add_DirectoryServiceServicer_to_server
from rongrian.deadlines.v1.deadline_service_pb2_grpc import DeadlineServiceStub
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
def agencies() -> Agencies:
    return Agencies()


@pytest.fixture
async def neighbour(deadlines: Running, agencies: Agencies) -> AsyncIterator[Neighbour]:
    """The way to `agencies`, over a real connection."""
    server = grpc.aio.server()
    add_DirectoryServiceServicer_to_server(agencies, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    neighbour = Neighbour("agencies", f"127.0.0.1:{port}", deadlines.foundation.own_token)
    yield neighbour
    await neighbour.close()
    await server.stop(None)


@pytest.fixture
def reminding(stack: Stack, deadlines: Running, neighbour: Neighbour, clock: FixedClock) -> Reminding:
    store = SqlReminderStore(deadlines.database)
    return Reminding(store, AgenciesRecipients(neighbour), clock, stack.around.mail.smtp)


@pytest.fixture
def mails(stack: Stack) -> Mails:
    return mails_of(stack)
