"""`rebuild`: obligations are judged again by the same acts; nothing is told or mailed a second time."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from nats.js import JetStreamContext
from sqlalchemy import Table, delete, select, update

from cases.service import SERVICE as CASES
from deadlines.adapters.reminder_tables import reminders, unplanned
from deadlines.adapters.reminding import SqlReminderStore
from deadlines.adapters.sweeping import SqlSweepStore
from deadlines.adapters.tables import acts, due_changes, obligations, policies
from deadlines.adapters.tables import cases as followed_cases
from deadlines.app.sweep import sweep
from deadlines.service import SERVICE
from dev.stack import Stack
from kit.database.tables import outbox
from kit.events.rebuilding import Rebuilding
from rongrian.cases.v1.complaint_service_pb2 import RestoreComplaintRequest
from tests.component.cases.desk import Desk
from tests.component.cases.kept import events
from tests.component.cases.test_snapshot import ACTS
from tests.component.commands.followed import Office, Rows, following, publish, rows_of, settled, subscription_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running, running

# What stands in the facts, and is not told by a snapshot: of it the obligations are told by the facts.
IN_THE_FACTS = {"cases.case_deleted", "cases.case_restored"}

Rebuild = Callable[[Running], Awaitable[int]]


@pytest.fixture
async def cases(stack: Stack, cast: Cast, clock: FixedClock, nats_url: str) -> AsyncIterator[Running]:
    async with running(stack, CASES, clock, cast, nats_url=nats_url) as service:
        yield service


@pytest.fixture
async def deadlines(
    stack: Stack, cast: Cast, clock: FixedClock, nats_url: str, cases: Running
) -> AsyncIterator[Running]:
    async with running(stack, SERVICE, clock, cast, nats_url=nats_url, cases_address=cases.address) as service:
        yield service


@pytest.fixture
def office(cases: Running, cast: Cast, clock: FixedClock) -> Office:
    return Office(Desk(cases.channel, cast, "test-krom1"), Desk(cases.channel, cast, "test-acoc"), clock)


@pytest.fixture(params=["snapshot", "events"])
def rebuilt(request: pytest.FixtureRequest, jetstream: JetStreamContext) -> Rebuild:
    """From either source."""

    async def run(deadlines: Running) -> int:
        [each] = SERVICE.rebuilds(deadlines.foundation)
        rebuilding: Rebuilding[Any] = Rebuilding(deadlines.database, each)
        if request.param == "snapshot":
            return await rebuilding.from_snapshot(lambda done, total: None)
        return await rebuilding.from_events(jetstream, lambda done, total: None)

    return run


@pytest.fixture
async def told(office: Office, cases: Running, deadlines: Running, jetstream: JetStreamContext) -> Rows:
    """What is kept when everything is taken in, what is overdue is missed and what is to be reminded is planned."""
    await office.work()
    await publish(cases, jetstream)
    async with following(SERVICE, deadlines, jetstream) as consumer:
        await settled(consumer)
    await sweep_and_plan(deadlines)
    return await kept(deadlines)


async def sweep_and_plan(deadlines: Running) -> None:
    on = deadlines.foundation
    await sweep(on.clock.today(), store=SqlSweepStore(on.database, on.clock))
    await SqlReminderStore(on.database, on.directory, on.clock).plan(on.clock.today())


async def kept(deadlines: Running) -> Rows:
    rows = await rows_of(deadlines, *_KEPT)
    return {**rows, "acts": [act for act in rows["acts"] if act[2] not in IN_THE_FACTS]}


_KEPT: tuple[Table, ...] = (followed_cases, acts, obligations, due_changes, reminders, unplanned, outbox)


async def standing(deadlines: Running) -> list[tuple[Any, ...]]:
    """Each obligation: which, when, how it stands."""
    columns = (obligations.c.id, obligations.c.due_on, obligations.c.state, obligations.c.met_on)
    async with deadlines.database.read() as connection:
        return sorted(tuple(row) for row in await connection.execute(select(*columns)))


@pytest.mark.rule("REL-8", "DUE-6", "DUE-16")
async def test_obligations_stay_as_they_were_and_nothing_is_told_again(
    deadlines: Running, told: Rows, rebuilt: Rebuild
) -> None:
    await rebuilt(deadlines)
    await sweep_and_plan(deadlines)

    assert await kept(deadlines) == told
    assert {row[2] for row in await standing(deadlines)} == {1, 2, 3, 4, 5} - {1}


@pytest.mark.rule("REL-8")
async def test_from_a_snapshot_what_was_known_of_cases_is_mended(
    deadlines: Running, told: Rows, cases: Running
) -> None:
    async with deadlines.database.begin() as connection:
        await connection.execute(delete(acts).where(acts.c.version == 1))
        await connection.execute(update(followed_cases).values(number="?", version=99, handler=None))

    [each] = SERVICE.rebuilds(deadlines.foundation)
    assert await Rebuilding(deadlines.database, each).from_snapshot(lambda done, total: None) == 7

    assert await kept(deadlines) == told


@pytest.mark.rule("REL-8", "DUE-16")
async def test_from_nothing_the_same_obligations_come_to_stand_the_same(
    stack: Stack,
    cast: Cast,
    clock: FixedClock,
    nats_url: str,
    cases: Running,
    deadlines: Running,
    told: Rows,
    rebuilt: Rebuild,
) -> None:
    async with running(stack, SERVICE, clock, cast, nats_url=nats_url, cases_address=cases.address) as another:
        await rebuilt(another)
        await sweep_and_plan(another)

        assert await standing(another) == await standing(deadlines)


@pytest.mark.rule("REL-8", "CASE-21")
async def test_what_is_restored_after_a_rebuild_is_owed_again_with_its_old_dates(
    deadlines: Running, told: Rows, rebuilt: Rebuild, office: Office, cases: Running, jetstream: JetStreamContext
) -> None:
    await rebuilt(deadlines)
    deleted = {event.facts.complaint_id for event in await events(cases) if event.HasField("case_deleted")}
    restored = {event.facts.complaint_id for event in await events(cases) if event.HasField("case_restored")}
    [gone] = deleted - restored
    dates = {row[0]: row[1] for row in await standing(deadlines)}

    await office.acoc(RestoreComplaintRequest(complaint_id=gone))
    await publish(cases, jetstream)
    async with following(SERVICE, deadlines, jetstream) as consumer:
        await settled(consumer)

    after = await standing(deadlines)
    assert {row[0]: row[1] for row in after} == dates
    assert 5 not in {row[2] for row in after}


@pytest.mark.rule("REL-3")
async def test_the_whole_stream_doubled_and_shuffled_changes_nothing(
    deadlines: Running, told: Rows, cases: Running
) -> None:
    doubled = [event for event in await events(cases) if event.HasField("facts")] * 2
    random.shuffle(doubled)
    handle = subscription_of(SERVICE, deadlines).handle
    for start in range(0, len(doubled), 7):
        async with deadlines.database.begin() as connection:
            await handle(connection, doubled[start : start + 7])

    assert await kept(deadlines) == told


@pytest.mark.rule("REL-8", "DUE-17")
async def test_a_snapshot_tells_every_event_of_cases_that_a_policy_goes_by(deadlines: Running) -> None:
    columns = (policies.c.opens_with, policies.c.met_by, policies.c.cancelled_by, policies.c.revived_by)
    async with deadlines.database.read() as connection:
        rows = (await connection.execute(select(*columns, policies.c.stopped_by, policies.c.resumed_by))).all()
    named = {name for row in rows for names in row for name in names if name.startswith("cases.")}

    assert named
    assert {name for name in named - IN_THE_FACTS if name.split(".")[1] not in ACTS} == set()
