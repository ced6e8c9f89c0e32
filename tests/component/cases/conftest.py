"""`cases` running inside the test, on 15 July 2563."""

from collections.abc import AsyncIterator, Callable

import pytest

from cases.service import SERVICE
from dev.stack import Stack
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub
from rongrian.cases.v1.closing_service_pb2_grpc import ClosingServiceStub
from tests.component.agencies.world import client_token
from tests.component.cases.desk import Desk
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running, running

Metadata = tuple[tuple[str, str], ...]


@pytest.fixture
async def cases(stack: Stack, cast: Cast, clock: FixedClock) -> AsyncIterator[Running]:
    async with running(stack, SERVICE, clock, cast) as service:
        yield service


@pytest.fixture
def stub(cases: Running) -> CaseServiceStub:
    return CaseServiceStub(cases.channel)


@pytest.fixture
def desk_of(cases: Running, cast: Cast) -> Callable[[str], Desk]:
    return lambda username: Desk(cases.channel, cast, username)


@pytest.fixture
def krom1(desk_of: Callable[[str], Desk]) -> Desk:
    """An officer of กรมทดสอบ1."""
    return desk_of("test-krom1")


@pytest.fixture
def acoc(desk_of: Callable[[str], Desk]) -> Desk:
    """An officer of the ministry's ศปท."""
    return desk_of("test-acoc")


@pytest.fixture
def pacc(desk_of: Callable[[str], Desk]) -> Desk:
    return desk_of("test-pacc")


@pytest.fixture
def as_reporting(stack: Stack) -> Metadata:
    token = client_token(stack, "svc-reporting", stack.around.secrets["SVC_REPORTING_SECRET"])
    return (("authorization", f"Bearer {token}"),)


@pytest.fixture
def closing(cases: Running) -> ClosingServiceStub:
    return ClosingServiceStub(cases.channel)
