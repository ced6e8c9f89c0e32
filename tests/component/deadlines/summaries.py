"""Agencies that owe monthly summaries, what `reporting` tells of these, and what is kept of their obligations."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from deadlines.adapters.summary_duties import SqlSummaryDuties
from deadlines.app.open_summaries import open_summaries
from deadlines.domain.summary import POLICY
from deadlines.ports.report_events import reporting_subscription
from kit.directory.copy import put_agencies
from kit.domain.thai_dates import BANGKOK
from rongrian.deadlines.v1.deadline_service_pb2 import ListObligationsRequest
from rongrian.deadlines.v1.deadline_service_pb2_grpc import DeadlineServiceStub
from rongrian.deadlines.v1.obligation_pb2 import Obligation
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent
from tests.component.deadlines.own_policies import kept
from tests.support import tree
from tests.support.cast import Cast
from tests.support.running import Running

ROUND = "2020-09"


async def owe(
    deadlines: Running,
    *agencies: UUID,
    from_round: str = ROUND,
    version: int = 2,
    closed_on: date | None = None,
    since: date | None = None,
) -> None:
    """These agencies owe summaries from that round on, as the directory now knows; none where it is empty."""
    told = [agency for agency in tree.worked_example_tree() if UUID(agency.id) in agencies]
    for agency in told:
        agency.owes_summaries_from, agency.version = from_round, version
        agency.closed_on = closed_on.isoformat() if closed_on else ""
        agency.owes_summaries_since = since.isoformat() if since else ""
    async with deadlines.database.begin() as connection:
        await put_agencies(connection, told)


async def open_what_began(deadlines: Running) -> None:
    """What a `work` process does at the start of a month, and each minute: what is owed no more it cancels."""
    clock = deadlines.foundation.clock
    await open_summaries(clock.today(), clock.business_now(), store=SqlSummaryDuties(deadlines.database, clock))


def submitted(agency: UUID, round_: str = ROUND, *, on: date) -> ReportingEvent:
    """Confirmed at noon of that day."""
    event = _event(on)
    event.summary_submitted.agency_id, event.summary_submitted.round = str(agency), round_
    return event


def closed(round_: str = ROUND, *, on: date) -> ReportingEvent:
    """Closed by ป.ป.ท. at noon of that day."""
    event = _event(on)
    event.round_closed.round = round_
    return event


async def tell_reporting(deadlines: Running, *told: ReportingEvent) -> None:
    """Let `deadlines` take these events in, in one transaction, as its consumer does."""
    async with deadlines.database.begin() as connection:
        await reporting_subscription(deadlines.foundation.clock).handle(connection, told)


async def owed_by(deadlines: Running, agency: UUID) -> list[Row[Any]]:
    """The obligations of its summaries, in the order of their rounds."""
    rows = [row for row in await kept(deadlines, POLICY) if row.agency_id == agency]
    return sorted(rows, key=lambda row: row.due_on)


async def listed(stub: DeadlineServiceStub, cast: Cast, username: str) -> list[Obligation]:
    """What somebody sees of monthly summaries."""
    request = ListObligationsRequest(policy=POLICY)
    return list((await stub.ListObligations(request, metadata=cast.metadata(username))).obligations)


def _event(on: date) -> ReportingEvent:
    event = ReportingEvent()
    event.header.event_id = event.header.aggregate_id = str(uuid4())
    event.header.aggregate_version = 1
    event.header.recorded_on = on.isoformat()
    event.header.recorded_at.FromDatetime(datetime.combine(on, time(12), BANGKOK))
    return event
