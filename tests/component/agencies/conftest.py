"""`agencies` running inside the test, on 15 July 2563, with the worked example's tree and people."""

from collections.abc import AsyncIterator

import pytest

from agencies.adapters.officer_store import SqlOfficerStore
from agencies.service import SERVICE
from dev.stack import Stack
from rongrian.agencies.v1.agency_service_pb2_grpc import AgencyServiceStub
from rongrian.agencies.v1.directory_service_pb2_grpc import DirectoryServiceStub
from rongrian.agencies.v1.officer_service_pb2_grpc import OfficerServiceStub
from tests.component.agencies.world import put_world
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running, running


@pytest.fixture
async def agencies(stack: Stack, cast: Cast, clock: FixedClock) -> AsyncIterator[Running]:
    async with running(stack, SERVICE, clock, cast) as service:
        await put_world(service.database, cast)
        yield service


@pytest.fixture
def tree(agencies: Running) -> AgencyServiceStub:
    return AgencyServiceStub(agencies.channel)


@pytest.fixture
def officers(agencies: Running) -> OfficerServiceStub:
    return OfficerServiceStub(agencies.channel)


@pytest.fixture
def directory(agencies: Running) -> DirectoryServiceStub:
    return DirectoryServiceStub(agencies.channel)


@pytest.fixture
def officer_store(agencies: Running, clock: FixedClock) -> SqlOfficerStore:
    on = agencies.foundation
    return SqlOfficerStore(on.database, clock, on.sealer, on.blind_index)
