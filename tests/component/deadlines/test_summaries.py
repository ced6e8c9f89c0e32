"""Monthly summaries: opened by the calendar, met by what is submitted, ended by the closing of their round."""

import asyncio
from contextlib import suppress
from datetime import date
from itertools import permutations

import grpc
import pytest
from nats.js import JetStreamContext
from sqlalchemy import select

from deadlines.adapters.summary_duties import SqlSummaryDuties
from deadlines.adapters.sweeping import SqlSweepStore
from deadlines.adapters.tables import rounds, summaries, summary_duties
from deadlines.app.sweep import sweep
from deadlines.domain.state import ObligationState
from deadlines.domain.summary import POLICY, SummaryFacts
from deadlines.ports.daily import DailyJob
from deadlines.ports.opening import opening_job
from deadlines.ports.report_events import reporting_subscription
from kit.database.tables import parked
from kit.events.consumer import Consumer
from kit.events.streams import ensure_stream, subject_of
from rongrian.deadlines.v1.deadline_service_pb2 import (
    ExtendObligationRequest,
    GetComplianceRequest,
    GetWorklistRequest,
)
from rongrian.deadlines.v1.deadline_service_pb2_grpc import DeadlineServiceStub
from rongrian.deadlines.v1.obligation_pb2 import OBLIGATION_STATE_MISSED
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent
from tests.component.deadlines.case_events import happenings
from tests.component.deadlines.own_policies import kept
from tests.component.deadlines.summaries import (
    closed,
    listed,
    open_what_began,
    owe,
    owed_by,
    submitted,
    tell_reporting,
)
from tests.support import tree
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running

KROM1, KROM2 = tree.DEPARTMENT_1, tree.DEPARTMENT_2
THE_1ST, THE_10TH, THE_12TH = date(2020, 9, 1), date(2020, 9, 10), date(2020, 9, 12)
OPEN, MET, MISSED = ObligationState.OPEN, ObligationState.MET, ObligationState.MISSED
CANCELLED = ObligationState.CANCELLED


@pytest.mark.rule("SUM-0", "SUM-1", "DUE-14")
async def test_the_start_of_a_month_opens_the_summary_of_each_agency_that_owes_one(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast, clock: FixedClock
) -> None:
    await owe(deadlines, KROM1, KROM2, tree.MINISTRY)
    await owe(deadlines, tree.DEPARTMENTS[3], from_round="2020-10")
    await owe(deadlines, tree.DEPARTMENTS[4], closed_on=date(2020, 8, 20))
    clock.day = date(2020, 8, 31)
    await open_what_began(deadlines)
    assert await kept(deadlines, POLICY) == []

    clock.day = THE_1ST
    await asyncio.gather(*(open_what_began(deadlines) for _ in range(3)))
    await open_what_began(deadlines)

    assert {row.agency_id for row in await kept(deadlines, POLICY)} == {KROM1, KROM2, tree.MINISTRY}
    assert await happenings(deadlines, POLICY) == ["opened"] * 3
    [summary] = await listed(stub, cast, "test-krom2")
    assert (summary.object_number, summary.agency_id) == ("รอบกันยายน 2563", str(KROM2))
    assert (summary.opened_on, summary.due_on) == ("2020-09-01", "2020-09-10")
    assert "PACC 8" in summary.basis_english


@pytest.mark.rule("DUE-4", "SUM-1")
async def test_the_round_of_october_2563_is_due_on_saturday_the_10th(deadlines: Running, clock: FixedClock) -> None:
    await owe(deadlines, KROM2, from_round="2020-10")
    clock.day = date(2020, 10, 1)

    await open_what_began(deadlines)

    assert [row.due_on for row in await owed_by(deadlines, KROM2)] == [date(2020, 10, 10)]


@pytest.mark.rule("ROLE-2")
async def test_who_sees_an_agency_sees_its_summaries(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast, clock: FixedClock
) -> None:
    await owe(deadlines, KROM1, KROM2, tree.OTHER_DEPARTMENT)
    clock.day = THE_1ST
    await open_what_began(deadlines)

    async def seen_by(username: str) -> set[str]:
        return {summary.agency_id for summary in await listed(stub, cast, username)}

    both, every = {str(KROM1), str(KROM2)}, {str(KROM1), str(KROM2), str(tree.OTHER_DEPARTMENT)}
    assert await seen_by("test-krom1") == {str(KROM1)}
    assert await seen_by("test-acoc") == both
    assert await seen_by("test-other-acoc") == {str(tree.OTHER_DEPARTMENT)}
    assert await seen_by("test-pacc") == await seen_by("test-auditor") == every
    assert await seen_by("test-office") == set()


@pytest.mark.rule("SUM-0", "SUM-5")
async def test_after_an_outage_of_months_each_is_opened_with_its_own_date_and_what_is_closed_ends_at_once(
    deadlines: Running, clock: FixedClock
) -> None:
    await owe(deadlines, KROM2)
    await tell_reporting(deadlines, closed("2020-09", on=THE_12TH))
    clock.day = date(2020, 11, 20)

    await open_what_began(deadlines)
    await sweep(clock.day, store=SqlSweepStore(deadlines.database, clock))

    assert [(row.due_on, row.state, row.ended_on) for row in await owed_by(deadlines, KROM2)] == [
        (date(2020, 9, 10), MISSED, THE_12TH),
        (date(2020, 10, 10), MISSED, None),
        (date(2020, 11, 10), MISSED, None),
    ]


@pytest.mark.rule("SUM-0", "SUM-5")
async def test_whoever_comes_to_owe_has_missed_nothing_of_what_was_closed_before_also_after_a_time_without_officers(
    deadlines: Running, clock: FixedClock
) -> None:
    the_5th_of_november = date(2020, 11, 5)
    await owe(deadlines, KROM1, since=date(2020, 8, 3))
    clock.day = THE_1ST
    await open_what_began(deadlines)
    await owe(deadlines, KROM1, from_round="", version=3)
    await open_what_began(deadlines)
    for round_ in ("2020-09", "2020-10"):
        await tell_reporting(deadlines, closed(round_, on=date.fromisoformat(f"{round_}-12")))
    clock.day = the_5th_of_november

    await owe(deadlines, KROM1, since=the_5th_of_november, version=4)
    await owe(deadlines, KROM2, since=the_5th_of_november, from_round="2020-08")
    await open_what_began(deadlines)

    assert [(row.due_on, row.state) for row in await owed_by(deadlines, KROM1)] == [
        (date(2020, 9, 10), CANCELLED),
        (date(2020, 11, 10), OPEN),
    ]
    assert [(row.due_on.month, row.state) for row in await owed_by(deadlines, KROM2)] == [(8, OPEN), (11, OPEN)]


@pytest.mark.rule("SUM-0", "SUM-5")
async def test_an_end_and_a_return_of_the_duty_that_came_in_an_outage_leave_nothing_missed_of_the_time_between(
    deadlines: Running, clock: FixedClock
) -> None:
    clock.day, the_5th_of_november = THE_1ST, date(2020, 11, 5)
    await owe(deadlines, KROM1, since=date(2020, 8, 3))
    await open_what_began(deadlines)
    await tell_reporting(deadlines, closed("2020-10", on=date(2020, 10, 12)))
    clock.day = the_5th_of_november

    await owe(deadlines, KROM1, since=the_5th_of_november, version=4)
    await open_what_began(deadlines)

    assert [(row.due_on.month, row.state) for row in await owed_by(deadlines, KROM1)] == [(9, OPEN), (11, OPEN)]


@pytest.mark.rule("SUM-0", "DUE-8")
async def test_an_agency_that_is_told_late_has_the_summary_of_that_month_opened_and_nothing_else_is_looked_at(
    deadlines: Running, clock: FixedClock
) -> None:
    await owe(deadlines, KROM1)
    clock.day = THE_1ST
    await open_what_began(deadlines)
    store = SqlSummaryDuties(deadlines.database, clock)
    clock.day = date(2020, 9, 20)
    assert not await store.is_anything_to_open(clock.day)

    await owe(deadlines, KROM2)
    assert await store.is_anything_to_open(clock.day)
    async with store.to_open(clock.day) as opening:
        assert [duty.agency_id for duty in opening.duties] == [KROM2]
    await owe(deadlines, KROM2, from_round="2020-08", version=3)
    await open_what_began(deadlines)

    assert [row.due_on for row in await owed_by(deadlines, KROM2)] == [date(2020, 8, 10), THE_10TH]
    await owe(deadlines, KROM2, from_round="", version=4)
    clock.day = date(2020, 10, 1)
    await open_what_began(deadlines)
    assert [len(await owed_by(deadlines, agency)) for agency in (KROM1, KROM2)] == [2, 2]
    assert not await store.is_anything_to_open(clock.day)


@pytest.mark.rule("DUE-12")
async def test_the_job_opens_when_the_day_changes_and_says_when_it_is_done(
    deadlines: Running, clock: FixedClock
) -> None:
    await owe(deadlines, KROM2)
    clock.day = date(2020, 8, 31)
    job = opening_job(SqlSummaryDuties(deadlines.database, clock), clock)
    running = asyncio.create_task(job.run())
    await until_settled(job, clock.day)
    clock.day = THE_1ST
    assert not await job.is_settled(THE_1ST)
    await until_settled(job, THE_1ST)

    assert len(await owed_by(deadlines, KROM2)) == 1
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def until_settled(job: DailyJob, day: date) -> None:
    async with asyncio.timeout(10):
        while True:
            if await job.is_settled(day):
                return
            await asyncio.sleep(0.05)


@pytest.mark.rule("SUM-5", "REL-3", "DUE-16")
async def test_in_whatever_order_word_comes_what_was_submitted_is_met_and_the_rest_ends_as_missed(
    deadlines: Running, clock: FixedClock
) -> None:
    """The month's start, two submissions, the closing: each order for agencies and a round of its own."""
    expected = {KROM1: (MET, None), KROM2: (ObligationState.MET_LATE, None), tree.MINISTRY: (MISSED, THE_12TH)}
    for number, order in enumerate(permutations(range(4))):
        year = 2020 + number
        round_, clock.day = f"{year}-09", date(year, 9, 12)
        await owe(deadlines, *expected, from_round=round_, version=number + 2)
        told = [
            submitted(KROM1, round_, on=date(year, 9, 10)),
            submitted(KROM2, round_, on=date(year, 9, 11)),
            closed(round_, on=date(year, 9, 12)),
        ]
        for place in order:
            if place == 3:
                await open_what_began(deadlines)
            else:
                await tell_reporting(deadlines, told[place])
                await tell_reporting(deadlines, told[place])
        stands = {
            agency: next(row for row in await owed_by(deadlines, agency) if row.due_on == date(year, 9, 10))
            for agency in expected
        }
        assert {agency: row.state for agency, row in stands.items()} == {a: state for a, (state, _) in expected.items()}
        assert {agency for agency, row in stands.items() if row.ended_on} == {tree.MINISTRY}


@pytest.mark.rule("SUM-5", "DUE-7", "DUE-9")
async def test_when_the_round_is_closed_what_was_not_submitted_leaves_the_worklists_and_counts_as_missed(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast, clock: FixedClock
) -> None:
    await owe(deadlines, KROM1, KROM2)
    clock.day = THE_1ST
    await open_what_began(deadlines)
    await tell_reporting(deadlines, submitted(KROM1, on=THE_10TH))
    clock.day = date(2020, 9, 11)
    await sweep(clock.day, store=SqlSweepStore(deadlines.database, clock))
    acoc = cast.metadata("test-acoc")
    before = await stub.GetWorklist(GetWorklistRequest(), metadata=acoc)
    assert (before.overdue, [each.colour_step for each in before.obligations]) == (1, [1])

    clock.day = THE_12TH
    await tell_reporting(deadlines, closed(on=THE_12TH))

    after = await stub.GetWorklist(GetWorklistRequest(), metadata=acoc)
    assert (after.overdue, list(after.obligations)) == (0, [])
    asked = GetComplianceRequest(policy=POLICY, due_from="2020-09-01", due_to="2020-09-30")
    figures = (await stub.GetCompliance(asked, metadata=acoc)).total
    assert (figures.met_in_time, figures.missed, figures.open) == (1, 1, 0)
    [of_krom2] = [each for each in await listed(stub, cast, "test-acoc") if each.agency_id == str(KROM2)]
    assert (of_krom2.state, of_krom2.days_late, of_krom2.colour_step) == (OBLIGATION_STATE_MISSED, 0, 0)
    assert await happenings(deadlines, POLICY) == ["opened", "opened", "met", "missed"]
    assert (POLICY, MISSED) not in await SqlSweepStore(deadlines.database, clock).counts()


@pytest.mark.rule("SUM-5")
async def test_a_round_that_is_closed_while_its_summaries_are_opened_ends_all_of_them(
    deadlines: Running, clock: FixedClock
) -> None:
    await owe(deadlines, *tree.DEPARTMENTS.values(), tree.MINISTRY)
    clock.day = THE_12TH

    await asyncio.gather(
        open_what_began(deadlines),
        tell_reporting(deadlines, closed(on=THE_12TH)),
        open_what_began(deadlines),
        tell_reporting(deadlines, submitted(KROM2, on=THE_10TH), closed(on=THE_12TH)),
    )

    states = {row.agency_id: (row.state, row.ended_on) for row in await kept(deadlines, POLICY)}
    assert len(states) == 11
    assert states.pop(KROM2) == (MET, None)
    assert set(states.values()) == {(MISSED, THE_12TH)}


@pytest.mark.rule("DUE-13", "ROLE-2")
async def test_nobody_extends_a_summary(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast, clock: FixedClock
) -> None:
    await owe(deadlines, KROM2)
    clock.day = THE_1ST
    await open_what_began(deadlines)
    [summary] = await listed(stub, cast, "test-krom2")
    request = ExtendObligationRequest(obligation_id=summary.id, days=1, reason="ขอขยาย")

    refusal = await refusal_of(stub.ExtendObligation(request, metadata=cast.metadata("test-acoc")))
    elsewhere = await refusal_of(stub.ExtendObligation(request, metadata=cast.metadata("test-other-acoc")))

    assert (refusal.code, elsewhere.status) == ("not_extendable", grpc.StatusCode.NOT_FOUND)


@pytest.mark.rule("REL-3")
async def test_what_reporting_tells_comes_by_its_stream_and_what_cannot_be_read_is_parked(
    deadlines: Running, jetstream: JetStreamContext, clock: FixedClock
) -> None:
    await owe(deadlines, KROM1, KROM2)
    clock.day = THE_12TH
    await open_what_began(deadlines)
    head = ReportingEvent()
    head.header.event_id = "00000000-0000-7000-8000-00000000abcd"
    head.audit_head.service = "reporting"
    impossible = [submitted(KROM1, "2020-13", on=THE_10TH), closed("", on=THE_12TH)]
    consumer = Consumer(deadlines.database, jetstream, reporting_subscription(clock))
    await ensure_stream(jetstream, "reporting")
    task = asyncio.create_task(consumer.run())
    for event in (head, *impossible, closed(on=THE_12TH), submitted(KROM2, on=THE_10TH)):
        subject = subject_of("reporting", str(event.WhichOneof("event")))
        await jetstream.publish(subject, event.SerializeToString())
    async with asyncio.timeout(20):
        while True:
            if all(row.state != OPEN for row in await kept(deadlines, POLICY)) and await consumer.waiting() == 0:
                break
            await asyncio.sleep(0.1)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

    states = {row.agency_id: ObligationState(row.state) for row in await kept(deadlines, POLICY)}
    assert states == {KROM1: MISSED, KROM2: MET}
    async with deadlines.database.read() as connection:
        reasons = list((await connection.execute(select(parked.c.reason))).scalars())
    assert reasons == ["invalid_input"] * 2


async def test_what_is_kept_of_a_summary_is_its_agency_and_round(deadlines: Running, clock: FixedClock) -> None:
    await owe(deadlines, KROM2)
    clock.day = THE_1ST
    await open_what_began(deadlines)

    async with deadlines.database.read() as connection:
        [summary] = (await connection.execute(select(summaries))).all()
        [round_] = (await connection.execute(select(rounds))).all()
        [duty] = (await connection.execute(select(summary_duties))).all()
    assert tuple(summary) == (SummaryFacts(KROM2, THE_1ST).object_id, KROM2, THE_1ST)
    assert tuple(round_) == (THE_1ST, None, None)
    assert tuple(duty) == (KROM2, THE_1ST, THE_1ST)
