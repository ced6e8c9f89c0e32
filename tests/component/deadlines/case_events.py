"""Events of `cases`, as it would tell them, and what `deadlines` tells in its turn."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from deadlines.ports.case_events import cases_subscription
from kit.database.tables import outbox
from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_events_pb2 import CaseFacts, CasesEvent, Entry, RoundFacts
from rongrian.deadlines.v1.deadline_events_pb2 import DeadlinesEvent
from tests.support import tree
from tests.support.running import Running

RECEIVED = date(2020, 7, 15)
DAY_7 = date(2020, 7, 22)


def facts(
    number: str = "5888-1",
    version: int = 1,
    *,
    case_id: UUID | None = None,
    complaint_id: UUID | None = None,
    agency: UUID = tree.DEPARTMENT_1,
    received_on: date = RECEIVED,
    reported_on: date | None = None,
    accused: tuple[bytes, ...] = (),
    with_pacc: bool = False,
) -> CaseFacts:
    """A case after the resolution, recorded on the day of its reception."""
    due_on = received_on + timedelta(days=7)
    entries = [Entry(level=case_pb2.LEVEL_UNIT, on=received_on.isoformat())]
    if with_pacc:
        entries.append(Entry(level=case_pb2.LEVEL_PACC, on=received_on.isoformat()))
    return CaseFacts(
        case_id=str(case_id or uuid4()),
        complaint_id=str(complaint_id or uuid4()),
        agency_id=str(agency),
        number=number,
        era=case_pb2.ERA_AFTER_RESOLUTION,
        status=case_pb2.CASE_STATUS_REPORTED_7 if reported_on else case_pb2.CASE_STATUS_NEW,
        received_on=received_on.isoformat(),
        recorded_on=received_on.isoformat(),
        rounds=[
            RoundFacts(
                round=case_pb2.ROUND_7,
                due_on=due_on.isoformat(),
                reported_on=reported_on.isoformat() if reported_on else "",
            )
        ],
        entries=entries,
        accused_indexes=accused,
        version=version,
    )


def later(earlier: CaseFacts, *, reported_on: date) -> CaseFacts:
    """The same case, its round reported."""
    changed = CaseFacts()
    changed.CopyFrom(earlier)
    changed.version += 1
    changed.status = case_pb2.CASE_STATUS_REPORTED_7
    changed.rounds[0].reported_on = reported_on.isoformat()
    return changed


def event(of: CaseFacts) -> CasesEvent:
    happened = CasesEvent(facts=of)
    happened.header.event_id = str(uuid4())
    happened.header.aggregate_id = of.case_id
    happened.header.aggregate_version = of.version
    happened.case_recorded.SetInParent()
    return happened


async def tell(deadlines: Running, *told: CaseFacts) -> None:
    """Let `deadlines` take events in, in one transaction, as its consumer does."""
    subscription = cases_subscription(deadlines.foundation.clock)
    async with deadlines.database.begin() as connection:
        await subscription.handle(connection, [event(each) for each in told])


async def events_of(deadlines: Running) -> Sequence[DeadlinesEvent]:
    """Everything that `deadlines` has told, in order."""
    async with deadlines.database.read() as connection:
        rows = (await connection.execute(select(outbox.c.payload).order_by(outbox.c.position))).scalars()
        return [DeadlinesEvent.FromString(payload) for payload in rows]


async def happenings(deadlines: Running) -> list[str]:
    return [str(told.WhichOneof("event")) for told in await events_of(deadlines)]
