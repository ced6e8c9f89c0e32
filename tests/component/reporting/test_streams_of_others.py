"""What reporting does with the streams of the others."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from uuid import uuid4

import grpc
import httpx
import pytest
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from pydantic import SecretStr
from sqlalchemy import select

from dev.stack import Stack
from kit.database.tables import directory_agency, parked
from kit.events.consumer import Consumer
from kit.events.streams import connect, ensure_stream, subject_of
from reporting.ports.agency_events import directory_subscription
from reporting.ports.case_events import cases_subscription
from reporting.ports.deadline_events import deadlines_subscription
from rongrian.agencies.v1.agency_events_pb2 import AgenciesEvent
from rongrian.cases.v1.case_events_pb2 import CasesEvent
from rongrian.deadlines.v1.deadline_events_pb2 import DeadlinesEvent
from rongrian.kit.v1.audit_pb2 import AuditHead, GetHeadRequest
from rongrian.kit.v1.audit_pb2_grpc import AuditWitnessServiceStub
from rongrian.kit.v1.event_pb2 import EventHeader
from tests.component.reporting.conftest import Report
from tests.component.reporting.told import events_of, tell_complaint
from tests.support import tree
from tests.support.answers import refusal_of
from tests.support.clock import FixedClock
from tests.support.running import Running
from tests.unit.reporting.oracle import MINISTRY_ACOC, PACC, Life
from tests.unit.reporting.reading import flat

RECORDED = date(2020, 7, 15)
SENT = {MINISTRY_ACOC: date(2020, 8, 30), PACC: date(2020, 8, 30)}
DIN = Life(RECORDED, RECORDED, reported_7=date(2020, 7, 23), sent=SENT)
NAM = Life(RECORDED, RECORDED, sent=SENT)


@asynccontextmanager
async def jetstream_at(url: str) -> AsyncIterator[JetStreamContext]:
    client = await connect(SecretStr(url), "test")
    try:
        yield client.jetstream()
    finally:
        await client.close()


async def take_in_all(consumer: Consumer[CasesEvent]) -> None:
    """Run until nothing of the stream is left to take in."""
    running = asyncio.create_task(consumer.run())
    for _ in range(200):
        if await is_settled(consumer):
            break
        await asyncio.sleep(0.1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await is_settled(consumer)


async def is_settled(consumer: Consumer[CasesEvent]) -> bool:
    try:
        return await consumer.is_settled(RECORDED)
    except NotFoundError:  # it has not made its durable consumer yet
        return False


@pytest.mark.rule("REL-3")
async def test_events_twice_and_in_any_order_through_the_stream_give_the_same_figures(
    reporting: Running, report: Report, clock: FixedClock, nats_url: str
) -> None:
    clock.day = date(2020, 8, 31)
    events = events_of(tell_complaint([DIN, NAM], tree.DEPARTMENT_1))
    events += events
    random.Random(5888).shuffle(events)
    async with jetstream_at(nats_url) as jetstream:
        await ensure_stream(jetstream, "cases")
        for event in events:
            await jetstream.publish(subject_of("cases", "told"), event.SerializeToString())
        await jetstream.publish(subject_of("cases", "told"), b"\xff not a message")
        await take_in_all(Consumer(reporting.database, jetstream, cases_subscription()))

    august = await report("test-krom1", "2020-08")

    assert flat(august.total) == {
        "after.carried_forward": 2,
        "after.outstanding": 2,
        "not_followed": 2,
        "all_outstanding": 2,
    }
    async with reporting.database.read() as connection:
        assert len((await connection.execute(parked.select())).all()) == 1


@pytest.mark.rule("REL-3")
@pytest.mark.parametrize("at_fault", ["received_on", "due_on", "closed_on", "outcome", "level"])
async def test_an_event_that_cannot_be_is_parked_at_once_and_the_rest_goes_on(
    reporting: Running, report: Report, clock: FixedClock, nats_url: str, at_fault: str
) -> None:
    clock.day = date(2020, 8, 31)
    [impossible], [possible] = (events_of(tell_complaint([Life(RECORDED, RECORDED)], tree.DEPARTMENT_1)) for _ in "12")
    if at_fault == "due_on":
        impossible.facts.rounds[0].due_on = "2020-07-32"
    elif at_fault == "outcome":
        impossible.facts.closed_on = "2020-07-31"
    elif at_fault == "level":
        impossible.facts.entries.add(level=9, on="2020-07-15")
    else:
        setattr(impossible.facts, at_fault, "2020-02-30")
    async with jetstream_at(nats_url) as jetstream:
        await ensure_stream(jetstream, "cases")
        for event in (impossible, possible):
            await jetstream.publish(subject_of("cases", "told"), event.SerializeToString())
        await take_in_all(Consumer(reporting.database, jetstream, cases_subscription()))

    async with reporting.database.read() as connection:
        assert (await connection.execute(select(parked.c.reason))).scalars().all() == ["invalid_input"]
    assert (await report("test-krom1", "2020-07")).total.after_resolution.new == 1


@pytest.mark.rule("REL-3")
async def test_an_event_that_comes_after_a_newer_one_replaces_nothing_but_counts_as_progress(
    reporting: Running, report: Report, clock: FixedClock
) -> None:
    clock.day = date(2020, 8, 31)
    reported_in_august = Life(RECORDED, RECORDED, reported_7=date(2020, 8, 3), sent=SENT)
    handle = cases_subscription().handle
    for event in reversed(events_of(tell_complaint([reported_in_august], tree.DEPARTMENT_1))):
        async with reporting.database.begin() as connection:
            await handle(connection, [event])

    august = await report("test-krom1", "2020-08")

    assert august.total.after_resolution.progressed == 1
    assert (await report("test-acoc", "2020-08")).total.after_resolution.first_reported == 1


async def test_heads_of_the_others_audit_chains_are_kept_and_told_to_them(reporting: Running, stack: Stack) -> None:
    def head(service: str, position: int) -> AuditHead:
        return AuditHead(service=service, position=position, hash=bytes([position]) * 32)

    def header() -> EventHeader:
        return EventHeader(event_id=str(uuid4()))

    moved = next(agency for agency in tree.worked_example_tree() if agency.id == str(tree.OFFICE))
    moved.thai_name, moved.version = "สำนักงานใหม่", 2
    renamed = AgenciesEvent(header=header())
    renamed.agency_changed.agency.CopyFrom(moved)
    async with reporting.database.begin() as connection:
        of_agencies = [AgenciesEvent(header=header(), audit_head=head("agencies", 3)), renamed]
        await directory_subscription().handle(connection, of_agencies)
        of_cases = [CasesEvent(header=header(), audit_head=head("cases", place)) for place in (5, 4)]
        await cases_subscription().handle(connection, of_cases)
        of_deadlines = [DeadlinesEvent(header=header(), audit_head=head("deadlines", 6))]
        await deadlines_subscription().handle(connection, of_deadlines)
        names = (await connection.execute(directory_agency.select())).all()

    assert "สำนักงานใหม่" in {row.thai_name for row in names}
    witness = AuditWitnessServiceStub(reporting.channel)
    metadata = as_service(stack, "cases")
    kept = {
        service: (await witness.GetHead(GetHeadRequest(service=service), metadata=metadata)).head.position
        for service in ("agencies", "cases", "deadlines")
    }
    assert kept == {"agencies": 3, "cases": 5, "deadlines": 6}
    refusal = await refusal_of(
        witness.GetHead(GetHeadRequest(service="cases"), metadata=as_service(stack, "reporting"))
    )
    assert refusal.status is grpc.StatusCode.PERMISSION_DENIED


def as_service(stack: Stack, service: str) -> tuple[tuple[str, str], ...]:
    credentials = (f"svc-{service}", stack.around.secrets[f"SVC_{service.upper()}_SECRET"])
    url = f"{stack.around.keycloak.issuer}/protocol/openid-connect/token"
    answer = httpx.post(url, data={"grant_type": "client_credentials"}, auth=credentials)
    return (("authorization", f"Bearer {answer.json()['access_token']}"),)
