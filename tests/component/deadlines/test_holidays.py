"""Holidays: the library's, what ป.ป.ท. adds and strikes, and what that touches."""

import asyncio
from datetime import date
from uuid import uuid4

import grpc
import pytest
from sqlalchemy import select

from deadlines.adapters.recounting import BATCH, SqlRecountStore
from deadlines.adapters.sweeping import SqlSweepStore
from deadlines.app.sweep import sweep
from deadlines.domain.happenings import MoveCause
from deadlines.domain.state import ObligationState
from deadlines.ports.recounting import Recounter
from kit.database.tables import audit_entry
from rongrian.deadlines.v1.obligation_pb2 import MOVE_CAUSE_HOLIDAY
from rongrian.deadlines.v1.policy_service_pb2 import (
    AddHolidayRequest,
    Holiday,
    ListHolidaysRequest,
    StrikeHolidayRequest,
)
from rongrian.deadlines.v1.policy_service_pb2_grpc import PolicyServiceStub
from tests.component.deadlines.case_events import events_of, facts, happenings, later, tell
from tests.component.deadlines.own_policies import STUDY, count_again, due, kept, moves, put_policy
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running

THURSDAY, FRIDAY, SATURDAY, MONDAY = (date(2020, 7, day) for day in (16, 17, 18, 20))


def addition(day: date | str = THURSDAY, **other: str) -> AddHolidayRequest:
    said = {"day": str(day), "name": "วันหยุดพิเศษ", "reason": "มติคณะรัฐมนตรี 7 ก.ค. 2563"}
    return AddHolidayRequest(**(said | other))


async def listed(policies: PolicyServiceStub, cast: Cast, year: int) -> dict[str, Holiday]:
    answer = await policies.ListHolidays(ListHolidaysRequest(year=year), metadata=cast.metadata("test-krom1"))
    return {holiday.day: holiday for holiday in answer.holidays}


@pytest.mark.rule("DUE-3")
async def test_holidays_of_past_and_coming_years_are_listed_with_their_substitution_days(
    policies: PolicyServiceStub, cast: Cast
) -> None:
    of_2022 = await listed(policies, cast, 2022)

    assert {"2022-07-13", "2022-07-14", "2022-07-15", "2022-10-24"} <= set(of_2022)
    assert of_2022["2022-07-13"].name == "วันอาสาฬหบูชา"
    assert len(await listed(policies, cast, 2030)) > 10


@pytest.mark.rule("DUE-3")
async def test_an_added_and_a_struck_holiday_show_by_whom_and_why(policies: PolicyServiceStub, cast: Cast) -> None:
    pacc = cast.metadata("test-pacc")
    added = await policies.AddHoliday(addition(), metadata=pacc)
    request = StrikeHolidayRequest(day="2020-07-28", reason="เลื่อน")
    struck = await policies.StrikeHoliday(request, metadata=pacc)

    assert (added.holiday.is_added, added.holiday.changed_by) == (True, str(cast["test-pacc"].subject))
    assert (struck.holiday.is_struck, struck.holiday.reason) == (True, "เลื่อน")
    assert struck.holiday.name.startswith("วันเฉลิมพระชนมพรรษา")
    of_2020 = await listed(policies, cast, 2020)
    assert of_2020["2020-07-16"] == added.holiday
    assert of_2020["2020-07-28"] == struck.holiday


@pytest.mark.rule("DUE-3")
async def test_only_pacc_keeps_the_holidays(policies: PolicyServiceStub, cast: Cast) -> None:
    for username in ("test-acoc", "test-krom1"):
        refusal = await refusal_of(policies.AddHoliday(addition(), metadata=cast.metadata(username)))

        assert refusal.status is grpc.StatusCode.PERMISSION_DENIED
        assert refusal.metadata == {"permission": "holiday.keep"}


@pytest.mark.rule("DUE-3")
async def test_what_is_wrong_with_a_change_of_holidays_is_said(policies: PolicyServiceStub, cast: Cast) -> None:
    pacc = cast.metadata("test-pacc")
    already = await refusal_of(policies.AddHoliday(addition(date(2020, 7, 28)), metadata=pacc))
    none = await refusal_of(policies.StrikeHoliday(StrikeHolidayRequest(day="2020-07-16", reason="x"), metadata=pacc))
    wrong = await refusal_of(policies.AddHoliday(addition(day="2020-02-30", name=" ", reason=""), metadata=pacc))
    buddhist = await refusal_of(policies.AddHoliday(addition(day="2563-07-16"), metadata=pacc))
    year = await refusal_of(policies.ListHolidays(ListHolidaysRequest(year=2563), metadata=pacc))

    assert (already.code, none.code) == ("holiday_already", "no_holiday")
    assert wrong.faults == {("day", "DUE-3"), ("name", "DUE-3"), ("reason", "DUE-3")}
    assert buddhist.faults == {("day", "DUE-3")}
    assert year.faults == {("year", "DUE-3")}


@pytest.mark.rule("DUE-3")
async def test_one_request_adds_a_holiday_once_and_is_in_the_trail(
    deadlines: Running, policies: PolicyServiceStub, cast: Cast
) -> None:
    request = addition(request_id=str(uuid4()))
    for _ in range(2):
        await policies.AddHoliday(request, metadata=cast.metadata("test-pacc"))

    async with deadlines.database.read() as connection:
        [entry] = (await connection.execute(select(audit_entry))).all()
    assert (entry.action, entry.reason) == ("holiday.added", "มติคณะรัฐมนตรี 7 ก.ค. 2563")


@pytest.mark.rule("DUE-3", "DUE-13")
async def test_an_added_holiday_moves_what_it_touches_and_keeps_the_old_date(
    deadlines: Running, policies: PolicyServiceStub, cast: Cast
) -> None:
    await put_policy(deadlines)
    await put_policy(deadlines, "own.calendar", 2, counted_in=1)  # type: ignore[arg-type]
    await tell(deadlines, facts())
    assert await due(deadlines) == [FRIDAY]

    await policies.AddHoliday(addition(), metadata=cast.metadata("test-pacc"))
    await count_again(deadlines)
    await count_again(deadlines)

    assert await due(deadlines) == [MONDAY]
    assert await due(deadlines, "own.calendar") == [FRIDAY]
    [move] = await moves(deadlines)
    assert (move.old_due_on, move.new_due_on, move.cause) == (FRIDAY, MONDAY, MoveCause.HOLIDAY)
    assert (move.actor, move.reason) == (cast["test-pacc"].subject, "มติคณะรัฐมนตรี 7 ก.ค. 2563")
    told = (await events_of(deadlines))[-1]
    assert (told.due_moved.old_due_on, told.facts.due_on) == ("2020-07-17", "2020-07-20")
    assert told.due_moved.cause == MOVE_CAUSE_HOLIDAY
    assert told.header.actor == str(cast["test-pacc"].subject)


@pytest.mark.rule("DUE-3")
async def test_a_struck_holiday_brings_a_date_forward(
    deadlines: Running, policies: PolicyServiceStub, cast: Cast
) -> None:
    """27 and 28 July 2563 are holidays: two working days from Friday 24 end on Thursday 30, without the 28th on 29."""
    await put_policy(deadlines)
    await tell(deadlines, facts(received_on=date(2020, 7, 24)))
    assert await due(deadlines) == [date(2020, 7, 30)]

    request = StrikeHolidayRequest(day="2020-07-28", reason="เลื่อน")
    await policies.StrikeHoliday(request, metadata=cast.metadata("test-pacc"))
    await count_again(deadlines)

    assert await due(deadlines) == [date(2020, 7, 29)]


@pytest.mark.rule("DUE-3")
async def test_what_was_missed_is_open_again_and_what_was_met_keeps_its_verdict(
    deadlines: Running, policies: PolicyServiceStub, cast: Cast, clock: FixedClock
) -> None:
    await put_policy(deadlines)
    met_late, missed = facts("1-1"), facts("2-1")
    await tell(deadlines, met_late, missed)
    clock.day = SATURDAY
    await sweep(SATURDAY, store=SqlSweepStore(deadlines.database, clock))
    await tell(deadlines, later(met_late, reported_on=SATURDAY))

    await policies.AddHoliday(addition(), metadata=cast.metadata("test-pacc"))
    await count_again(deadlines)

    rows = {str(row.object_id): row for row in await kept(deadlines)}
    assert rows[met_late.case_id].state == ObligationState.MET_LATE
    assert rows[met_late.case_id].due_on == FRIDAY
    assert (rows[missed.case_id].state, rows[missed.case_id].due_on) == (ObligationState.OPEN, MONDAY)
    assert (await happenings(deadlines, STUDY))[-2:] == ["due_moved", "missed_withdrawn"]


@pytest.mark.rule("DUE-3", "DUE-16")
async def test_a_verdict_stays_though_word_of_the_act_comes_after_the_holiday(
    deadlines: Running, policies: PolicyServiceStub, cast: Cast, clock: FixedClock
) -> None:
    """Reported on Saturday, a day late; on Sunday Thursday becomes a holiday; the report is heard of on Monday."""
    await put_policy(deadlines)
    recorded = facts()
    await tell(deadlines, recorded)
    clock.day = date(2020, 7, 19)
    await policies.AddHoliday(addition(), metadata=cast.metadata("test-pacc"))
    await count_again(deadlines)

    clock.day = MONDAY
    await tell(deadlines, later(recorded, reported_on=SATURDAY))

    [study] = await kept(deadlines)
    assert (study.state, study.due_on, study.met_on) == (ObligationState.MET_LATE, FRIDAY, SATURDAY)


@pytest.mark.rule("DUE-3", "DUE-8")
async def test_more_than_a_batch_is_counted_again_once_also_by_several_copies(
    deadlines: Running, policies: PolicyServiceStub, cast: Cast
) -> None:
    await put_policy(deadlines)
    for first in range(0, BATCH + 100, 100):
        await tell(deadlines, *(facts(f"{first + number}-1") for number in range(100)))
    await policies.AddHoliday(addition(), metadata=cast.metadata("test-pacc"))
    store = SqlRecountStore(deadlines.database, deadlines.foundation.clock)
    recounter = Recounter(store, deadlines.foundation.clock)
    assert not await recounter.is_settled(THURSDAY)

    running = [asyncio.create_task(Recounter(store, deadlines.foundation.clock).run()) for _ in range(2)]
    async with asyncio.timeout(30):
        while True:
            if await recounter.is_settled(THURSDAY):
                break
            await asyncio.sleep(0.1)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)

    assert set(await due(deadlines)) == {MONDAY}
    assert len(await moves(deadlines)) == BATCH + 100
    assert (await happenings(deadlines, STUDY)).count("due_moved") == BATCH + 100


@pytest.mark.rule("DUE-3")
async def test_what_opens_while_a_holiday_is_added_is_counted_with_it(
    deadlines: Running, policies: PolicyServiceStub, cast: Cast
) -> None:
    await put_policy(deadlines)
    metadata = cast.metadata("test-pacc")

    await asyncio.gather(
        *(tell(deadlines, facts(f"{number}-1")) for number in range(10)),
        policies.AddHoliday(addition(), metadata=metadata),
        *(tell(deadlines, facts(f"{number}-1")) for number in range(10, 20)),
    )
    await count_again(deadlines)

    assert await due(deadlines) == [MONDAY] * 20


@pytest.mark.rule("DUE-3")
async def test_a_round_in_calendar_days_is_touched_by_no_holiday(
    deadlines: Running, policies: PolicyServiceStub, cast: Cast
) -> None:
    await tell(deadlines, facts())
    await policies.AddHoliday(addition(), metadata=cast.metadata("test-pacc"))
    await count_again(deadlines)

    assert await moves(deadlines) == []
    assert {each.WhichOneof("event") for each in await events_of(deadlines)} == {"opened"}
