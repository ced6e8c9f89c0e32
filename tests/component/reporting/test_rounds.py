"""Closing a round, with the real `cases` and a stream of the test's own: it waits, goes on, and freezes once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date
from uuid import UUID, uuid4

import grpc
import pytest
from nats.js import JetStreamContext
from pydantic import SecretStr
from sqlalchemy import delete, insert, select, text

from cases.service import SERVICE as CASES
from dev.stack import Stack
from kit.database.tables import parked, rebuilding
from kit.domain.thai_dates import bangkok_date
from kit.events.consumer import Consumer
from kit.events.parking import drop
from kit.events.relay import Relay
from kit.events.republish import Republishing
from kit.events.streams import connect, ensure_stream, subject_of
from kit.grpc.neighbour import Neighbour
from kit.work.jobs import Job, Jobs
from reporting.adapters.differences import SqlDifferenceReader
from reporting.adapters.neighbours import CasesClosings
from reporting.adapters.publishing import SqlClosingStore
from reporting.adapters.round_tables import published_cases
from reporting.app.carry_on_closing import carry_on_closing
from reporting.app.list_differences import ListDifferences, list_differences
from reporting.domain.terms import Level
from reporting.ports.agency_events import directory_subscription
from reporting.ports.case_events import cases_subscription
from reporting.ports.round_closing import RoundClosing
from reporting.service import SERVICE as REPORTING
from reporting.service import counted_streams, round_closing
from rongrian.cases.v1 import view_pb2
from rongrian.cases.v1.complaint_service_pb2 import DeleteComplaintRequest
from rongrian.reporting.v1.summary_service_pb2 import (
    DIFFERENCE_CAUSE_DELETED,
    ROUND_STATE_CLOSED,
    ROUND_STATE_CLOSING,
    CloseRoundRequest,
    Difference,
    GetRoundRequest,
    ListDifferencesRequest,
    SummaryRound,
)
from tests.component.cases.desk import Desk
from tests.component.cases.forms import form_of
from tests.component.reporting.following import Following, published_as, tell_agency, tell_whole
from tests.component.reporting.summarising import Asking, acts_of, owe, states, told_by
from tests.support import tree
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.complaints import the_manuals_complaint
from tests.support.running import Running, running

ROUND = "2020-09"
RECORDED, CLOSED_ON = date(2020, 8, 20), date(2020, 9, 12)
Reads = Callable[[], Awaitable[SummaryRound]]


@pytest.fixture
async def cases(stack: Stack, cast: Cast, clock: FixedClock, nats_url: str) -> AsyncIterator[Running]:
    async with running(stack, CASES, clock, cast, nats_url=nats_url) as service:
        yield service


@pytest.fixture
async def reporting(
    stack: Stack, cast: Cast, clock: FixedClock, nats_url: str, cases: Running
) -> AsyncIterator[Running]:
    async with running(stack, REPORTING, clock, cast, nats_url=nats_url, cases_address=cases.address) as service:
        yield service


@pytest.fixture
async def jetstream(nats_url: str) -> AsyncIterator[JetStreamContext]:
    client = await connect(SecretStr(nats_url), "test")
    yield client.jetstream()
    await client.close()


@pytest.fixture
def krom1(cases: Running, cast: Cast) -> Desk:
    return Desk(cases.channel, cast, "test-krom1")


@pytest.fixture
def asking(reporting: Running, cast: Cast) -> Asking:
    return Asking(reporting, cast)


@pytest.fixture
async def august(krom1: Desk, clock: FixedClock) -> view_pb2.Complaint:
    """Complaint 5888 with its two cases, recorded in August."""
    clock.day = RECORDED
    din, _ = await krom1.records(the_manuals_complaint(received_on="2020-08-20"))
    return await krom1.complaint(din.complaint_id)


@pytest.fixture
async def closing(asking: Asking, august: view_pb2.Complaint, clock: FixedClock) -> Reads:
    """ป.ป.ท. closes the round of September on the 12th. Reads how it stands."""
    await owe(asking.running)
    clock.day = CLOSED_ON
    begun = (await asking("test-pacc", CloseRoundRequest(round=ROUND))).round
    assert (begun.state, begun.waits_for, begun.is_callers_to_close) == (ROUND_STATE_CLOSING, "cases", False)

    async def read() -> SummaryRound:
        answer: SummaryRound = (await asking("test-pacc", GetRoundRequest(round=ROUND))).round
        return answer

    return read


@asynccontextmanager
async def at_work(*jobs: Job) -> AsyncIterator[None]:
    """Kept running, as `work` keeps them, and killed at the end."""
    task = asyncio.create_task(Jobs(jobs).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def relay(cases: Running, jetstream: JetStreamContext) -> Relay:
    return Relay(cases.database, jetstream, "cases")


def consumer(reporting: Running, jetstream: JetStreamContext) -> Job:
    return Following(reporting, jetstream)


def closer(reporting: Running, jetstream: JetStreamContext) -> RoundClosing:
    return round_closing(reporting.foundation, jetstream)


async def until(read: Reads, *, state: int = ROUND_STATE_CLOSING, waits_for: str = "") -> SummaryRound:
    """The round once it stands so."""
    for _ in range(300):
        round_ = await read()
        if (round_.state, round_.waits_for) == (state, waits_for):
            return round_
        await asyncio.sleep(0.1)
    raise AssertionError(f"it stands otherwise: {round_}")


async def closed(read: Reads) -> SummaryRound:
    return await until(read, state=ROUND_STATE_CLOSED)


async def counted_at(reporting: Running) -> dict[Level, int]:
    """How many cases were published by each level's entry."""
    statement = select(published_cases.c.level).where(published_cases.c.month == date(2020, 8, 1))
    async with reporting.database.read() as connection:
        levels = [Level(level) for level in (await connection.execute(statement)).scalars()]
    return {level: levels.count(level) for level in sorted(set(levels))}


@pytest.mark.rule("SUM-5", "CASE-20")
async def test_the_month_is_locked_in_cases_and_its_figures_are_frozen_and_told_once(
    closing: Reads,
    cases: Running,
    reporting: Running,
    jetstream: JetStreamContext,
    krom1: Desk,
    asking: Asking,
    august: view_pb2.Complaint,
) -> None:
    work = (relay(cases, jetstream), consumer(reporting, jetstream), closer(reporting, jetstream))
    async with at_work(*work):
        round_ = await closed(closing)
        assert await work[2].is_settled(CLOSED_ON)

    assert (round_.data_month, bangkok_date(round_.closed_at.ToDatetime(UTC))) == ("2020-08", CLOSED_ON)
    assert await counted_at(reporting) == {Level.UNIT: 2}
    [told] = await told_by(reporting)
    assert (told.round_closed.round, told.header.recorded_on) == (ROUND, "2020-09-12")
    assert await acts_of(reporting) == ["round.closing", "round.closed"]
    refused = await asking.refused("test-pacc", CloseRoundRequest(round=ROUND))
    assert refused.code == "round_closed_already"
    edit = form_of(august)
    edit.record.accused[0].position = "นักจัดการงานทั่วไป"
    assert (await krom1.refused(edit)).code == "month_is_closed"


@pytest.mark.rule("SUM-5")
async def test_it_waits_for_an_event_that_the_relay_holds_back(
    closing: Reads, cases: Running, reporting: Running, jetstream: JetStreamContext
) -> None:
    async with at_work(consumer(reporting, jetstream), closer(reporting, jetstream)):
        await asyncio.sleep(4)
        assert (await closing()).waits_for == "cases"
        assert await counted_at(reporting) == {}
        async with at_work(relay(cases, jetstream)):
            await closed(closing)

    assert await counted_at(reporting) == {Level.UNIT: 2}


@pytest.mark.rule("SUM-5")
async def test_it_waits_until_what_the_stream_holds_is_counted_also_when_that_is_refilled_meanwhile(
    closing: Reads, cases: Running, reporting: Running, jetstream: JetStreamContext
) -> None:
    async with at_work(relay(cases, jetstream), closer(reporting, jetstream)):
        await until(closing, waits_for="events")
        await jetstream.delete_stream("CASES")
        await until(closing, waits_for="cases")
        await Republishing(cases.database, jetstream, "cases").run(lambda done, total: None)
        await until(closing, waits_for="events")
        async with at_work(consumer(reporting, jetstream)):
            await closed(closing)

    assert await counted_at(reporting) == {Level.UNIT: 2}


@pytest.mark.rule("SUM-5", "SUM-0")
async def test_it_waits_until_the_tree_is_known_as_it_was_when_the_closing_began(
    closing: Reads, cases: Running, reporting: Running, jetstream: JetStreamContext
) -> None:
    of_cases = Consumer(reporting.database, jetstream, cases_subscription())
    of_agencies = Consumer(reporting.database, jetstream, directory_subscription())
    await tell_agency(jetstream, tree.MINISTRY, thai_name="กระทรวงหลังเปลี่ยนชื่อ", version=9)
    async with at_work(relay(cases, jetstream), of_cases, closer(reporting, jetstream)):
        await until(closing, waits_for="events")
        async with at_work(of_agencies):
            await asyncio.sleep(3)
            assert (await closing()).waits_for == "events"
            await tell_whole(jetstream)
            await closed(closing)

    assert await published_as(reporting, tree.MINISTRY) == "กระทรวงหลังเปลี่ยนชื่อ"


@pytest.mark.rule("SUM-5")
@pytest.mark.parametrize("publisher", ["cases", "agencies"])
async def test_it_waits_until_an_operator_has_dealt_with_what_was_parked(
    closing: Reads, cases: Running, reporting: Running, jetstream: JetStreamContext, clock: FixedClock, publisher: str
) -> None:
    await ensure_stream(jetstream, publisher)
    await jetstream.publish(subject_of(publisher, "told"), b"\xff not a message")
    async with at_work(relay(cases, jetstream), consumer(reporting, jetstream), closer(reporting, jetstream)):
        await until(closing, waits_for="parked")
        async with reporting.database.read() as connection:
            parked_id = (await connection.execute(select(parked.c.id))).scalar_one()
        await drop(reporting.database, clock, parked_id, operator="somchai", reason="ไม่ใช่เหตุการณ์")
        await closed(closing)

    assert await counted_at(reporting) == {Level.UNIT: 2}


@pytest.mark.rule("SUM-5")
async def test_killed_in_the_middle_of_the_freezing_it_publishes_nothing_and_closes_once_later(
    closing: Reads, cases: Running, reporting: Running, jetstream: JetStreamContext
) -> None:
    async with at_work(relay(cases, jetstream), consumer(reporting, jetstream)):
        async with reporting.database.begin() as somebody:
            # The last but one of the freezing's statements waits for this.
            await somebody.execute(text("LOCK TABLE rounds.published_figures IN SHARE MODE"))
            async with at_work(closer(reporting, jetstream)):
                await until_waiting_for_a_lock(reporting)
        assert (await closing()).state == ROUND_STATE_CLOSING
        assert (await counted_at(reporting), await told_by(reporting)) == ({}, [])
        async with at_work(closer(reporting, jetstream)):
            await closed(closing)

    assert await counted_at(reporting) == {Level.UNIT: 2}
    assert [told.WhichOneof("event") for told in await told_by(reporting)] == ["round_closed"]


@pytest.mark.rule("SUM-5")
async def test_two_copies_at_once_close_it_once(
    closing: Reads, cases: Running, reporting: Running, jetstream: JetStreamContext
) -> None:
    copies = [closer(reporting, jetstream) for _ in "123"]
    async with at_work(relay(cases, jetstream), consumer(reporting, jetstream), *copies):
        await closed(closing)
        await asyncio.sleep(1.5)

    assert [told.WhichOneof("event") for told in await told_by(reporting)] == ["round_closed"]
    assert await acts_of(reporting) == ["round.closing", "round.closed"]
    assert await counted_at(reporting) == {Level.UNIT: 2}


@pytest.mark.rule("SUM-5")
async def test_while_cases_is_away_it_waits_and_goes_on_when_it_is_back(
    closing: Reads, cases: Running, reporting: Running, jetstream: JetStreamContext
) -> None:
    on = reporting.foundation
    gone = Neighbour("cases", "127.0.0.1:1", on.own_token)
    store = SqlClosingStore(on.database, on.clock)

    still = await carry_on_closing(
        store=store, months=CasesClosings(gone), events=counted_streams(on, jetstream), clock=on.clock
    )
    await gone.close()

    assert [(each.first, each.waits_for) for each in still] == [(date(2020, 9, 1), "cases")]
    async with at_work(relay(cases, jetstream), consumer(reporting, jetstream), closer(reporting, jetstream)):
        await closed(closing)


@pytest.mark.rule("SUM-5", "REL-8")
async def test_it_freezes_no_part_of_the_figures_while_they_are_rebuilt(
    closing: Reads, cases: Running, reporting: Running, jetstream: JetStreamContext, asking: Asking
) -> None:
    async with reporting.database.begin() as connection:
        await connection.execute(insert(rebuilding).values(consumer="reporting-cases"))
    async with at_work(relay(cases, jetstream), consumer(reporting, jetstream), closer(reporting, jetstream)):
        await asyncio.sleep(3)
        assert ((await closing()).waits_for, await counted_at(reporting)) == ("events", {})
        async with reporting.database.begin() as connection:
            await connection.execute(delete(rebuilding))
        await closed(closing)

    assert await counted_at(reporting) == {Level.UNIT: 2}
    async with reporting.database.begin() as connection:
        await connection.execute(insert(rebuilding).values(consumer="reporting-cases"))
    refused = await asking.refused("test-krom1", ListDifferencesRequest(month="2020-08"))
    assert (refused.status, refused.code) == (grpc.StatusCode.UNAVAILABLE, "figures_being_rebuilt")
    assert (await asking.refused("test-krom1", states(False, False))).code == "round_takes_no_more"


async def until_waiting_for_a_lock(reporting: Running) -> None:
    waiting = text(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'rounds.published_figures'::regclass"
    )
    for _ in range(200):
        async with reporting.database.read() as connection:
            if (await connection.execute(waiting)).scalar_one():
                return
        await asyncio.sleep(0.05)
    raise AssertionError("nothing waits")


@pytest.mark.rule("SUM-5", "CASE-21")
async def test_a_deletion_after_the_closing_shows_with_its_reason_and_without_it_while_cases_is_away(
    closing: Reads,
    cases: Running,
    reporting: Running,
    jetstream: JetStreamContext,
    krom1: Desk,
    asking: Asking,
    august: view_pb2.Complaint,
) -> None:
    request = ListDifferencesRequest(month="2020-08")
    case_ids = [case.id for case in august.cases]
    async with at_work(relay(cases, jetstream), consumer(reporting, jetstream), closer(reporting, jetstream)):
        await closed(closing)
        assert list((await asking("test-krom1", request)).differences) == []
        await krom1(
            DeleteComplaintRequest(complaint_id=august.id, reason="บันทึกซ้ำ", case_ids=case_ids, request_id=str(uuid4()))
        )
        found: list[Difference] = []
        for _ in range(100):
            found = list((await asking("test-krom1", request)).differences)
            if len(found) == len(case_ids):
                break
            await asyncio.sleep(0.1)

    assert {(each.case_id, each.cause, each.on, each.reason) for each in found} == {
        (case_id, DIFFERENCE_CAUSE_DELETED, "2020-09-12", "บันทึกซ้ำ") for case_id in case_ids
    }
    on = reporting.foundation
    gone = Neighbour("cases", "127.0.0.1:1", on.own_token)
    query = ListDifferences(await on.directory.viewer_of(UUID(krom1.subject)), date(2020, 8, 1), None, None)
    page, reasons = await list_differences(
        query, reader=SqlDifferenceReader(on.database, on.clock), months=CasesClosings(gone)
    )
    await gone.close()
    assert (len(page.differences), reasons) == (2, {})
