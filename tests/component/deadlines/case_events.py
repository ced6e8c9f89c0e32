"""Events of `cases`, as it would tell them, and what `deadlines` tells in its turn."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from deadlines.domain.policy import ROUND_7
from deadlines.ports.case_events import cases_subscription
from kit.database.tables import outbox
from kit.domain.thai_dates import BANGKOK
from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_events_pb2 import CaseFacts, CasesEvent, Entry, RoundFacts
from rongrian.deadlines.v1.deadline_events_pb2 import DeadlinesEvent
from tests.support import tree
from tests.support.running import Running

RECEIVED = date(2020, 7, 15)
DAY_7 = date(2020, 7, 22)
DAY_37 = date(2020, 8, 21)


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
                due_on=(received_on + timedelta(days=7)).isoformat(),
                reported_on=reported_on.isoformat() if reported_on else "",
            ),
            RoundFacts(round=case_pb2.ROUND_37, due_on=(received_on + timedelta(days=37)).isoformat()),
        ],
        entries=entries,
        accused_indexes=accused,
        version=version,
    )


def later(earlier: CaseFacts, *, reported_on: date) -> CaseFacts:
    """The same case, its first round reported."""
    changed = CaseFacts()
    changed.CopyFrom(earlier)
    changed.version += 1
    changed.status = case_pb2.CASE_STATUS_REPORTED_7
    changed.rounds[0].reported_on = reported_on.isoformat()
    return changed


def event(of: CaseFacts, happened: str = "", *, on: date | None = None) -> CasesEvent:
    """The event that left the case so: it was recorded, or its first round was reported, or what `happened`.

    It was recorded on the day `on`, at noon; else on the day that the facts give.
    """
    told = CasesEvent(facts=of)
    reported_on = of.rounds[0].reported_on if of.rounds else ""
    day = on or date.fromisoformat(reported_on or of.recorded_on)
    told.header.event_id = str(uuid4())
    told.header.aggregate_id = of.case_id
    told.header.aggregate_version = of.version
    told.header.recorded_on = day.isoformat()
    told.header.recorded_at.FromDatetime(datetime.combine(day, time(12), BANGKOK))
    if happened:
        getattr(told, happened).SetInParent()
    elif reported_on:
        told.round_reported.round = case_pb2.ROUND_7
    else:
        told.case_recorded.SetInParent()
    return told


def history(of: CaseFacts) -> list[CasesEvent]:
    """What `cases` told until the case stood so: a case that begins with its round reported was recorded before."""
    if of.version > 1 or not of.rounds or not of.rounds[0].reported_on:
        return [event(of)]
    recorded = CaseFacts()
    recorded.CopyFrom(of)
    recorded.status = case_pb2.CASE_STATUS_NEW
    recorded.rounds[0].reported_on = ""
    reported = CaseFacts()
    reported.CopyFrom(of)
    reported.version = 2
    return [event(recorded), event(reported)]


async def tell(deadlines: Running, *told: CaseFacts) -> None:
    """Let `deadlines` take in what led to these facts, in one transaction, as its consumer does."""
    await tell_events(deadlines, *(each for facts in told for each in history(facts)))


async def tell_events(deadlines: Running, *told: CasesEvent) -> None:
    """Let `deadlines` take these events in, in this order, in one transaction."""
    subscription = cases_subscription(deadlines.foundation.clock)
    async with deadlines.database.begin() as connection:
        await subscription.handle(connection, told)


async def events_of(deadlines: Running) -> Sequence[DeadlinesEvent]:
    """Everything that `deadlines` has told, in order."""
    async with deadlines.database.read() as connection:
        rows = (await connection.execute(select(outbox.c.payload).order_by(outbox.c.position))).scalars()
        return [DeadlinesEvent.FromString(payload) for payload in rows]


async def happenings(deadlines: Running, policy: str = ROUND_7) -> list[str]:
    """What was told of the obligations under one policy, in order."""
    told = await events_of(deadlines)
    return [str(each.WhichOneof("event")) for each in told if each.facts.policy == policy]
