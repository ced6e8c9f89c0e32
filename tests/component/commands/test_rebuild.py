"""`rebuild`: the read models of `reporting`, thrown away, are the same again, from a snapshot and from the stream."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from grpc import StatusCode
from nats.js import JetStreamContext
from prometheus_client import REGISTRY
from sqlalchemy import delete, func, insert, select, text

from cases.service import SERVICE as CASES
from dev.stack import Stack
from kit.commands.rebuild import Source, rebuild
from kit.database.tables import inbox
from kit.directory.viewer import CACHE_SECONDS
from kit.domain.errors import Unavailable
from kit.events.consumer import take_in_once
from kit.events.rebuilding import Rebuilding, RebuildUnderWay, StreamNotWhole, is_rebuilding
from kit.events.republish import Republishing
from reporting.adapters.rebuilt import reading_whole, refuse_while_rebuilding
from reporting.adapters.round_tables import ROUNDS, rounds, summaries
from reporting.adapters.tables import FIGURES
from reporting.adapters.tables import acts as reporting_acts
from reporting.adapters.tables import cases as reporting_cases
from reporting.domain.figure_errors import FiguresBeingRebuilt
from reporting.ports.agency_events import directory_subscription
from reporting.service import SERVICE
from rongrian.agencies.v1.agency_events_pb2 import AgenciesEvent, OfficerChanged
from rongrian.kit.v1.event_pb2 import EventHeader
from rongrian.reporting.v1.report_pb2 import FIGURE_NAME_NEW
from rongrian.reporting.v1.report_service_pb2 import GetReport1Request, GetReport1Response, ListFigureCasesRequest
from rongrian.reporting.v1.report_service_pb2_grpc import ReportServiceStub
from tests.component.cases.desk import Desk
from tests.component.cases.kept import events
from tests.component.commands.followed import Office, Rows, following, publish, rows_of, settled, subscription_of
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.complaints import a_complaint, a_round_report
from tests.support.running import Running, running

OWN = "reporting-cases"


@pytest.fixture
async def cases(stack: Stack, cast: Cast, clock: FixedClock, nats_url: str) -> AsyncIterator[Running]:
    async with running(stack, CASES, clock, cast, nats_url=nats_url) as service:
        yield service


@pytest.fixture
async def reporting(
    stack: Stack, cast: Cast, clock: FixedClock, nats_url: str, cases: Running
) -> AsyncIterator[Running]:
    async with running(stack, SERVICE, clock, cast, nats_url=nats_url, cases_address=cases.address) as service:
        yield service


@pytest.fixture
def office(cases: Running, cast: Cast, clock: FixedClock) -> Office:
    return Office(Desk(cases.channel, cast, "test-krom1"), Desk(cases.channel, cast, "test-acoc"), clock)


@pytest.fixture
async def told(office: Office, cases: Running, reporting: Running, jetstream: JetStreamContext) -> Rows:
    """The figures' rows when everything is taken in; the consumer is not at work any more."""
    await office.work()
    await publish(cases, jetstream)
    async with following(SERVICE, reporting, jetstream) as consumer:
        await settled(consumer)
    return await figures(reporting)


async def figures(reporting: Running) -> Rows:
    """Every row of the read models; a tally in which nothing is left is as none."""
    rows = await rows_of(reporting, *FIGURES.tables.values())
    return {name: [row for row in of_table if any(row[5:]) or name != "tallies"] for name, of_table in rows.items()}


async def reports(reporting: Running, cast: Cast) -> list[GetReport1Response]:
    stub = ReportServiceStub(reporting.channel)
    return [
        await stub.GetReport1(GetReport1Request(from_month=month), metadata=cast.metadata(username))
        for month in ("2020-07", "2020-08", "2020-09")
        for username in ("test-krom1", "test-acoc", "test-pacc", "test-auditor")
    ]


def a_rebuilding(reporting: Running) -> Rebuilding[Any]:
    [each] = SERVICE.rebuilds(reporting.foundation)
    return Rebuilding(reporting.database, each)


def unheard(done: int, total: int) -> None:
    """Nobody waits at a screen."""


async def is_marked(reporting: Running) -> bool:
    async with reporting.database.read() as connection:
        return await is_rebuilding(connection)


async def spoil(reporting: Running) -> None:
    """Rows that nobody told of, rows that are gone."""
    async with reporting.database.begin() as connection:
        first = (await connection.execute(select(reporting_cases.c.id).limit(1))).scalar_one()
        await connection.execute(delete(reporting_acts).where(reporting_acts.c.version > 2))
        await connection.execute(
            insert(reporting_acts).values(case_id=first, version=99, kind=1, recorded_on=date(2020, 9, 1))
        )


@pytest.mark.rule("REL-8")
async def test_from_a_snapshot_the_figures_are_what_they_were_whatever_had_become_of_them(
    reporting: Running, told: Rows, cast: Cast
) -> None:
    shown = await reports(reporting, cast)
    await spoil(reporting)

    heard: list[tuple[int, int]] = []
    count = await a_rebuilding(reporting).from_snapshot(lambda done, total: heard.append((done, total)))

    assert await figures(reporting) == told
    assert await reports(reporting, cast) == shown
    assert (count, heard, await is_marked(reporting)) == (7, [(0, 7), (7, 7)], False)
    assert any(report.total.after_resolution.new for report in shown)


@pytest.mark.rule("REL-8", "REL-4")
async def test_from_the_stream_the_figures_are_what_they_were(
    reporting: Running, cases: Running, told: Rows, jetstream: JetStreamContext
) -> None:
    await spoil(reporting)

    count = await a_rebuilding(reporting).from_events(jetstream, unheard)

    assert await figures(reporting) == told
    assert count == len(await events(cases))
    async with reporting.database.read() as connection:
        taken = select(func.count()).select_from(inbox).where(inbox.c.consumer == OWN)
        assert (await connection.execute(taken)).scalar_one() == count


@pytest.mark.rule("OPS-1")
@pytest.mark.usefixtures("told")
async def test_a_consumer_says_how_far_it_is_and_how_far_behind(jetstream: JetStreamContext) -> None:
    measured = {
        name: REGISTRY.get_sample_value(f"rongrian_consumer_{name}", {"consumer": OWN})
        for name in ("last_event_sequence", "last_event_timestamp_seconds", "waiting")
    }

    state = (await jetstream.stream_info("CASES")).state
    last = await jetstream.get_msg("CASES", state.last_seq)
    assert last.time is not None
    assert (measured["last_event_sequence"], measured["waiting"]) == (state.last_seq, 0)
    assert measured["last_event_timestamp_seconds"] == pytest.approx(last.time.timestamp(), abs=0.01)


@pytest.mark.rule("REL-8")
async def test_a_service_that_starts_from_nothing_comes_to_the_same_figures(
    stack: Stack, cast: Cast, clock: FixedClock, cases: Running, told: Rows
) -> None:
    async with running(stack, SERVICE, clock, cast, cases_address=cases.address) as another:
        await a_rebuilding(another).from_snapshot(unheard)

        assert await figures(another) == told


@pytest.mark.rule("REL-8", "SUM-5")
async def test_what_was_published_and_submitted_is_left_alone(reporting: Running, told: Rows) -> None:
    now = datetime.now(UTC)
    own = {"closing_at": now, "closing_by": uuid4(), "state": 2, "closed_at": now, "closed_on": date(2020, 8, 11)}
    stated = {"new": 1, "progress": 2, "note": "", "received": 3, "progressed": 0, "submitted_at": now}
    by = {"submitted_on": date(2020, 8, 3), "submitted_by": uuid4(), "agency_id": uuid4()}
    async with reporting.database.begin() as connection:
        await connection.execute(insert(rounds).values(round=date(2020, 8, 1), **own))
        await connection.execute(insert(summaries).values(round=date(2020, 8, 1), **stated, **by))
    before = await rows_of(reporting, *ROUNDS.tables.values())

    await a_rebuilding(reporting).from_snapshot(unheard)

    assert await rows_of(reporting, *ROUNDS.tables.values()) == before


@pytest.mark.rule("REL-3")
async def test_the_whole_stream_doubled_and_shuffled_changes_nothing(
    stack: Stack, cast: Cast, clock: FixedClock, cases: Running, reporting: Running, told: Rows
) -> None:
    doubled = [event for event in await events(cases) if event.HasField("facts")] * 2
    random.shuffle(doubled)
    async with running(stack, SERVICE, clock, cast) as another:
        for service in (reporting, another):
            handle = subscription_of(SERVICE, service).handle
            for start in range(0, len(doubled), 7):
                async with service.database.begin() as connection:
                    await handle(connection, doubled[start : start + 7])

            assert await figures(service) == told


@pytest.mark.rule("REL-4")
async def test_a_stream_that_was_lost_and_filled_again_is_taken_by_force_and_not_without(
    reporting: Running, cases: Running, told: Rows, jetstream: JetStreamContext
) -> None:
    await jetstream.delete_stream("CASES")
    await Republishing(cases.database, jetstream, "cases").run(unheard)
    with pytest.raises(StreamNotWhole, match="made anew"):
        await a_rebuilding(reporting).from_events(jetstream, unheard)
    assert await figures(reporting) == told

    await a_rebuilding(reporting).from_events(jetstream, unheard, force=True)

    assert await figures(reporting) == told
    await jetstream.purge_stream("CASES")
    await Republishing(cases.database, jetstream, "cases").run(unheard)
    with pytest.raises(StreamNotWhole, match="lost its first"):
        await a_rebuilding(reporting).from_events(jetstream, unheard)


@pytest.mark.rule("REL-8", "REL-3")
@pytest.mark.parametrize("source", ["snapshot", "events"])
async def test_while_others_work_beside_it_nothing_of_theirs_is_lost(
    office: Office, reporting: Running, cases: Running, told: Rows, jetstream: JetStreamContext, source: str
) -> None:
    rebuilding = a_rebuilding(reporting)

    async def go_on() -> None:
        for number in range(8):
            [case] = await office.krom1.records(a_complaint(f"beside-{number}", "2020-08-28"))
            await publish(cases, jetstream)
            await office.krom1(a_round_report(case.id, "2020-08-30"))
            await publish(cases, jetstream)

    async with following(SERVICE, reporting, jetstream) as consumer:
        run = rebuilding.from_snapshot(unheard) if source == "snapshot" else rebuilding.from_events(jetstream, unheard)
        await asyncio.gather(go_on(), run)
        await settled(consumer)
    both = await figures(reporting)

    await rebuilding.from_snapshot(unheard)
    assert await figures(reporting) == both
    assert len(both["cases"]) == len(told["cases"]) + 8


@asynccontextmanager
async def rebuilding_that_waits_for_a_page(reporting: Running, cases: Running) -> AsyncIterator[asyncio.Task[int]]:
    """Everything is emptied and the first page is asked for; `cases` answers it when the block ends."""
    async with cases.database.begin() as somebody:
        await somebody.execute(text("LOCK TABLE cases IN ACCESS EXCLUSIVE MODE"))
        running_ = asyncio.create_task(a_rebuilding(reporting).from_snapshot(unheard))
        await asyncio.sleep(1)
        assert (await is_marked(reporting), running_.done()) == (True, False)
        yield running_
    await running_


@pytest.mark.rule("ROLE-2", "USER-5", "REL-8")
@pytest.mark.usefixtures("told")
async def test_while_it_waits_for_a_page_an_access_that_was_ended_is_taken_away(
    reporting: Running, cases: Running, cast: Cast
) -> None:
    rights = cast["test-krom1"].rights(reporting.foundation.blind_index, version=2, is_active=False)
    header = EventHeader(event_id=str(uuid4()), aggregate_id=rights.subject)
    ended = AgenciesEvent(header=header, officer_changed=OfficerChanged(rights=rights))
    request, metadata = ListFigureCasesRequest(report=1, from_month="2020-08", figure=FIGURE_NAME_NEW), cast.metadata
    stub = ReportServiceStub(reporting.channel)

    async with rebuilding_that_waits_for_a_page(reporting, cases):
        before = await refusal_of(stub.ListFigureCases(request, metadata=metadata("test-krom1")))
        async with asyncio.timeout(3), reporting.database.begin() as connection:
            await take_in_once(connection, directory_subscription(), [ended])
        await asyncio.sleep(CACHE_SECONDS)
        after = await refusal_of(stub.ListFigureCases(request, metadata=metadata("test-krom1")))

    assert before.code == "figures_being_rebuilt"
    assert (after.status, after.code) == (StatusCode.UNAUTHENTICATED, "officer_ended")


@pytest.mark.rule("REL-8", "REP-1")
async def test_it_does_not_begin_while_somebody_reads_what_has_to_be_whole(reporting: Running, told: Rows) -> None:
    async with reading_whole(reporting.database) as connection:
        rebuilding = asyncio.create_task(a_rebuilding(reporting).from_snapshot(unheard))
        await asyncio.sleep(0.5)
        assert (rebuilding.done(), await is_rebuilding(connection)) == (False, False)
        counted = select(func.count()).select_from(reporting_cases)
        assert (await connection.execute(counted)).scalar_one() == len(told["cases"])

    assert await rebuilding == 7
    assert await figures(reporting) == told


@pytest.mark.rule("REL-8", "REP-1")
@pytest.mark.usefixtures("told")
async def test_one_that_ends_while_somebody_reads_has_let_him_read_nothing(reporting: Running, cases: Running) -> None:
    async with reporting.database.begin() as reader:
        async with rebuilding_that_waits_for_a_page(reporting, cases):
            with pytest.raises(FiguresBeingRebuilt):
                await refuse_while_rebuilding(reader)
        await refuse_while_rebuilding(reader)


@pytest.mark.rule("REL-8")
async def test_one_that_is_stopped_in_the_middle_leaves_its_mark_and_is_run_again(
    reporting: Running, told: Rows
) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await a_rebuilding(reporting).from_snapshot(stop)
    assert await is_marked(reporting)
    assert (await figures(reporting))["cases"] == []

    await a_rebuilding(reporting).from_snapshot(unheard)

    assert not await is_marked(reporting)
    assert await figures(reporting) == told


@pytest.mark.rule("REL-8")
async def test_two_at_once_are_not_let_empty_what_the_other_fills(reporting: Running, told: Rows) -> None:
    waiting: list[asyncio.Task[int]] = []

    def begin_another(done: int, total: int) -> None:
        if not waiting:
            waiting.append(asyncio.ensure_future(a_rebuilding(reporting).from_snapshot(unheard)))

    await a_rebuilding(reporting).from_snapshot(begin_another)

    with pytest.raises(RebuildUnderWay):
        await waiting[0]
    assert await figures(reporting) == told


@pytest.mark.rule("REL-8")
async def test_without_cases_it_says_so(stack: Stack, cast: Cast, clock: FixedClock, nats_url: str) -> None:
    async with running(stack, SERVICE, clock, cast, cases_address="127.0.0.1:1") as alone:
        with pytest.raises(Unavailable, match="cases"):
            await a_rebuilding(alone).from_snapshot(unheard)


@pytest.mark.rule("OPS-7")
async def test_a_service_that_follows_nobody_has_nothing_to_rebuild(
    cases: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await rebuild(CASES, cases.foundation, Source.EVENTS, force=False) == 2
    assert capsys.readouterr().err == "cases: nothing in it is made of events.\n"
