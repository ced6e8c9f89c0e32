"""Missed, once, when the day has passed; withdrawn when the act turns out to have been in time."""

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import date

import pytest
from sqlalchemy import delete

from deadlines.adapters.sweeping import BATCH, SqlSweepStore
from deadlines.adapters.tables import policies
from deadlines.app.sweep import sweep
from deadlines.domain.state import ObligationState
from deadlines.ports.gauges import OBLIGATIONS, ObligationGauges
from deadlines.ports.sweeping import SweepJob
from kit.work.jobs import Jobs
from rongrian.deadlines.v1.obligation_pb2 import OBLIGATION_STATE_MET, OBLIGATION_STATE_MET_LATE
from tests.component.deadlines.case_events import DAY_7, events_of, facts, happenings, later, tell
from tests.support.clock import FixedClock
from tests.support.running import Running

DAY_8, DAY_9 = date(2020, 7, 23), date(2020, 7, 24)


@pytest.fixture
def store(deadlines: Running) -> SqlSweepStore:
    return SqlSweepStore(deadlines.database, deadlines.foundation.clock)


@pytest.mark.rule("DUE-2", "DUE-12")
async def test_missed_is_told_the_day_after_and_once(deadlines: Running, store: SqlSweepStore) -> None:
    await tell(deadlines, facts())

    await sweep(DAY_7, store=store)
    assert await happenings(deadlines) == ["opened"]
    await sweep(DAY_8, store=store)
    await sweep(DAY_9, store=store)

    assert await happenings(deadlines) == ["opened", "missed"]


@pytest.mark.rule("DUE-16")
async def test_a_report_of_day_7_that_arrives_on_day_9_withdraws_missed(
    deadlines: Running, store: SqlSweepStore, clock: FixedClock
) -> None:
    recorded = facts()
    await tell(deadlines, recorded)
    clock.day = DAY_9
    await sweep(DAY_9, store=store)

    await tell(deadlines, later(recorded, reported_on=DAY_7))

    assert await happenings(deadlines) == ["opened", "missed", "missed_withdrawn", "met"]
    met = (await events_of(deadlines))[-1]
    assert (met.met.in_time, met.facts.met_on) == (True, DAY_7.isoformat())
    assert met.facts.state == OBLIGATION_STATE_MET


@pytest.mark.rule("DUE-16")
async def test_a_report_recorded_on_day_8_is_met_late(deadlines: Running, store: SqlSweepStore) -> None:
    recorded = facts()
    await tell(deadlines, recorded)
    await sweep(DAY_8, store=store)

    await tell(deadlines, later(recorded, reported_on=DAY_8))

    met = (await events_of(deadlines))[-1]
    assert (met.met.in_time, met.facts.state) == (False, OBLIGATION_STATE_MET_LATE)


async def test_copies_that_sweep_at_once_tell_each_missed_once(deadlines: Running, store: SqlSweepStore) -> None:
    for first in range(0, BATCH + 100, 100):
        await tell(deadlines, *(facts(f"{first + number}-1") for number in range(100)))

    await asyncio.gather(*(sweep(DAY_8, store=store) for _ in range(3)))

    told = await events_of(deadlines)
    missed = [each.facts.obligation_id for each in told if each.WhichOneof("event") == "missed"]
    assert len(missed) == len(set(missed)) == BATCH + 100
    assert not await store.is_overdue_left(DAY_8)


async def test_open_and_missed_are_counted_by_policy(deadlines: Running, store: SqlSweepStore) -> None:
    await tell(deadlines, facts(), facts("2-1"), facts("3-1", received_on=DAY_7))
    await sweep(DAY_8, store=store)

    await ObligationGauges(store).measure()

    assert Counter(await store.counts()) == {
        ("case.round_7", ObligationState.OPEN): 1,
        ("case.round_7", ObligationState.MISSED): 2,
        ("case.round_37", ObligationState.OPEN): 3,
    }
    [metric] = OBLIGATIONS.collect()
    measured = {(each.labels["policy"], each.labels["state"]): each.value for each in metric.samples}
    assert measured == {
        ("case.round_7", "open"): 1.0,
        ("case.round_7", "missed"): 2.0,
        ("case.round_37", "open"): 3.0,
    }


@pytest.mark.rule("DUE-12")
async def test_the_job_sweeps_at_its_start_and_when_the_day_changes_and_says_when_it_is_done(
    deadlines: Running, store: SqlSweepStore, clock: FixedClock
) -> None:
    await tell(deadlines, facts(), facts("2-1", received_on=date(2020, 7, 16)))
    clock.day = DAY_8
    job = SweepJob(store, clock)
    assert not await job.is_settled(DAY_8)
    running = asyncio.create_task(job.run())

    await until_settled(job, DAY_8)
    assert (await happenings(deadlines)).count("missed") == 1
    assert not await job.is_settled(DAY_9)
    clock.day = DAY_9
    await until_settled(job, DAY_9)
    assert (await happenings(deadlines)).count("missed") == 2

    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


@pytest.mark.rule("DUE-15")
async def test_a_sweep_that_was_never_done_or_is_older_than_five_minutes_is_not_well(
    store: SqlSweepStore, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = SweepJob(store, clock)
    jobs = Jobs([job])
    assert await jobs.ailments() == ["sweep older than 300 seconds"]
    running = asyncio.create_task(jobs.run())
    await until_settled(job, clock.day)
    assert await jobs.ailments() == []

    monkeypatch.setattr("deadlines.ports.sweeping.OLDEST_SECONDS", 0.0)

    assert await jobs.ailments() == ["sweep older than 0 seconds"]
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


@pytest.mark.rule("DUE-15")
async def test_a_policy_that_something_is_owed_under_and_that_has_no_setting_is_named(
    deadlines: Running, store: SqlSweepStore, clock: FixedClock
) -> None:
    await tell(deadlines, facts())
    job = SweepJob(store, clock)
    running = asyncio.create_task(job.run())
    await until_settled(job, clock.day)
    assert await job.ailments() == []

    async with deadlines.database.begin() as connection:
        await connection.execute(delete(policies).where(policies.c.code == "case.round_37"))

    assert await job.ailments() == ["policy case.round_37 without a setting"]
    await sweep(date(2020, 8, 22), store=store)
    assert await happenings(deadlines, "case.round_37") == ["opened", "missed"]
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def until_settled(job: SweepJob, day: date) -> None:
    async with asyncio.timeout(5):
        while True:
            if await job.is_settled(day):
                return
            await asyncio.sleep(0.05)
