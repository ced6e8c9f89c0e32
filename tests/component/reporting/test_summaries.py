"""Monthly summaries: what is counted beside what is stated, who confirms them, and when."""

import asyncio
from datetime import UTC, date
from uuid import uuid4

import grpc
import pytest
from sqlalchemy import Engine, event
from sqlalchemy.util import await_only

from kit.directory.copy import put_agencies
from kit.domain.thai_dates import bangkok_date
from rongrian.reporting.v1.report_pb2 import STATED_NONE, STATED_SOME, STATED_UNSPECIFIED
from rongrian.reporting.v1.summary_service_pb2 import CloseRoundRequest, GetSummaryRequest, SubmitSummaryRequest
from tests.component.reporting.conftest import TakeIn
from tests.component.reporting.summarising import Asking, acts_of, freeze, owe, states, told_by
from tests.component.reporting.test_differences import changed
from tests.component.reporting.test_report_1 import the_manuals_complaint
from tests.component.reporting.told import events_of, tell_complaint
from tests.support import tree
from tests.support.answers import Refusal
from tests.support.cast import NAM_NATIONAL_ID, Cast
from tests.support.clock import FixedClock
from tests.support.running import Running
from tests.unit.reporting.oracle import Life

IN_SEPTEMBER = date(2020, 9, 5)
SUMMARY = GetSummaryRequest(round="2020-09")


@pytest.fixture
def asking(reporting: Running, cast: Cast) -> Asking:
    return Asking(reporting, cast)


@pytest.fixture(autouse=True)
async def august_of_the_worked_example(reporting: Running, take_in: TakeIn, clock: FixedClock) -> None:
    """Lines 2 to 6, on 5 September 2563; the ministry and its departments owe summaries from that month on."""
    clock.day = IN_SEPTEMBER
    await owe(reporting)
    await take_in(events_of(the_manuals_complaint()))


@pytest.mark.rule("SUM-2", "SUM-3")
async def test_line_8_the_department_and_the_ministry_state_what_was_counted_of_each(asking: Asking) -> None:
    seen = (await asking("test-krom1", SUMMARY)).summary
    assert (seen.received, seen.progressed, seen.is_callers_to_submit) == (0, 1, True)
    assert (seen.new, seen.data_month, seen.agency_name) == (STATED_UNSPECIFIED, "2020-08", "กรมทดสอบ1")
    of_the_ministry = (await asking("test-acoc", SUMMARY)).summary
    assert (of_the_ministry.received, of_the_ministry.progressed) == (2, 0)

    contradicted = await asking.refused("test-krom1", states(True, True))
    submitted = (await asking("test-krom1", states(False, True))).summary
    by_the_acoc = (await asking("test-acoc", states(True, False))).summary

    assert contradicted.faults == {("note", "SUM-3")}
    assert (submitted.new, submitted.progress, submitted.is_callers_to_submit) == (STATED_NONE, STATED_SOME, False)
    assert (submitted.received_then, submitted.progressed_then) == (0, 1)
    assert (by_the_acoc.new, by_the_acoc.progress) == (STATED_SOME, STATED_NONE)
    # It goes to its ศปท. at once.
    read = (await asking("test-acoc", GetSummaryRequest(round="2020-09", agency_id=str(tree.DEPARTMENT_1)))).summary
    assert read.submitted_by == str(asking.cast["test-krom1"].subject)
    assert bangkok_date(read.submitted_at.ToDatetime(UTC)) == IN_SEPTEMBER


@pytest.mark.rule("SUM-3")
async def test_a_contradiction_in_either_statement_is_taken_with_a_note(asking: Asking) -> None:
    for statement in (states(False, False), states(True, False)):
        assert (await asking.refused("test-krom1", statement)).faults == {("note", "SUM-3")}

    summary = (await asking("test-krom1", states(True, False, note=" รับเรื่องไว้แต่ยังไม่ได้บันทึก "))).summary

    assert (summary.new, summary.progress, summary.note) == (STATED_SOME, STATED_NONE, "รับเรื่องไว้แต่ยังไม่ได้บันทึก")


@pytest.mark.rule("SUM-2")
async def test_it_is_told_and_audited_and_confirmed_once(asking: Asking, reporting: Running) -> None:
    request = states(False, True, request_id=str(uuid4()))

    first, again = [await asking("test-krom1", request) for _ in "12"]
    second = await asking.refused("test-krom1", states(False, True))

    assert first == again
    assert (second.status, second.code) == (grpc.StatusCode.FAILED_PRECONDITION, "summary_already_submitted")
    [told] = await told_by(reporting)
    assert (told.summary_submitted.agency_id, told.summary_submitted.round) == (str(tree.DEPARTMENT_1), "2020-09")
    assert told.header.recorded_on == "2020-09-05"
    assert await acts_of(reporting) == ["summary.submitted"]


@pytest.mark.rule("SUM-2")
async def test_of_two_officers_who_confirm_at_once_one_does(asking: Asking, reporting: Running) -> None:
    async def confirms(username: str) -> str:
        try:
            await asking(username, states(False, True))
        except grpc.aio.AioRpcError as error:
            return str(dict(error.trailing_metadata() or ())["rongrian-code"])
        return "confirmed"

    ends = await asyncio.gather(*(confirms(username) for username in ("test-krom1", "test-krom1-nam") * 2))

    assert sorted(ends) == ["confirmed", *["summary_already_submitted"] * 3]
    assert len(await told_by(reporting)) == 1


@pytest.mark.rule("SUM-1", "SUM-5")
async def test_none_is_taken_before_its_month_nor_from_the_moment_on_that_the_round_is_closing(
    asking: Asking, clock: FixedClock, reporting: Running
) -> None:
    october = await asking.refused("test-krom1", states(False, False, of="2020-10"))
    never = await asking.refused("test-krom1", states(False, False, of="2020-08"))
    clock.day = date(2020, 9, 12)
    await asking("test-pacc", CloseRoundRequest(round="2020-09"))
    closing = await asking.refused("test-krom1", states(False, True))
    await freeze(reporting, clock)
    closed = await asking.refused("test-krom1", states(False, True))

    assert october.faults == {("round", "SUM-1")}
    assert never.status is grpc.StatusCode.NOT_FOUND
    assert closing.code == closed.code == "round_takes_no_more"
    after = (await asking("test-krom1", SUMMARY)).summary
    assert (after.is_callers_to_submit, after.received, after.progressed) == (False, 0, 1)


@pytest.mark.rule("SUM-2", "ROLE-3")
@pytest.mark.parametrize(
    ("username", "agency"),
    [
        # A ministry's summary is its ศปท.'s.
        ("test-ministry", tree.MINISTRY),
        # A department's is nobody's above it.
        ("test-acoc", tree.DEPARTMENT_1),
        ("test-auditor", tree.DEPARTMENT_1),
        ("test-pacc", tree.DEPARTMENT_1),
    ],
)
async def test_who_sees_it_and_does_not_confirm_it_lacks_the_permission(
    asking: Asking, username: str, agency: object
) -> None:
    refusal = await asking.refused(username, states(False, True, agency_id=str(agency)))

    assert (refusal.status, refusal.metadata["permission"]) == (grpc.StatusCode.PERMISSION_DENIED, "summary.submit")
    seen = await asking(username, GetSummaryRequest(round="2020-09", agency_id=str(agency)))
    assert not seen.summary.is_callers_to_submit


@pytest.mark.rule("SUM-0", "ROLE-2")
async def test_what_lies_outside_is_not_there_and_who_owes_nothing_is_told_so(
    asking: Asking, reporting: Running
) -> None:
    async def refused(username: str, agency: object) -> Refusal:
        return await asking.refused(username, GetSummaryRequest(round="2020-09", agency_id=str(agency)))

    for username in ("test-other", "test-other-acoc", "test-krom2"):
        assert (await refused(username, tree.DEPARTMENT_1)).status is grpc.StatusCode.NOT_FOUND
    assert (await refused("test-acoc", uuid4())).status is grpc.StatusCode.NOT_FOUND
    assert (await refused("test-krom10", tree.OFFICE)).code == "owes_no_summary"
    assert (await asking.refused("test-office", states(False, False))).code == "owes_no_summary"
    # From October on.
    await owe(reporting, date(2020, 10, 1), [tree.OFFICE])
    assert (await asking.refused("test-office", states(False, False))).code == "owes_no_summary"


@pytest.mark.rule("SUM-0")
async def test_an_acoc_of_the_agency_itself_confirms_it_and_one_closed_in_the_meantime_owes_none(
    asking: Asking, reporting: Running
) -> None:
    await owe(reporting, agencies=[tree.OFFICE])
    assert (await asking("test-office-acoc", states(False, False))).summary.agency_id == str(tree.OFFICE)
    closed = [
        agency for agency in tree.worked_example_tree() if agency.id in map(str, (tree.OFFICE, tree.DEPARTMENT_2))
    ]
    for agency in closed:
        agency.owes_summaries_from, agency.closed_on, agency.version = "2020-09", "2020-09-04", 3
    async with reporting.database.begin() as connection:
        await put_agencies(connection, closed)

    assert (await asking.refused("test-krom2", states(False, False))).code == "owes_no_summary"
    # What it has submitted stays.
    assert (await asking("test-office", SUMMARY)).summary.new == STATED_NONE


@pytest.mark.rule("REP-4", "ROLE-5")
async def test_who_is_recused_from_a_case_counted_in_it_leaves_it_to_a_colleague(
    asking: Asking, reporting: Running, take_in: TakeIn
) -> None:
    on = date(2020, 8, 20)
    indexes = {"nam": reporting.foundation.blind_index.of(NAM_NATIONAL_ID)}
    await take_in(events_of(tell_complaint([Life(on, on, accused="nam")], tree.DEPARTMENT_1, indexes)))

    recused = (await asking("test-krom1-nam", SUMMARY)).summary
    refusal = await asking.refused("test-krom1-nam", states(False, True))

    # Live figures leave the complaint out; what is said is that a colleague confirms.
    assert (recused.received, recused.is_callers_to_submit) == (0, False)
    assert (refusal.code, refusal.faults) == ("colleague_must_confirm", set())
    colleague = (await asking("test-krom1", SUMMARY)).summary
    assert (colleague.received, colleague.is_callers_to_submit) == (1, True)
    await asking("test-krom1", states(True, True))
    # A submitted summary is the same for all.
    assert (await asking("test-krom1-nam", SUMMARY)).summary.received_then == 1


@pytest.mark.rule("REP-4", "ROLE-5")
async def test_a_complaint_that_comes_to_recuse_the_officer_while_he_asks_is_not_left_out_unnoticed(
    asking: Asking, reporting: Running, take_in: TakeIn
) -> None:
    on = date(2020, 8, 20)
    [told] = tell_complaint([Life(on, on)], tree.DEPARTMENT_1)
    await take_in(told.events)
    index = reporting.foundation.blind_index.of(NAM_NATIONAL_ID)
    waiting = [changed(told, lambda facts: facts.accused_indexes.append(index))]

    def come_in_between(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if waiting and "figures.cases" in statement:
            await_only(take_in([waiting.pop()]))

    event.listen(Engine, "after_cursor_execute", come_in_between)
    try:
        seen = (await asking("test-krom1-nam", SUMMARY)).summary
    finally:
        event.remove(Engine, "after_cursor_execute", come_in_between)

    assert (waiting, seen.received, seen.is_callers_to_submit) == ([], 1, True)
    later = (await asking("test-krom1-nam", SUMMARY)).summary
    assert (later.received, later.is_callers_to_submit) == (0, False)


@pytest.mark.rule("SUM-1", "SUM-2")
async def test_everything_wrong_with_it_is_named_at_once(asking: Asking) -> None:
    nothing = await asking.refused("test-krom1", SubmitSummaryRequest(round="2020-13", note="ก" * 2001))

    assert nothing.faults == {("round", "SUM-1"), ("new", "SUM-2"), ("progress", "SUM-2"), ("note", "SUM-3")}
    # The calendar begins with 0001-01: no month is before it that a round could report.
    for round_ in ("0000-01", "0001-01"):
        no_year = await asking.refused("test-krom1", GetSummaryRequest(round=round_))
        assert no_year.faults == {("round", "SUM-1")}
