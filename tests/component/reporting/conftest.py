"""`reporting` running inside the test, its read models filled as `cases` would tell."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import pytest

from dev.stack import Stack
from reporting.ports.case_events import take_in_cases_events
from reporting.service import SERVICE
from rongrian.cases.v1.case_events_pb2 import CasesEvent
from rongrian.reporting.v1.report_service_pb2 import GetReport1Request, GetReport1Response
from rongrian.reporting.v1.report_service_pb2_grpc import ReportServiceStub
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running, running

TakeIn = Callable[[Sequence[CasesEvent]], Awaitable[None]]
Report = Callable[..., Awaitable[GetReport1Response]]


@pytest.fixture
async def reporting(stack: Stack, cast: Cast, clock: FixedClock) -> AsyncIterator[Running]:
    async with running(stack, SERVICE, clock, cast) as service:
        yield service


@pytest.fixture
def stub(reporting: Running) -> ReportServiceStub:
    return ReportServiceStub(reporting.channel)


@pytest.fixture
def take_in(reporting: Running) -> TakeIn:
    """Events into the read models, in one transaction, as the consumer commits a batch."""

    async def taken_in(events: Sequence[CasesEvent]) -> None:
        async with reporting.database.begin() as connection:
            await take_in_cases_events(connection, events)

    return taken_in


@pytest.fixture
def report(stub: ReportServiceStub, cast: Cast) -> Report:
    """Report 1 of a month or a range, as one of the cast."""

    async def asked(username: str, from_month: str, to_month: str = "") -> GetReport1Response:
        request = GetReport1Request(from_month=from_month, to_month=to_month)
        return await stub.GetReport1(request, metadata=cast.metadata(username))

    return asked
