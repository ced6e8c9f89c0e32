"""What is to be done: today, this week, overdue; whose it is; how late."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from deadlines.adapters.sweeping import SqlSweepStore
from deadlines.app.sweep import sweep
from rongrian.cases.v1.case_events_pb2 import CaseFacts
from rongrian.deadlines.v1.deadline_service_pb2 import (
    WORKLIST_OVERDUE,
    WORKLIST_THIS_WEEK,
    WORKLIST_TODAY,
    WORKLIST_UNSPECIFIED,
    GetWorklistRequest,
    GetWorklistResponse,
    ListObligationsRequest,
    Worklist,
)
from rongrian.deadlines.v1.deadline_service_pb2_grpc import DeadlineServiceStub
from tests.component.deadlines.case_events import facts, tell
from tests.support import tree
from tests.support.answers import refusal_of
from tests.support.cast import NAM_NATIONAL_ID, Cast
from tests.support.clock import FixedClock
from tests.support.running import Running

# A Wednesday; its week ends on Sunday 26 July 2563.
TODAY = date(2020, 7, 22)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(TODAY)


def due_in(days: int, number: str, *, handler: UUID | None = None, agency: UUID = tree.DEPARTMENT_1) -> CaseFacts:
    """A case whose round 7 is due so many days from today."""
    case = facts(number, received_on=TODAY + timedelta(days=days - 7), agency=agency)
    case.handler = str(handler) if handler else ""
    return case


async def worklist(
    stub: DeadlineServiceStub,
    cast: Cast,
    which: Worklist.ValueType = WORKLIST_UNSPECIFIED,
    *,
    username: str = "test-krom1",
    mine: bool = False,
) -> GetWorklistResponse:
    return await stub.GetWorklist(GetWorklistRequest(worklist=which, mine=mine), metadata=cast.metadata(username))


def numbers(answer: GetWorklistResponse) -> list[str]:
    return [line.object_number for line in answer.obligations]


@pytest.mark.rule("DUE-7")
async def test_today_this_week_and_overdue_are_counted_and_listed(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    days = {"yesterday": -1, "today": 0, "tomorrow": 1, "sunday": 4, "monday": 5}
    await tell(deadlines, *(due_in(number, name) for name, number in days.items()))

    everything = await worklist(stub, cast)
    assert (everything.today, everything.this_week, everything.overdue) == (1, 2, 1)
    assert numbers(everything) == ["yesterday", "today", "tomorrow", "sunday"]
    assert numbers(await worklist(stub, cast, WORKLIST_TODAY)) == ["today"]
    assert numbers(await worklist(stub, cast, WORKLIST_THIS_WEEK)) == ["tomorrow", "sunday"]
    overdue = await worklist(stub, cast, WORKLIST_OVERDUE)
    assert numbers(overdue) == ["yesterday"]
    assert (overdue.today, overdue.this_week, overdue.overdue) == (1, 2, 1)


@pytest.mark.rule("DUE-7")
async def test_on_a_sunday_nothing_is_left_of_the_week(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast, clock: FixedClock
) -> None:
    await tell(deadlines, due_in(4, "sunday"), due_in(5, "monday"))
    clock.day = date(2020, 7, 26)

    answer = await worklist(stub, cast)

    assert (answer.today, answer.this_week, answer.overdue) == (1, 0, 0)


@pytest.mark.rule("DUE-7")
async def test_an_overdue_row_says_how_late_it_is_and_how_deep_its_colour(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast, clock: FixedClock
) -> None:
    first_of_step = (1, 4, 8, 16, 31)
    await tell(deadlines, *(due_in(-days, str(days)) for days in (*first_of_step, 3, 7, 15, 30)))
    for has_swept in (False, True):
        if has_swept:
            await sweep(TODAY, store=SqlSweepStore(deadlines.database, clock))
        lines = [
            line for line in (await worklist(stub, cast, WORKLIST_OVERDUE)).obligations if line.policy == "case.round_7"
        ]

        steps = {line.days_late: line.colour_step for line in lines}
        assert steps == {1: 1, 3: 1, 4: 2, 7: 2, 8: 3, 15: 3, 16: 4, 30: 4, 31: 5}
        assert [line.days_late for line in lines] == sorted(steps, reverse=True)


@pytest.mark.rule("DUE-7")
async def test_what_is_done_is_on_no_list(deadlines: Running, stub: DeadlineServiceStub, cast: Cast) -> None:
    await tell(deadlines, facts(received_on=TODAY - timedelta(days=7), reported_on=TODAY))

    assert (await worklist(stub, cast)).today == 0


@pytest.mark.rule("ROLE-6")
async def test_an_officers_own_list_holds_what_he_is_in_charge_of(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    mine = cast["test-krom1"].subject
    await tell(deadlines, due_in(0, "mine", handler=mine), due_in(0, "theirs"), due_in(-2, "mine too", handler=mine))

    own = await worklist(stub, cast, mine=True)

    assert (own.today, own.overdue, numbers(own)) == (1, 1, ["mine too", "mine"])
    assert numbers(await worklist(stub, cast, username="test-acoc", mine=True)) == []


@pytest.mark.rule("ROLE-2")
async def test_counts_and_lists_end_where_the_scope_ends(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    await tell(deadlines, due_in(0, "1"), due_in(0, "2", agency=tree.DEPARTMENT_2), due_in(0, "3", agency=tree.OFFICE))

    seen = {
        username: (answer.today, sorted(numbers(answer)))
        for username in ("test-krom1", "test-krom10", "test-acoc", "test-other", "test-auditor")
        for answer in [await worklist(stub, cast, username=username)]
    }

    assert seen == {
        "test-krom1": (1, ["1"]),
        "test-krom10": (1, ["3"]),
        "test-acoc": (3, ["1", "2", "3"]),
        "test-other": (0, []),
        "test-auditor": (3, ["1", "2", "3"]),
    }


@pytest.mark.rule("ROLE-5")
async def test_who_is_recused_finds_nothing_in_list_or_count(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    marked, accused = due_in(0, "marked"), due_in(0, "accused")
    marked.recused.append(str(cast["test-krom1-nam"].subject))
    accused.accused_indexes.append(deadlines.foundation.blind_index.of(NAM_NATIONAL_ID))
    await tell(deadlines, marked, accused)

    assert (await worklist(stub, cast)).today == 2
    hidden = await worklist(stub, cast, username="test-krom1-nam")
    assert (hidden.today, numbers(hidden)) == (0, [])
    listed = await stub.ListObligations(ListObligationsRequest(), metadata=cast.metadata("test-krom1-nam"))
    assert not listed.obligations


@pytest.mark.rule("ROLE-5")
async def test_a_mark_that_is_lifted_opens_it_again(deadlines: Running, stub: DeadlineServiceStub, cast: Cast) -> None:
    case = due_in(0, "5888-1")
    case.recused.append(str(cast["test-krom1"].subject))
    await tell(deadlines, case)
    assert (await worklist(stub, cast)).today == 0

    case.version = 2
    del case.recused[:]
    await tell(deadlines, case)

    assert (await worklist(stub, cast)).today == 1


@pytest.mark.rule("DUE-7")
async def test_a_worklist_comes_in_pages(deadlines: Running, stub: DeadlineServiceStub, cast: Cast) -> None:
    await tell(deadlines, *(due_in(-(number % 3), str(number)) for number in range(150)))

    first = await worklist(stub, cast)
    request = GetWorklistRequest(page_token=first.next_page_token)
    second = await stub.GetWorklist(request, metadata=cast.metadata("test-krom1"))

    assert (first.today, first.overdue, len(first.obligations), len(second.obligations)) == (50, 100, 100, 50)
    assert {*numbers(first), *numbers(second)} == {str(number) for number in range(150)}
    assert not second.next_page_token


@pytest.mark.rule("DUE-7")
async def test_the_due_list_is_filtered_by_policy_and_due_date(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    await tell(deadlines, *(due_in(number, str(number)) for number in range(4)))

    request = ListObligationsRequest(policy="case.round_7", due_from="2020-07-23", due_to="2020-07-24")
    answer = await stub.ListObligations(request, metadata=cast.metadata("test-krom1"))

    assert [line.object_number for line in answer.obligations] == ["1", "2"]


@pytest.mark.rule("DUE-7")
async def test_a_range_that_runs_backwards_or_names_no_day_is_refused(stub: DeadlineServiceStub, cast: Cast) -> None:
    metadata = cast.metadata("test-krom1")
    backwards = ListObligationsRequest(due_from="2020-07-24", due_to="2020-07-23")
    nowhere = ListObligationsRequest(due_from="2020-02-30", due_to="24 ก.ค. 2563")

    assert (await refusal_of(stub.ListObligations(backwards, metadata=metadata))).faults == {("due_to", "DUE-7")}
    assert (await refusal_of(stub.ListObligations(nowhere, metadata=metadata))).faults == {
        ("due_from", "DUE-7"),
        ("due_to", "DUE-7"),
    }
