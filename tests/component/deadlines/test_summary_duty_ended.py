"""An agency that owes no summaries any more: what was opened and not submitted is cancelled, and nobody is reminded."""

import asyncio
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from deadlines.adapters.summary_duties import SqlSummaryDuties
from deadlines.adapters.sweeping import SqlSweepStore
from deadlines.adapters.tables import summary_duties
from deadlines.app.sweep import sweep
from deadlines.domain.state import ObligationState
from deadlines.domain.summary import POLICY
from rongrian.deadlines.v1.deadline_service_pb2 import GetComplianceRequest, GetWorklistRequest
from rongrian.deadlines.v1.deadline_service_pb2_grpc import DeadlineServiceStub
from tests.component.deadlines.case_events import happenings
from tests.component.deadlines.mailing import Agencies, Mails, Reminding
from tests.component.deadlines.summaries import closed, open_what_began, owe, owed_by, submitted, tell_reporting
from tests.support import tree
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running

KROM1, KROM2, KROM3 = tree.DEPARTMENT_1, tree.DEPARTMENT_2, tree.DEPARTMENTS[3]
THE_1ST, THE_5TH, THE_12TH = date(2020, 9, 1), date(2020, 9, 5), date(2020, 9, 12)
NOVEMBER = date(2020, 11, 1)
OPEN, MET, MISSED = ObligationState.OPEN, ObligationState.MET, ObligationState.MISSED
CANCELLED = ObligationState.CANCELLED


async def states(deadlines: Running, agency: UUID) -> list[int]:
    """Of its summaries, in the order of their rounds."""
    return [row.state for row in await owed_by(deadlines, agency)]


async def begin(deadlines: Running, clock: FixedClock, day: date = THE_1ST) -> None:
    await owe(deadlines, KROM1, KROM2, KROM3)
    clock.day = day
    await open_what_began(deadlines)


@pytest.mark.rule("SUM-0", "DUE-9")
async def test_of_an_agency_that_owes_no_more_what_is_open_is_cancelled_and_what_was_submitted_stays_met(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast, clock: FixedClock
) -> None:
    await begin(deadlines, clock)
    await tell_reporting(deadlines, submitted(KROM1, on=THE_1ST))
    clock.day = THE_12TH
    await sweep(clock.day, store=SqlSweepStore(deadlines.database, clock))
    store = SqlSummaryDuties(deadlines.database, clock)
    assert not await store.is_anything_to_open(clock.day)

    await owe(deadlines, KROM1, KROM2, from_round="", version=3)
    assert await store.is_anything_to_open(clock.day)
    await asyncio.gather(*(open_what_began(deadlines) for _ in range(3)))

    assert not await store.is_anything_to_open(clock.day)
    assert [await states(deadlines, agency) for agency in (KROM1, KROM2, KROM3)] == [[MET], [CANCELLED], [MISSED]]
    assert sorted(await happenings(deadlines, POLICY)) == sorted([*["opened"] * 3, "met", *["missed"] * 2, "cancelled"])
    acoc = cast.metadata("test-acoc")
    worklist = await stub.GetWorklist(GetWorklistRequest(), metadata=acoc)
    assert [each.agency_id for each in worklist.obligations] == [str(KROM3)]
    asked = GetComplianceRequest(policy=POLICY, due_from="2020-09-01", due_to="2020-09-30")
    figures = (await stub.GetCompliance(asked, metadata=acoc)).total
    assert (figures.met_in_time, figures.missed, figures.cancelled) == (1, 1, 1)


@pytest.mark.rule("SUM-0", "SUM-5")
async def test_closing_the_round_makes_nothing_missed_that_was_owed_no_more(
    deadlines: Running, clock: FixedClock
) -> None:
    await begin(deadlines, clock)
    clock.day = THE_5TH
    await owe(deadlines, KROM1, closed_on=THE_5TH, version=3)
    await owe(deadlines, KROM2, from_round="", version=3)
    await open_what_began(deadlines)

    clock.day = THE_12TH
    await tell_reporting(deadlines, closed(on=THE_12TH))
    await owe(deadlines, KROM2, KROM3, from_round="", version=4)
    await open_what_began(deadlines)
    await owe(deadlines, KROM2, version=5)
    await open_what_began(deadlines)

    assert [await states(deadlines, agency) for agency in (KROM1, KROM2, KROM3)] == [[CANCELLED], [CANCELLED], [MISSED]]


@pytest.mark.rule("SUM-0")
async def test_a_first_round_that_is_set_later_cancels_the_open_ones_before_it_and_set_back_they_open_again(
    deadlines: Running, clock: FixedClock
) -> None:
    await begin(deadlines, clock, NOVEMBER)
    assert await states(deadlines, KROM2) == [OPEN] * 3

    await owe(deadlines, KROM2, from_round="2020-11", version=3)
    await open_what_began(deadlines)
    assert await states(deadlines, KROM2) == [CANCELLED, CANCELLED, OPEN]

    await owe(deadlines, KROM2, from_round="2021-01", version=4)
    await open_what_began(deadlines)
    assert await states(deadlines, KROM2) == [CANCELLED] * 3
    async with deadlines.database.read() as connection:
        looked_at = set((await connection.execute(select(summary_duties.c.agency_id))).scalars())
    assert looked_at == {KROM1, KROM3}

    await owe(deadlines, KROM2, from_round="2020-10", version=5)
    await open_what_began(deadlines)
    await open_what_began(deadlines)
    assert await states(deadlines, KROM2) == [CANCELLED, OPEN, OPEN]
    assert await states(deadlines, KROM1) == [OPEN] * 3


@pytest.mark.rule("SUM-0", "DUE-5", "DUE-6")
async def test_officers_of_an_agency_that_owes_no_more_are_reminded_no_more_until_it_owes_again(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    """Steps fall on 7, 9, 10 and 11 ก.ย.; it owes nothing from the 8th to the 10th."""
    officer = await agencies.engage(KROM2)
    await begin(deadlines, clock)
    sent_on = []
    for day in range(2, 12):
        if day in (8, 11):
            await owe(deadlines, KROM2, from_round="" if day == 8 else "2020-09", version=day)
        clock.day = date(2020, 9, day)
        await open_what_began(deadlines)
        before = len(mails(officer))
        await reminding.run()
        sent_on += [day] * (len(mails(officer)) - before)

    assert sent_on == [7, 11]
