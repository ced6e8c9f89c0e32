"""Rounds as they are listed and closed by whom: counts in each viewer's scope, now and as published."""

from datetime import date
from uuid import UUID, uuid4

import grpc
import pytest

from kit.directory.copy import put_agencies
from rongrian.reporting.v1.summary_service_pb2 import (
    ROUND_STATE_CLOSED,
    ROUND_STATE_CLOSING,
    ROUND_STATE_OPEN,
    CloseRoundRequest,
    GetRoundRequest,
    ListRoundsRequest,
)
from tests.component.cases.kept import trail
from tests.component.reporting.summarising import Asking, acts_of, freeze, owe, states
from tests.support import tree
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running

ROUND, CLOSED_ON = "2020-09", date(2020, 9, 12)
MONTHS = ("2020-12", "2020-10", "2020-09", "2020-11")
CLOSE, GET = CloseRoundRequest(round=ROUND), GetRoundRequest(round=ROUND)


@pytest.fixture
def asking(reporting: Running, cast: Cast) -> Asking:
    return Asking(reporting, cast)


@pytest.fixture(autouse=True)
async def the_ministry_and_its_departments_owe(asking: Asking, clock: FixedClock) -> None:
    """From September 2563 on; it is the 5th."""
    clock.day = date(2020, 9, 5)
    await owe(asking.running)


@pytest.mark.rule("SUM-4", "ROLE-2")
async def test_each_sees_how_many_in_his_scope_owe_it_and_how_many_have_submitted(asking: Asking) -> None:
    await asking("test-krom1", states(False, False))
    await asking("test-acoc", states(False, False))

    for username, counts in {
        "test-pacc": (11, 2),
        "test-auditor": (11, 2),
        "test-acoc": (11, 2),
        "test-krom1": (1, 1),
        "test-krom2": (1, 0),
        "test-office": (0, 0),
        "test-other-acoc": (0, 0),
    }.items():
        [listed] = (await asking(username, ListRoundsRequest())).rounds
        assert (listed.owing, listed.submitted) == counts
        assert listed == (await asking(username, GET)).round
    assert (listed.round, listed.data_month, listed.due_on) == ("2020-09", "2020-08", "2020-09-10")
    assert (listed.state, listed.waits_for) == (ROUND_STATE_OPEN, "")


@pytest.mark.rule("SUM-5")
async def test_the_counts_of_a_closed_round_stay_as_they_were(asking: Asking, clock: FixedClock) -> None:
    await asking("test-krom1", states(False, False))
    clock.day = CLOSED_ON
    await asking("test-pacc", CLOSE)
    await freeze(asking.running, clock)
    # Another ministry takes กรมทดสอบ1 over, and กรมทดสอบ2 is closed.
    moved, closed = [
        agency for agency in tree.worked_example_tree() if agency.id in (str(tree.DEPARTMENT_1), str(tree.DEPARTMENT_2))
    ]
    moved.path[:] = [str(step) for step in (tree.COUNTRY, tree.OTHER_MINISTRY, tree.DEPARTMENT_1)]
    moved.owes_summaries_from, moved.version = ROUND, 3
    closed.owes_summaries_from, closed.closed_on, closed.version = ROUND, "2020-09-12", 3
    async with asking.running.database.begin() as connection:
        await put_agencies(connection, [moved, closed])
    clock.day = date(2020, 10, 1)

    october, september = (await asking("test-acoc", ListRoundsRequest())).rounds
    of_other = [(each.owing, each.submitted) for each in (await asking("test-other-acoc", ListRoundsRequest())).rounds]

    assert (september.state, september.owing, september.submitted) == (ROUND_STATE_CLOSED, 11, 1)
    assert (october.state, october.owing, october.submitted) == (ROUND_STATE_OPEN, 9, 0)
    assert of_other == [(1, 0), (0, 0)]


@pytest.mark.rule("SUM-5")
async def test_rounds_come_newest_first_in_pages_from_the_first_that_anybody_owes(
    asking: Asking, clock: FixedClock
) -> None:
    clock.day = date(2022, 11, 30)

    first = await asking("test-krom1", ListRoundsRequest())
    second = await asking("test-krom1", ListRoundsRequest(page_token=first.next_page_token))
    unknown = [
        await asking.refused("test-krom1", ListRoundsRequest(page_token=token))
        for token in ("2022", "0001-01", "2563-09")
    ]

    listed = [each.round for each in (*first.rounds, *second.rounds)]
    assert (len(listed), listed[0], listed[23], listed[-1]) == (27, "2022-11", "2020-12", "2020-09")
    assert (len(first.rounds), second.next_page_token) == (24, "")
    assert [each.faults for each in unknown] == [{("page_token", "SUM-5")}] * 3
    before = await asking.refused("test-pacc", GetRoundRequest(round="2020-08"))
    not_begun = await asking.refused("test-pacc", GetRoundRequest(round="2022-12"))
    assert (before.status, not_begun.faults) == (grpc.StatusCode.NOT_FOUND, {("round", "SUM-1")})


@pytest.mark.rule("SUM-0")
async def test_there_is_no_round_while_nobody_owes_any(asking: Asking, reporting: Running) -> None:
    nobody = tree.worked_example_tree()
    for agency in nobody:
        agency.version = 3
    async with reporting.database.begin() as connection:
        await put_agencies(connection, nobody)

    assert list((await asking("test-pacc", ListRoundsRequest())).rounds) == []
    assert (await asking.refused("test-pacc", GET)).status is grpc.StatusCode.NOT_FOUND


@pytest.mark.rule("SUM-5")
async def test_pacc_closes_it_after_its_10th_and_nobody_else_does(asking: Asking, clock: FixedClock) -> None:
    for username in ("test-krom1", "test-acoc", "test-auditor"):
        refusal = await asking.refused(username, CLOSE)
        assert (refusal.status, refusal.metadata["permission"]) == (grpc.StatusCode.PERMISSION_DENIED, "round.close")
    clock.day = date(2020, 9, 10)
    too_early = await asking.refused("test-pacc", CLOSE)
    assert (too_early.status, too_early.code) == (grpc.StatusCode.FAILED_PRECONDITION, "round_not_over")
    assert not (await asking("test-pacc", GET)).round.is_callers_to_close
    clock.day = date(2020, 9, 11)
    assert (await asking("test-pacc", GET)).round.is_callers_to_close
    assert not (await asking("test-acoc", GET)).round.is_callers_to_close

    closing = (await asking("test-pacc", CLOSE)).round
    future = await asking.refused("test-pacc", CloseRoundRequest(round="2020-10"))
    long_ago = await asking.refused("test-pacc", CloseRoundRequest(round="2020-08"))

    assert closing.state == ROUND_STATE_CLOSING
    assert (future.faults, long_ago.status) == ({("round", "SUM-1")}, grpc.StatusCode.NOT_FOUND)


@pytest.mark.rule("SUM-5")
async def test_closing_it_again_answers_the_same_until_it_is_closed_and_a_repeated_request_ever(
    asking: Asking, clock: FixedClock
) -> None:
    clock.day = CLOSED_ON
    once = CloseRoundRequest(round=ROUND, request_id=str(uuid4()))

    first, again, by_another = [await asking("test-pacc", request) for request in (once, once, CLOSE)]
    await freeze(asking.running, clock)

    assert first.round == again.round == by_another.round
    assert (await asking("test-pacc", once)).round.state == ROUND_STATE_CLOSED
    assert (await asking.refused("test-pacc", CLOSE)).code == "round_closed_already"
    assert await acts_of(asking.running) == ["round.closing", "round.closed"]


@pytest.mark.rule("SUM-5")
async def test_whoever_closes_a_round_is_told_which_earlier_ones_nobody_has_closed(
    asking: Asking, clock: FixedClock
) -> None:
    clock.day = date(2020, 12, 12)

    told = {month: (await asking("test-pacc", CloseRoundRequest(round=month))).earlier_open for month in MONTHS}

    assert told == {"2020-12": ["2020-09", "2020-10", "2020-11"], "2020-10": ["2020-09"], "2020-09": [], "2020-11": []}


@pytest.mark.rule("CASE-27", "SUM-5")
async def test_the_trail_has_who_began_the_closing_and_that_the_service_itself_ended_it(
    asking: Asking, clock: FixedClock
) -> None:
    clock.day = CLOSED_ON
    await asking("test-pacc", CLOSE)
    await freeze(asking.running, clock)

    begun, ended = await trail(asking.running)

    pacc = str(asking.cast["test-pacc"].subject)
    assert (begun.action, begun.actor, "pacc" in begun.roles) == ("round.closing", pacc, True)
    assert (ended.action, ended.actor, tuple(ended.roles), ended.agency_id) == (
        "round.closed",
        str(UUID(int=0)),
        (),
        "None",
    )
    assert ended.after == {"round": ROUND, "state": "CLOSED", "closing_by": pacc}
