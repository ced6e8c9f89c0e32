"""Reminding everybody who has not submitted, with the real `deadlines` (SUM-4)."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID, uuid4

import grpc
import pytest

from deadlines.service import SERVICE as DEADLINES
from dev.stack import Stack
from reporting.service import SERVICE as REPORTING
from rongrian.reporting.v1.summary_service_pb2 import CloseRoundRequest, RemindUnsubmittedRequest
from tests.component.deadlines.summaries import open_what_began
from tests.component.reporting.summarising import OWING, Asking, acts_of, owe, states
from tests.support import tree
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running, running

REMIND = RemindUnsubmittedRequest(round="2020-09")
OTHERS = (tree.OTHER_MINISTRY, tree.OTHER_DEPARTMENT)


@pytest.fixture
async def deadlines(stack: Stack, cast: Cast, clock: FixedClock) -> AsyncIterator[Running]:
    async with running(stack, DEADLINES, clock, cast) as service:
        yield service


@pytest.fixture
async def reporting(stack: Stack, cast: Cast, clock: FixedClock, deadlines: Running) -> AsyncIterator[Running]:
    async with running(stack, REPORTING, clock, cast, deadlines_address=deadlines.address) as service:
        yield service


@pytest.fixture
async def asking(reporting: Running, deadlines: Running, cast: Cast, clock: FixedClock) -> Asking:
    """Two ministries and their departments owe round กันยายน 2563; of all these กรมทดสอบ1 has submitted."""
    clock.day = date(2020, 9, 8)
    for service in (reporting, deadlines):
        await owe(service, agencies=[*OWING, *OTHERS])
    await open_what_began(deadlines)
    opened = Asking(reporting, cast)
    await opened("test-krom1", states(False, False))
    return opened


def agencies(ids: object) -> set[UUID]:
    return {UUID(each) for each in ids}  # type: ignore[attr-defined]


@pytest.mark.rule("SUM-4")
async def test_a_ministrys_acoc_reminds_all_below_that_have_not_submitted_with_one_action(
    asking: Asking, clock: FixedClock
) -> None:
    first = await asking("test-acoc", REMIND)
    by_pacc = await asking("test-pacc", REMIND)
    clock.day = date(2020, 9, 9)
    next_day = await asking("test-acoc", REMIND)

    unsubmitted = set(OWING) - {tree.DEPARTMENT_1}
    assert (agencies(first.agency_ids), list(first.reminded_already)) == (unsubmitted, [])
    assert (agencies(by_pacc.agency_ids), agencies(by_pacc.reminded_already)) == (set(OTHERS), unsubmitted)
    assert agencies(next_day.agency_ids) == unsubmitted
    assert (await acts_of(asking.running)).count("summary.reminded") == 3


@pytest.mark.rule("SUM-4")
async def test_the_same_request_again_is_answered_from_what_it_did(asking: Asking) -> None:
    await asking("test-other-acoc", REMIND)
    request = RemindUnsubmittedRequest(round="2020-09", request_id=str(uuid4()))

    first, again = [await asking("test-pacc", request) for _ in "12"]

    assert agencies(first.agency_ids) == set(OWING) - {tree.DEPARTMENT_1}
    assert agencies(first.reminded_already) == set(OTHERS)
    assert first == again


@pytest.mark.rule("SUM-4", "SUM-5")
async def test_who_may_not_and_when_it_is_too_early_or_too_late(asking: Asking, clock: FixedClock) -> None:
    for username in ("test-krom1", "test-ministry", "test-auditor"):
        refusal = await asking.refused(username, REMIND)
        assert (refusal.status, refusal.metadata["permission"]) == (grpc.StatusCode.PERMISSION_DENIED, "summary.remind")
    early = await asking.refused("test-acoc", RemindUnsubmittedRequest(round="2020-10"))
    clock.day = date(2020, 9, 12)
    await asking("test-pacc", CloseRoundRequest(round="2020-09"))
    late = await asking.refused("test-acoc", REMIND)

    assert early.faults == {("round", "SUM-1")}
    assert (late.status, late.code) == (grpc.StatusCode.FAILED_PRECONDITION, "round_takes_no_more")


@pytest.mark.rule("SUM-4")
async def test_while_deadlines_is_away_nothing_is_done_and_it_can_be_tried_again(
    stack: Stack, asking: Asking, cast: Cast, clock: FixedClock
) -> None:
    async with running(stack, REPORTING, clock, cast, deadlines_address="127.0.0.1:1") as alone:
        await owe(alone)
        refusal = await Asking(alone, cast).refused("test-acoc", REMIND)

        assert (refusal.status, await acts_of(alone)) == (grpc.StatusCode.UNAVAILABLE, [])
