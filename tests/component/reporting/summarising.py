"""Officers who ask about monthly summaries and rounds, and the agencies that owe them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from google.protobuf.message import Message
from sqlalchemy import select

from kit.clock import Clock
from kit.database.tables import audit_entry, outbox
from kit.directory.copy import put_agencies
from reporting.adapters.publishing import SqlClosingStore
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent
from rongrian.reporting.v1.report_pb2 import STATED_NONE, STATED_SOME
from rongrian.reporting.v1.summary_service_pb2 import SubmitSummaryRequest
from rongrian.reporting.v1.summary_service_pb2_grpc import SummaryServiceStub
from tests.support import tree
from tests.support.answers import Refusal, refusal_of
from tests.support.cast import Cast
from tests.support.running import Running

# The agencies of the worked example that owe summaries from กันยายน 2563 on.
OWING = (tree.MINISTRY, *tree.DEPARTMENTS.values())


@dataclass(frozen=True, slots=True)
class Asking:
    """`asking(username, request)` goes to the method of SummaryService that takes such a request."""

    running: Running
    cast: Cast

    async def __call__(self, username: str, request: Message) -> Any:
        method = getattr(SummaryServiceStub(self.running.channel), request.DESCRIPTOR.name.removesuffix("Request"))
        return await method(request, metadata=self.cast.metadata(username))

    async def refused(self, username: str, request: Message) -> Refusal:
        return await refusal_of(self(username, request))


async def owe(running: Running, since: date = date(2020, 9, 1), agencies: Iterable[UUID] = OWING) -> None:
    """As `agencies` would tell it."""
    owing = {str(agency) for agency in agencies}
    changed = [agency for agency in tree.worked_example_tree() if agency.id in owing]
    for agency in changed:
        agency.owes_summaries_from, agency.version = since.isoformat()[:7], 2
    async with running.database.begin() as connection:
        await put_agencies(connection, changed)


def states(new: bool, progress: bool, *, of: str = "2020-09", **more: str) -> SubmitSummaryRequest:
    return SubmitSummaryRequest(
        round=of,
        new=STATED_SOME if new else STATED_NONE,
        progress=STATED_SOME if progress else STATED_NONE,
        **more,
    )


async def freeze(running: Running, clock: Clock) -> None:
    """The last step of every closing that has begun, as the job takes it once `cases` has told everything."""
    store = SqlClosingStore(running.database, clock)
    for closing in await store.closing_rounds():
        await store.freeze(closing.close(clock.business_now(), clock.today()))


async def told_by(running: Running) -> list[ReportingEvent]:
    """What reporting has recorded to be told, in order."""
    async with running.database.read() as connection:
        payloads = (await connection.execute(select(outbox.c.payload).order_by(outbox.c.position))).scalars()
        return [ReportingEvent.FromString(payload) for payload in payloads]


async def acts_of(running: Running) -> list[str]:
    """What its trail names, in order."""
    async with running.database.read() as connection:
        return list((await connection.execute(select(audit_entry.c.action).order_by(audit_entry.c.entry_id))).scalars())
