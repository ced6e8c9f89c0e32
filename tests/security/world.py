"""The four services, running on one world: what `cases` has recorded and told, the others have taken in."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update

from agencies.adapters.tables import agencies as agency_rows
from agencies.adapters.tables import officers as officer_rows
from agencies.service import SERVICE as AGENCIES
from cases.adapters.tables import corrections
from cases.domain.terms import CorrectionState
from cases.service import SERVICE as CASES
from deadlines.adapters.planning import plan_reminders
from deadlines.adapters.policies import load_policies
from deadlines.adapters.tables import obligations
from deadlines.ports.case_events import cases_subscription
from deadlines.service import SERVICE as DEADLINES
from dev.stack import Stack
from kit.database.tables import directory_officer
from kit.directory.copy import put_agencies, put_officers
from kit.process import Service
from reporting.adapters.round_tables import rounds
from reporting.domain.summary_round import RoundState
from reporting.ports.case_events import take_in_cases_events
from reporting.service import SERVICE as REPORTING
from rongrian.agencies.v1.agency_pb2 import Agency
from rongrian.cases.v1.half_made_record_service_pb2 import KeepHalfMadeRecordRequest
from rongrian.cases.v1.half_made_record_service_pb2_grpc import HalfMadeRecordServiceStub
from tests.component.agencies.world import put_world
from tests.component.cases.kept import events
from tests.security.callers import ENDED, HEAD, PACC_HEAD, Callers
from tests.security.recording import Recording
from tests.security.things import BELOW_OF, NOWHERE, Thing
from tests.support import tree
from tests.support.clock import FixedClock
from tests.support.running import Running, running

SERVICES: Mapping[str, Service] = {service.name: service for service in (AGENCIES, CASES, DEADLINES, REPORTING)}
DAY = date(2020, 7, 15)
# Of monthly summaries: everybody who is asked about owes that of the first, and of the second nothing is left.
OPEN_ROUND, CLOSED_MONTH = "2020-07", "2019-08"
KEEPERS = ("unit", "handler", "acoc", "ministry_acoc", "clerk_acoc", "office_clerk", "ministry_clerk", "other_clerk")
# The client whose name belongs to a system that was ended.
TAKEN_CLIENT = "integrator-taken"


@dataclass(frozen=True, slots=True)
class World:
    """`things` lie in their places; `deleted` are complaints that can be restored until 30 days after DAY.

    `half_made` is what each keeper has kept, and `to_drop` what he may throw away.
    """

    running: Mapping[str, Running]
    callers: Callers
    clock: FixedClock
    things: Mapping[str, Thing]
    deleted: Mapping[str, Thing]
    half_made: Mapping[str, str]
    to_drop: Mapping[str, str]
    nowhere: Thing

    def at(self, place: str) -> Thing:
        return self.nowhere if place == NOWHERE else self.things[place]

    def deleted_at(self, place: str) -> Thing:
        return self.nowhere if place == NOWHERE else self.deleted[place]


@asynccontextmanager
async def world_of(stack: Stack, callers: Callers) -> AsyncIterator[World]:
    clock = FixedClock(DAY)
    async with AsyncExitStack() as open_until_the_end:
        services = {
            name: await open_until_the_end.enter_async_context(running(stack, service, clock, callers.cast))
            for name, service in SERVICES.items()
        }
        await put_world(services["agencies"].database, callers.cast)
        for service in services.values():
            await _put_directory(service, callers)
        recording = Recording(services["cases"].channel, callers, clock)
        things = await recording.lay_out()
        deleted = await recording.lay_out_deleted(DAY)
        await _put_corrections(services["cases"], things)
        await _put_agencies_own(services["agencies"], callers, things)
        await _close_a_round(services["reporting"])
        await _tell(services, clock, things)
        half_made = {keeper: await _keep(services["cases"], callers, keeper) for keeper in KEEPERS}
        to_drop = {keeper: await _keep(services["cases"], callers, keeper) for keeper in KEEPERS}
        clock.day = DAY
        yield World(services, callers, clock, things, deleted, half_made, to_drop, Thing())


def _tree(callers: Callers) -> list[Agency]:
    """The worked example's, newer: กรมทดสอบ10 has a ศปท. of its own, two agencies have heads, all owe summaries."""
    changed = {str(agency.id): agency for agency in tree.worked_example_tree()}
    here, pacc = changed[str(tree.DEPARTMENT_10)], changed[str(tree.PACC)]
    here.is_acoc, here.head_subject = True, callers.subject(HEAD)
    pacc.head_subject = callers.subject(PACC_HEAD)
    newer = [here, pacc, *(changed[str(each)] for each in (tree.MINISTRY, tree.OFFICE, tree.OTHER_DEPARTMENT))]
    for agency in newer:
        agency.version, agency.owes_summaries_from = 2, "2019-09"
    desks = []
    for above in (tree.OFFICE, tree.OTHER_DEPARTMENT):
        parent, desk = changed[str(above)], Agency()
        desk.CopyFrom(parent)
        desk.id, desk.code, desk.parent_id, desk.version = str(BELOW_OF[above]), f"{parent.code}-D", parent.id, 1
        desk.path.append(desk.id)
        desks.append(desk)
    return [*newer, *desks]


async def _put_directory(service: Running, callers: Callers) -> None:
    """As `agencies` would have told it: who was ended, whose role has changed; and one of whom it has not told yet."""
    index = service.foundation.blind_index
    told = [callers.person(f"ended_{role}").rights(index, version=2, is_active=False) for role in ENDED]
    changed = callers.person("superseded").rights(index, version=2)
    changed.roles[:] = callers.person("acoc").rights(index).roles
    unknown = callers.person("unknown").subject
    async with service.database.begin() as connection:
        await put_agencies(connection, _tree(callers))
        await put_officers(connection, [*told, changed])
        await connection.execute(delete(directory_officer).where(directory_officer.c.subject == unknown))


async def _put_agencies_own(agencies: Running, callers: Callers, things: Mapping[str, Thing]) -> None:
    """What `agencies` itself holds of it; in each place an officer whose access has ended: ending ends nobody."""
    async with agencies.database.begin() as connection:
        for agency in _tree(callers):
            row = {
                "version": agency.version,
                "is_acoc": agency.is_acoc,
                "head": UUID(agency.head_subject) if agency.head_subject else None,
            }
            if agency.version > 1:
                await connection.execute(update(agency_rows).where(agency_rows.c.id == UUID(agency.id)).values(row))
                continue
            whole = {
                "id": UUID(agency.id),
                "code": agency.code,
                "thai_name": agency.thai_name,
                "english_name": "",
                "abbreviation": "",
                "kind": agency.kind,
                "type": agency.type,
                "parent_id": UUID(agency.parent_id),
                "path": [UUID(step) for step in agency.path],
            }
            await connection.execute(insert(agency_rows).values(row | whole))
        for thing in things.values():
            thing.officer = await _put_ended(connection, thing.agency_id, "unit")
            thing.pacc_officer = await _put_ended(connection, thing.agency_id, "pacc")
        await _put_ended(connection, str(tree.PACC), "integrator", username=TAKEN_CLIENT, kind="integrator")


async def _put_corrections(cases: Running, things: Mapping[str, Thing]) -> None:
    """One of each thing, returned to somebody who is not asked about."""
    at = datetime.combine(DAY, datetime.min.time(), UTC)
    rows = [
        {
            "id": UUID(thing.correction_id),
            "batch": uuid4(),
            "case_id": UUID(thing.case_id),
            "field": "reception.details",
            "place": 0,
            "old_value": "",
            "new_value": "แก้ไข",
            "reason": "พิมพ์ผิด",
            "state": int(CorrectionState.RETURNED),
            "requested_at": at,
            "requested_by": UUID(int=0),
        }
        for thing in things.values()
    ]
    async with cases.database.begin() as connection:
        await connection.execute(insert(corrections), rows)


async def _close_a_round(reporting: Running) -> None:
    """The one that reports CLOSED_MONTH, in which nothing was recorded."""
    at, on = datetime(2019, 9, 12, 5, tzinfo=UTC), date(2019, 9, 12)
    row = {"round": date(2019, 9, 1), "state": int(RoundState.CLOSED), "closing_at": at, "closing_by": UUID(int=0)}
    async with reporting.database.begin() as connection:
        await connection.execute(insert(rounds).values(row | {"closed_at": at, "closed_on": on}))


async def _put_ended(connection: Any, agency_id: str, role: str, username: str = "", kind: str = "person") -> str:
    subject = uuid4()
    await connection.execute(
        insert(officer_rows).values(
            id=subject,
            kind=kind,
            state="ended",
            version=2,
            subject=subject,
            username=username or f"ended-{subject}",
            first_name="",
            last_name="",
            position="",
            telephone="",
            email="",
            agency_id=UUID(agency_id),
            roles=[role],
            marks=[],
            is_head=False,
            granted_by=subject,
            account_open=False,
        )
    )
    return str(subject)


async def _tell(services: Mapping[str, Running], clock: FixedClock, things: Mapping[str, Thing]) -> None:
    """What `cases` has told; `deadlines` reminds of it on DAY."""
    told = await events(services["cases"])
    async with services["reporting"].database.begin() as connection:
        await take_in_cases_events(connection, told)
    deadlines = services["deadlines"]
    async with deadlines.database.begin() as connection:
        await cases_subscription(clock).handle(connection, told)
    clock.day = DAY
    async with deadlines.database.begin() as connection:
        policies = list((await load_policies(connection)).values())
        await plan_reminders(connection, policies, DAY, clock.business_now())
        round_37 = select(obligations.c.object_id, obligations.c.id).where(obligations.c.policy == "case.round_37")
        ids = {str(row.object_id): str(row.id) for row in await connection.execute(round_37)}
    for thing in things.values():
        thing.obligation_id = ids[thing.case_id]


async def _keep(cases: Running, callers: Callers, keeper: str) -> str:
    request = KeepHalfMadeRecordRequest(id=str(uuid4()))
    request.record.reception.agency_number = keeper
    await HalfMadeRecordServiceStub(cases.channel).KeepHalfMadeRecord(request, metadata=callers.metadata(keeper))
    return request.id
