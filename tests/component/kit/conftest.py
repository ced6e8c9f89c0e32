"""The kit is tried on `cases`, the first service that stands on it."""

from collections.abc import AsyncIterator

import pytest

from cases.service import SERVICE
from dev.stack import Stack
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running, running


@pytest.fixture
async def cases(stack: Stack, cast: Cast, clock: FixedClock) -> AsyncIterator[Running]:
    async with running(stack, SERVICE, clock, cast) as service:
        yield service


@pytest.fixture
def stub(cases: Running) -> CaseServiceStub:
    return CaseServiceStub(cases.channel)
