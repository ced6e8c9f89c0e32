"""Why a case differs from what was published, asked of the real `cases`, and who is told (SUM-5)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from uuid import UUID, uuid4

import pytest

from cases.service import SERVICE as CASES
from dev.stack import Stack
from kit.directory.copy import put_agencies
from reporting.service import SERVICE as REPORTING
from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.case_service_pb2 import SendCasesRequest
from rongrian.cases.v1.complaint_service_pb2 import DeleteComplaintRequest
from rongrian.reporting.v1.summary_service_pb2 import (
    DIFFERENCE_CAUSE_CORRECTED,
    DIFFERENCE_CAUSE_DELETED,
    CloseRoundRequest,
    ListDifferencesRequest,
)
from tests.component.cases.correcting import corrected, entry
from tests.component.cases.desk import Desk
from tests.component.cases.kept import events
from tests.component.reporting.conftest import TakeIn
from tests.component.reporting.summarising import Asking, freeze, owe
from tests.support import tree
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.complaints import the_manuals_complaint
from tests.support.running import Running, running

RECORDED, CLOSED_ON, LATER = date(2020, 8, 20), date(2020, 9, 12), date(2020, 10, 5)
OF_AUGUST = ListDifferencesRequest(month="2020-08")
CatchUp = Callable[[], Awaitable[None]]


@pytest.fixture
async def cases(stack: Stack, cast: Cast, clock: FixedClock) -> AsyncIterator[Running]:
    async with running(stack, CASES, clock, cast) as service:
        yield service


@pytest.fixture
async def reporting(stack: Stack, cast: Cast, clock: FixedClock, cases: Running) -> AsyncIterator[Running]:
    async with running(stack, REPORTING, clock, cast, cases_address=cases.address) as service:
        yield service


@pytest.fixture
def krom1(cases: Running, cast: Cast) -> Desk:
    return Desk(cases.channel, cast, "test-krom1")


@pytest.fixture
def acoc(cases: Running, cast: Cast) -> Desk:
    return Desk(cases.channel, cast, "test-acoc")


@pytest.fixture
def asking(reporting: Running, cast: Cast) -> Asking:
    return Asking(reporting, cast)


@pytest.fixture
def catch_up(cases: Running, take_in: TakeIn) -> CatchUp:
    """Everything that `cases` has recorded, taken in."""

    async def caught_up() -> None:
        await take_in(await events(cases))

    return caught_up


@pytest.fixture
async def closed(
    krom1: Desk, acoc: Desk, asking: Asking, catch_up: CatchUp, clock: FixedClock
) -> tuple[view_pb2.Case, view_pb2.Case]:
    """5888-1 and -2 of August, with the ministry's ศปท. and corrected once; then August is closed and it is October."""
    clock.day = RECORDED
    din, nam = await krom1.records(the_manuals_complaint(received_on="2020-08-20"))
    await krom1(SendCasesRequest(case_ids=[din.id, nam.id], to=case_pb2.LEVEL_MINISTRY_ACOC))
    early = entry("reception.received_on", "2020-08-20", "2020-08-19", reason="ก่อนปิดรอบ")
    await corrected(krom1, acoc, din.id, early)
    await owe(asking.running)
    clock.day = CLOSED_ON
    await catch_up()
    await asking("test-pacc", CloseRoundRequest(round="2020-09"))
    await freeze(asking.running, clock)
    clock.day = LATER
    return din, nam


@pytest.mark.rule("SUM-5", "CASE-22")
async def test_a_correction_asked_for_through_one_case_is_the_reason_of_all_that_it_changed_and_no_earlier_one_is(
    closed: tuple[view_pb2.Case, view_pb2.Case], asking: Asking, krom1: Desk, acoc: Desk, catch_up: CatchUp
) -> None:
    din, nam = closed
    month_before = entry("reception.received_on", "2020-08-19", "2020-07-30", reason="ลงวันรับผิดเดือน")
    await corrected(krom1, acoc, din.id, month_before)
    await catch_up()

    found = (await asking("test-krom1", OF_AUGUST)).differences

    assert {(each.case_id, each.cause, each.on, each.reason) for each in found} == {
        (case.id, DIFFERENCE_CAUSE_CORRECTED, "2020-10-05", "ลงวันรับผิดเดือน") for case in (din, nam)
    }


@pytest.mark.rule("SUM-5", "ROLE-2")
async def test_where_the_agency_has_left_the_scope_the_reason_of_a_deletion_is_not_told(
    closed: tuple[view_pb2.Case, view_pb2.Case], asking: Asking, krom1: Desk, catch_up: CatchUp
) -> None:
    ids = [case.id for case in closed]
    deletion = DeleteComplaintRequest(
        complaint_id=closed[0].complaint_id, case_ids=ids, reason="บันทึกซ้ำ", request_id=str(uuid4())
    )
    await krom1(deletion)
    await catch_up()

    async def seen_by(username: str) -> set[tuple[str, int, str]]:
        found = (await asking(username, OF_AUGUST)).differences
        return {(each.case_id, each.cause, each.reason) for each in found}

    told = {(case_id, DIFFERENCE_CAUSE_DELETED, "บันทึกซ้ำ") for case_id in ids}
    before = await seen_by("test-acoc")
    await move_department_1(asking.running, (tree.COUNTRY, tree.OTHER_MINISTRY))

    assert before == told
    assert await seen_by("test-acoc") == {(case_id, cause, "") for case_id, cause, _ in told}
    for who_sees_it in ("test-krom1", "test-auditor"):
        assert await seen_by(who_sees_it) == told


async def move_department_1(running: Running, above: tuple[UUID, ...]) -> None:
    [moved] = [each for each in tree.worked_example_tree() if each.id == str(tree.DEPARTMENT_1)]
    moved.path[:] = [str(step) for step in (*above, tree.DEPARTMENT_1)]
    moved.parent_id, moved.version = str(above[-1]), 9
    async with running.database.begin() as connection:
        await put_agencies(connection, [moved])
