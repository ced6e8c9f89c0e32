"""While the figures are made anew, and after that was stopped in the middle: no part of them passes for all of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message
from sqlalchemy import delete, func, insert, select

from kit.database.tables import rebuilding
from reporting.adapters.round_tables import summaries
from reporting.adapters.tables import cases
from rongrian.reporting.v1.report_pb2 import FIGURE_NAME_RECEIVED
from rongrian.reporting.v1.report_service_pb2 import (
    GetReport1Request,
    GetReport2Request,
    GetReport3Request,
    GetReport4Request,
    GetReport5Request,
    ListFigureCasesRequest,
)
from rongrian.reporting.v1.report_service_pb2_grpc import ReportServiceStub
from rongrian.reporting.v1.summary_service_pb2 import GetSummaryRequest, ListDifferencesRequest
from rongrian.reporting.v1.summary_service_pb2_grpc import SummaryServiceStub
from tests.component.reporting.closing import close_month
from tests.component.reporting.conftest import TakeIn
from tests.component.reporting.summarising import owe, states
from tests.component.reporting.test_report_1 import the_manuals_complaint
from tests.component.reporting.told import events_of
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running

Ask = Callable[[Message], Awaitable[Any]]
OF_AUGUST = (
    GetReport1Request(from_month="2020-08"),
    GetReport2Request(from_month="2020-08"),
    GetReport4Request(from_month="2020-08"),
    GetReport5Request(round="2020-09"),
    GetSummaryRequest(round="2020-09"),
)
# Live, whatever is closed; of a figure opened the read models alone know who is recused from its cases.
LIVE = (
    GetReport1Request(from_month="2020-07", to_month="2020-08"),
    GetReport2Request(from_month="2020-09"),
    GetReport3Request(fiscal_year=2563),
    ListFigureCasesRequest(report=1, from_month="2020-08", figure=FIGURE_NAME_RECEIVED),
)


@pytest.fixture(autouse=True)
async def september(reporting: Running, take_in: TakeIn, clock: FixedClock) -> None:
    """The complaint of the worked example is taken in; the summaries of August are owed."""
    clock.day = date(2020, 9, 5)
    await owe(reporting)
    await take_in(events_of(the_manuals_complaint()))


@pytest.fixture
def ask(reporting: Running, cast: Cast) -> Ask:
    """The department's officer asks whichever service takes such a request."""
    stubs = (ReportServiceStub(reporting.channel), SummaryServiceStub(reporting.channel))

    async def asked(request: Message) -> Any:
        name = request.DESCRIPTOR.name.removesuffix("Request")
        [method] = [getattr(stub, name) for stub in stubs if hasattr(stub, name)]
        return await method(request, metadata=cast.metadata("test-krom1"))

    return asked


@asynccontextmanager
async def stopped_in_the_middle(reporting: Running) -> AsyncIterator[None]:
    """A rebuild has left its mark, until it is run again."""
    async with reporting.database.begin() as connection:
        await connection.execute(insert(rebuilding).values(consumer="reporting-cases"))
    yield
    async with reporting.database.begin() as connection:
        await connection.execute(delete(rebuilding))


@pytest.mark.rule("REP-1", "REL-8")
@pytest.mark.parametrize("request_", [*OF_AUGUST, *LIVE, states(False, True)], ids=lambda each: each.DESCRIPTOR.name)
async def test_live_figures_are_refused_until_they_are_whole(reporting: Running, ask: Ask, request_: Message) -> None:
    async with stopped_in_the_middle(reporting):
        refusal = await refusal_of(ask(request_))

    assert (refusal.status, refusal.code) == (grpc.StatusCode.UNAVAILABLE, "figures_being_rebuilt")
    assert "กำลังจัดทำตัวเลขใหม่" in refusal.said
    async with reporting.database.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(summaries))).scalar_one() == 0
    assert await ask(request_)


@pytest.mark.rule("SUM-5", "REP-1")
async def test_a_closed_month_goes_on_to_show_what_was_published_but_no_live_figure_beside_it(
    reporting: Running, ask: Ask, clock: FixedClock
) -> None:
    clock.day = date(2020, 9, 11)
    await close_month(reporting, date(2020, 8, 1), clock.day)
    before = [await ask(request) for request in OF_AUGUST]
    async with stopped_in_the_middle(reporting):
        async with reporting.database.begin() as connection:
            await connection.execute(delete(cases))

        assert [await ask(request) for request in OF_AUGUST] == before
        for request in (*LIVE, ListDifferencesRequest(month="2020-08")):
            assert (await refusal_of(ask(request))).code == "figures_being_rebuilt"


@pytest.mark.rule("REP-1")
async def test_who_may_not_see_learns_no_more_from_it(reporting: Running, cast: Cast) -> None:
    stub = ReportServiceStub(reporting.channel)
    async with stopped_in_the_middle(reporting):
        asked = stub.GetReport1(GetReport1Request(from_month="2020-08"), metadata=cast.metadata("test-user-admin"))
        refusal = await refusal_of(asked)

    assert refusal.status in (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.PERMISSION_DENIED)
