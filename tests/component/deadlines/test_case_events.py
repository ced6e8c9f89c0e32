"""What `cases` tells, carried by JetStream: late, twice, out of order, unreadable."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import date
from uuid import uuid4

import pytest
from nats.js import JetStreamContext
from sqlalchemy import select

from deadlines.domain.policy import ROUND_7
from deadlines.ports.case_events import cases_subscription
from deadlines.service import SERVICE
from kit.database.tables import parked
from kit.events.consumer import Consumer
from kit.events.relay import Relay
from kit.events.streams import ensure_stream, subject_of
from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_events_pb2 import CasesEvent
from rongrian.deadlines.v1 import obligation_pb2
from rongrian.deadlines.v1.deadline_events_pb2 import DeadlinesEvent
from rongrian.deadlines.v1.deadline_service_pb2 import ListObligationsRequest
from rongrian.deadlines.v1.deadline_service_pb2_grpc import DeadlineServiceStub
from tests.component.deadlines.case_events import DAY_7, event, events_of, facts, happenings, later, tell
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running


@asynccontextmanager
async def listening(deadlines: Running, jetstream: JetStreamContext) -> AsyncIterator[Consumer[CasesEvent]]:
    consumer = Consumer(deadlines.database, jetstream, cases_subscription(deadlines.foundation.clock))
    await ensure_stream(jetstream, "cases")
    task = asyncio.create_task(consumer.run())
    yield consumer
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def until_settled(consumer: Consumer[CasesEvent]) -> None:
    """Looked at twice: the server counts what waits for a consumer a moment after it has taken a message in."""
    settled = 0
    async with asyncio.timeout(20):
        while settled < 2:
            with suppress(Exception):
                settled = settled + 1 if await consumer.waiting() == 0 else 0
            await asyncio.sleep(0.1)


@pytest.mark.rule("REL-3")
async def test_events_out_of_order_and_twice_open_and_meet_one_obligation(
    deadlines: Running, jetstream: JetStreamContext, stub: DeadlineServiceStub, cast: Cast
) -> None:
    recorded = facts()
    reported = event(later(recorded, reported_on=date(2020, 7, 20)))
    async with listening(deadlines, jetstream) as consumer:
        for told in (reported, event(recorded), reported, event(recorded)):
            await jetstream.publish(subject_of("cases", "told"), told.SerializeToString())
        await until_settled(consumer)

    request = ListObligationsRequest(policy="case.round_7")
    answer = await stub.ListObligations(request, metadata=cast.metadata("test-krom1"))
    [obligation] = answer.obligations
    assert (obligation.object_id, obligation.object_number) == (recorded.case_id, "5888-1")
    assert (obligation.opened_on, obligation.due_on, obligation.met_on) == ("2020-07-15", "2020-07-22", "2020-07-20")
    assert obligation.state == obligation_pb2.OBLIGATION_STATE_MET
    assert await happenings(deadlines) == ["opened", "met"]


async def test_what_cannot_be_read_is_parked_and_the_rest_goes_on(
    deadlines: Running, jetstream: JetStreamContext
) -> None:
    impossible = facts()
    impossible.received_on = "2020-07-32"
    async with listening(deadlines, jetstream) as consumer:
        await jetstream.publish(subject_of("cases", "told"), b"\xff\xff")
        await jetstream.publish(subject_of("cases", "told"), event(impossible).SerializeToString())
        await jetstream.publish(subject_of("cases", "told"), event(facts()).SerializeToString())
        await until_settled(consumer)

    async with deadlines.database.read() as connection:
        reasons = (await connection.execute(select(parked.c.reason).order_by(parked.c.id))).scalars().all()
    assert sorted(reasons) == ["invalid_input", "unreadable"]
    assert await happenings(deadlines) == ["opened"]


async def test_audit_heads_are_none_of_ours(deadlines: Running) -> None:
    head = CasesEvent()
    head.header.event_id = str(uuid4())
    head.audit_head.service = "cases"

    async with deadlines.database.begin() as connection:
        await cases_subscription(deadlines.foundation.clock).handle(connection, [head])

    assert await happenings(deadlines) == []


async def test_a_case_before_the_resolution_owes_no_round(deadlines: Running) -> None:
    before = facts(received_on=date(2018, 3, 27))
    before.era = case_pb2.ERA_BEFORE_RESOLUTION
    before.ClearField("rounds")

    await tell(deadlines, before)

    assert await events_of(deadlines) == []


async def test_two_copies_taking_the_same_case_in_at_once_open_it_once(deadlines: Running) -> None:
    recorded = facts()
    others = [facts(f"{number}-1") for number in range(20)]

    await asyncio.gather(tell(deadlines, recorded, *others), tell(deadlines, *reversed(others), recorded))

    assert await happenings(deadlines) == await happenings(deadlines, "case.round_37") == ["opened"] * 21


async def test_what_is_told_reaches_the_stream_with_versions_that_grow(
    deadlines: Running, jetstream: JetStreamContext, clock: FixedClock
) -> None:
    clock.day = date(2020, 7, 20)
    await tell(deadlines, facts(reported_on=date(2020, 7, 20)))

    await ensure_stream(jetstream, SERVICE.name)
    assert await Relay(deadlines.database, jetstream, SERVICE.name).publish_waiting() == 3

    last = await jetstream.get_last_msg("DEADLINES", subject_of("deadlines", "met"))
    told = DeadlinesEvent.FromString(last.data or b"")
    versions = [each.header.aggregate_version for each in await events_of(deadlines) if each.facts.policy == ROUND_7]
    assert versions == [1, 2]
    assert told.header.aggregate_id == told.facts.obligation_id
    assert told.header.recorded_on == "2020-07-20"
    assert (told.facts.policy, told.facts.due_on) == ("case.round_7", DAY_7.isoformat())
    assert (told.facts.state, told.facts.met_on) == (obligation_pb2.OBLIGATION_STATE_MET, "2020-07-20")
    assert told.met.in_time
