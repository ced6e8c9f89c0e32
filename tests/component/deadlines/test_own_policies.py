"""What the case rounds do not use: other units, repetition, stops, cancelling; and a case that is deleted."""

from collections import Counter
from datetime import date
from itertools import permutations

import pytest

from deadlines.adapters.sweeping import SqlSweepStore
from deadlines.app.sweep import sweep
from deadlines.domain.happenings import MoveCause
from deadlines.domain.policy import CountedIn
from deadlines.domain.state import ObligationState
from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_events_pb2 import CaseFacts
from rongrian.deadlines.v1.deadline_service_pb2 import ListObligationsRequest
from rongrian.deadlines.v1.deadline_service_pb2_grpc import DeadlineServiceStub
from tests.component.deadlines.case_events import (
    DAY_7,
    DAY_37,
    RECEIVED,
    event,
    events_of,
    facts,
    happenings,
    later,
    tell,
    tell_events,
)
from tests.component.deadlines.own_policies import due, kept, moves, put_policy
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running


def next_of(earlier: CaseFacts, **changed: object) -> CaseFacts:
    """The same case one version later."""
    case = CaseFacts()
    case.CopyFrom(earlier)
    case.version += 1
    for name, value in changed.items():
        setattr(case, name, value)
    return case


@pytest.mark.rule("DUE-2", "DUE-4")
async def test_each_unit_is_counted_from_the_recording_or_the_reception(deadlines: Running) -> None:
    await put_policy(deadlines, "own.working", 3, CountedIn.WORKING_DAYS)
    await put_policy(deadlines, "own.calendar", 3, CountedIn.CALENDAR_DAYS, counted_from="reception")
    await put_policy(deadlines, "own.month", 10, CountedIn.DAY_OF_MONTH)
    await put_policy(deadlines, "own.day", 0, CountedIn.END_OF_DAY)
    case = facts()
    case.recorded_on = "2020-07-17"

    await tell_events(deadlines, event(case))

    assert await due(deadlines, "own.working") == [date(2020, 7, 22)]
    assert await due(deadlines, "own.calendar") == [date(2020, 7, 18)]
    assert await due(deadlines, "own.month") == [date(2020, 8, 10)]
    assert await due(deadlines, "own.day") == [date(2020, 7, 17)]


async def test_a_policy_that_repeats_is_owed_anew_from_what_met_it(deadlines: Running) -> None:
    sent = "cases.case_sent"
    await put_policy(
        deadlines,
        "follow_up",
        30,
        CountedIn.CALENDAR_DAYS,
        opens_with=["cases.case_recorded", sent],
        met_by=[sent],
        is_repeating=True,
    )
    recorded = facts()
    first = next_of(recorded)
    second = next_of(first)
    days = (date(2020, 8, 10), date(2020, 9, 15))
    told = [event(first, on=days[0]), event(second, on=days[1])]
    for each in told:
        each.case_sent.to = case_pb2.LEVEL_PACC

    await tell_events(deadlines, told[1], event(recorded), told[0], told[1])

    assert [(row.occurrence, row.opened_on, row.due_on, row.state) for row in await kept(deadlines, "follow_up")] == [
        (1, RECEIVED, date(2020, 8, 14), ObligationState.MET),
        (2, days[0], date(2020, 9, 9), ObligationState.MET_LATE),
        (3, days[1], date(2020, 10, 15), ObligationState.OPEN),
    ]
    numbered = {each.facts.occurrence for each in await events_of(deadlines) if each.facts.policy == "follow_up"}
    assert numbered == {1, 2, 3}


@pytest.mark.rule("REL-3", "DUE-16")
async def test_in_whatever_order_and_transactions_word_comes_the_same_is_kept(deadlines: Running) -> None:
    """Recorded, returned, edited, reported: each order for a case of its own, each event told twice."""
    reopening = ["cases.case_recorded", "cases.case_edited"]
    await put_policy(deadlines, opens_with=reopening, cancelled_by=["cases.case_returned"], is_repeating=True)
    for order in permutations(range(4)):
        recorded = facts()
        returned = next_of(recorded)
        edited = next_of(returned)
        history = [
            event(recorded),
            event(returned, "case_returned", on=date(2020, 7, 16)),
            event(edited, "case_edited", on=date(2020, 7, 17)),
            event(later(edited, reported_on=date(2020, 7, 22))),
        ]
        for place in order:
            await tell_events(deadlines, history[place])
            await tell_events(deadlines, history[place])

    stands = Counter(
        (row.occurrence, row.opening_version, row.opened_on, row.due_on, row.state, row.met_on)
        for row in await kept(deadlines)
    )
    assert stands == {
        (1, 1, RECEIVED, date(2020, 7, 17), ObligationState.CANCELLED, None): 24,
        (2, 3, date(2020, 7, 17), date(2020, 7, 21), ObligationState.MET_LATE, date(2020, 7, 22)): 24,
    }
    rounds = await kept(deadlines, "case.round_7")
    assert {(row.due_on, row.state) for row in rounds} == {(DAY_7, ObligationState.MET)}


@pytest.mark.rule("DUE-13")
async def test_a_stop_is_not_counted_and_is_kept(deadlines: Running, cast: Cast) -> None:
    """Two working days from Wednesday; asked on Thursday, answered on Monday: Tuesday is the second."""
    await put_policy(deadlines, stopped_by=["cases.case_returned"], resumed_by=["cases.case_edited"], longest_stop=15)
    recorded = facts()
    asked = next_of(recorded)
    answered = next_of(asked)
    await tell_events(deadlines, event(recorded))
    await tell_events(deadlines, event(asked, "case_returned", on=date(2020, 7, 16)))
    assert await due(deadlines) == [date(2020, 8, 3)]

    told = event(answered, "case_edited", on=date(2020, 7, 20))
    told.header.actor = str(cast["test-krom1"].subject)
    await tell_events(deadlines, told)

    assert await due(deadlines) == [date(2020, 7, 21)]
    stopped, resumed = await moves(deadlines)
    assert (stopped.cause, stopped.old_due_on) == (MoveCause.STOP, date(2020, 7, 17))
    assert (resumed.cause, resumed.old_due_on, resumed.actor) == (
        MoveCause.STOP,
        date(2020, 8, 3),
        cast["test-krom1"].subject,
    )


async def test_what_another_act_cancels_is_owed_no_more_and_what_was_met_stays_met(deadlines: Running) -> None:
    await put_policy(deadlines, cancelled_by=["cases.case_returned"], revived_by=[])
    met, unmet = facts("1-1"), facts("2-1")
    reported = later(met, reported_on=date(2020, 7, 16))
    await tell(deadlines, met, unmet, reported)

    await tell_events(
        deadlines,
        event(next_of(reported), "case_returned", on=date(2020, 7, 17)),
        event(next_of(unmet), "case_returned", on=date(2020, 7, 17)),
    )

    states = {str(row.object_id): row.state for row in await kept(deadlines)}
    assert states == {met.case_id: ObligationState.MET, unmet.case_id: ObligationState.CANCELLED}


@pytest.mark.rule("DUE-13")
async def test_a_deleted_case_owes_nothing_and_a_restored_one_what_it_owed(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast, clock: FixedClock
) -> None:
    recorded = facts()
    reported = later(recorded, reported_on=date(2020, 7, 20))
    deleted = next_of(reported, is_deleted=True)
    restored = next_of(deleted, is_deleted=False)
    await tell(deadlines, recorded, reported)

    await tell_events(deadlines, event(deleted, "case_deleted", on=date(2020, 7, 21)))
    clock.day = date(2020, 8, 25)
    await sweep(clock.day, store=SqlSweepStore(deadlines.database, clock))
    assert await happenings(deadlines) == ["opened", "met", "cancelled"]
    assert await happenings(deadlines, "case.round_37") == ["opened", "cancelled"]
    await tell_events(deadlines, event(restored, "case_restored", on=clock.day))
    await sweep(clock.day, store=SqlSweepStore(deadlines.database, clock))

    assert await happenings(deadlines) == ["opened", "met", "cancelled", "reopened", "met"]
    assert await happenings(deadlines, "case.round_37") == ["opened", "cancelled", "reopened", "missed"]
    answer = await stub.ListObligations(ListObligationsRequest(), metadata=cast.metadata("test-krom1"))
    assert [(each.due_on, each.met_on) for each in answer.obligations] == [
        (DAY_7.isoformat(), "2020-07-20"),
        (DAY_37.isoformat(), ""),
    ]


@pytest.mark.rule("DUE-16")
async def test_a_conclusion_meets_round_37(deadlines: Running) -> None:
    recorded = facts()
    await tell(deadlines, recorded)

    await tell_events(deadlines, event(next_of(recorded), "inquiry_concluded", on=DAY_37))

    assert await happenings(deadlines, "case.round_37") == ["opened", "met"]
    assert await happenings(deadlines) == ["opened"]


async def test_a_case_that_an_inquiry_opened_owes_no_round(deadlines: Running) -> None:
    opened = facts()
    opened.origin_case_id = facts().case_id
    opened.ClearField("rounds")

    await tell(deadlines, opened)

    assert await events_of(deadlines) == []


@pytest.mark.rule("DUE-16")
async def test_after_a_week_away_nothing_is_judged_by_when_word_of_it_came(
    deadlines: Running, clock: FixedClock
) -> None:
    """Stopped on 20 July; on 27 July it hears of a report of day 7, of one of day 8, and of none, and sweeps before."""
    in_time, late, never = facts("1-1"), facts("2-1"), facts("3-1")
    await tell(deadlines, in_time, late, never)
    clock.day = date(2020, 7, 27)
    store = SqlSweepStore(deadlines.database, clock)
    await sweep(clock.day, store=store)

    await tell(deadlines, later(late, reported_on=date(2020, 7, 23)), later(in_time, reported_on=DAY_7))
    await sweep(clock.day, store=store)

    states = {str(row.object_id): (row.state, row.met_on) for row in await kept(deadlines, "case.round_7")}
    assert states == {
        in_time.case_id: (ObligationState.MET, DAY_7),
        late.case_id: (ObligationState.MET_LATE, date(2020, 7, 23)),
        never.case_id: (ObligationState.MISSED, None),
    }
