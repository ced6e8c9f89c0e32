"""Editing an entry of the timeline (CASE-20): another edition, the earlier one stays readable."""

from collections.abc import Callable
from datetime import date

import grpc
import pytest

from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.case_service_pb2 import EditEntryRequest, ListEarlierEntriesRequest
from tests.component.cases.desk import Desk, acts
from tests.component.cases.kept import close_month, told, trail
from tests.support.clock import FixedClock
from tests.support.complaints import (
    a_complaint,
    a_conclusion,
    a_round_report,
    a_work_report,
    an_explanation,
    an_outcome,
    findings,
    some_proceedings,
    some_progress,
    steps_taken,
    the_manuals_complaint,
)
from tests.support.running import Running


@pytest.fixture
async def din(krom1: Desk, clock: FixedClock) -> view_pb2.Case:
    """Case 5888-1 in proceedings, round 7 late: entries 2 to 5 are an explanation, report, conclusion, proceedings."""
    first, _ = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 7, 23)
    for step in (
        an_explanation(first.id),
        a_round_report(first.id),
        a_conclusion(first.id, allegations=(1, 2)),
        some_proceedings(first.id),
    ):
        await krom1(step)
    return await krom1.case(first.id)


@pytest.mark.rule("CASE-20")
async def test_each_kind_of_entry_is_edited_and_said_before_stays_readable(
    krom1: Desk, din: view_pb2.Case, cases: Running
) -> None:
    for edit in (
        EditEntryRequest(number=2, explanation="เอกสารส่งมาล่าช้า"),
        EditEntryRequest(number=3, report=a_work_report("2020-07-18")),
        EditEntryRequest(number=4, conclusion=findings("2020-07-22", ground="GROUND_MINOR", allegations=(1, 2))),
        EditEntryRequest(number=5, proceedings=steps_taken("2020-07-23", "สอบปากคำ")),
    ):
        edit.case_id, edit.edition = din.id, 1
        await krom1(edit)

    now = (await krom1.case(din.id)).timeline
    assert [entry.edition for entry in now] == [1, 2, 2, 2, 2]
    assert now[1].lateness.explanation == "เอกสารส่งมาล่าช้า"
    assert (now[2].done_on, now[2].round_report.report.started_on) == ("2020-07-18", "2020-07-18")
    assert now[3].conclusion.conclusion.disciplinary_ground == case_pb2.GROUND_MINOR
    assert [step.what for step in now[4].proceedings.proceedings.steps] == ["สอบปากคำ"]
    earlier = [(await krom1(ListEarlierEntriesRequest(case_id=din.id, number=n))).entries for n in (1, 2, 3, 4, 5)]
    assert [[each.entry.edition for each in entries] for entries in earlier] == [[], [1], [1], [1], [1]]
    assert earlier[1][0].entry.lateness.explanation == "ลืม"
    assert earlier[2][0].entry.done_on == "2020-07-16"
    assert {entries[0].replaced_by for entries in earlier[1:]} == {krom1.subject}
    assert (await told(cases, din.id))[-4:] == ["case_edited"] * 4
    assert {entry.action for entry in (await trail(cases))[-4:]} == {"case.edit"}


@pytest.mark.rule("CASE-18", "CASE-20")
async def test_progress_before_the_resolution_is_edited_too(krom1: Desk) -> None:
    [case] = await krom1.records(a_complaint("1/2561", "2018-03-27"))
    await krom1(some_progress(case.id, "2018-04-01"))

    await krom1(EditEntryRequest(case_id=case.id, number=2, edition=1, report=a_work_report("2018-05-01")))

    assert (await krom1.case(case.id)).timeline[1].progress.started_on == "2018-05-01"


@pytest.mark.rule("CASE-9", "CASE-20")
async def test_an_edit_changes_neither_when_it_was_reported_nor_by_whom(
    krom1: Desk, acoc: Desk, din: view_pb2.Case, clock: FixedClock
) -> None:
    clock.day = date(2020, 9, 1)

    await acoc(EditEntryRequest(case_id=din.id, number=3, edition=1, report=a_work_report("2020-07-18")))

    edited = (await krom1.case(din.id)).timeline[2]
    assert edited.reported_at == din.timeline[2].reported_at
    assert edited.actor == krom1.subject
    [earlier] = (await krom1(ListEarlierEntriesRequest(case_id=din.id, number=3))).entries
    assert earlier.replaced_by == acoc.subject


@pytest.mark.rule("CASE-15", "CASE-20")
async def test_a_conclusion_edited_to_no_ground_ends_the_case(krom1: Desk, clock: FixedClock) -> None:
    first, _ = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 7, 22)
    await krom1(a_round_report(first.id))
    await krom1(a_conclusion(first.id, allegations=(1, 2)))
    none = findings(ground="GROUND_NONE", allegations=(1, 2))

    ended = (await krom1(EditEntryRequest(case_id=first.id, number=3, edition=1, conclusion=none))).case

    assert (ended.status, ended.closed_as) == (case_pb2.CASE_STATUS_CLOSED, case_pb2.CLOSED_AS_ENDED)
    last = (await krom1.case(first.id)).timeline[-1]
    assert (last.status, last.closed_as) == (case_pb2.CASE_STATUS_CLOSED, case_pb2.CLOSED_AS_ENDED)


@pytest.mark.rule("CASE-20")
async def test_a_ground_is_not_edited_away_under_proceedings(krom1: Desk, din: view_pb2.Case) -> None:
    none = findings(ground="GROUND_NONE", allegations=(1, 2))

    refusal = await krom1.refused(EditEntryRequest(case_id=din.id, number=4, edition=1, conclusion=none))

    assert (refusal.code, refusal.metadata["rule"]) == ("ground_in_use", "CASE-20")


@pytest.mark.rule("CASE-17", "CASE-20")
async def test_nothing_of_a_closed_case_is_edited_and_the_refusal_says_why(krom1: Desk, din: view_pb2.Case) -> None:
    await krom1(an_outcome(din.id))

    refusal = await krom1.refused(
        EditEntryRequest(case_id=din.id, number=3, edition=1, report=a_work_report("2020-07-18"))
    )

    assert (refusal.code, refusal.status) == ("case_is_closed", grpc.StatusCode.FAILED_PRECONDITION)
    closed = await krom1.case(din.id)
    assert not any(entry.is_editable for entry in closed.timeline)
    assert "edit" not in acts(closed)


@pytest.mark.rule("CASE-20")
async def test_what_was_recorded_in_a_month_that_is_closed_is_not_edited_and_later_entries_are(
    krom1: Desk, din: view_pb2.Case, cases: Running, clock: FixedClock
) -> None:
    clock.day = date(2020, 8, 3)
    await krom1(some_proceedings(din.id, "2020-08-01", is_first=False))
    await close_month(cases, date(2020, 7, 1))
    of_july = EditEntryRequest(case_id=din.id, number=5, edition=1, proceedings=steps_taken("2020-07-22"))
    of_august = EditEntryRequest(case_id=din.id, number=6, edition=1)
    of_august.proceedings.CopyFrom(steps_taken("2020-08-02", is_first=False))

    refusal = await krom1.refused(of_july)
    await krom1(of_august)

    assert (refusal.code, refusal.metadata["rule"]) == ("month_is_closed", "CASE-20")
    assert [entry.is_editable for entry in (await krom1.case(din.id)).timeline] == [False] * 5 + [True]
    offered = {row.number: "edit" in acts(row) for row in await krom1.rows()}
    assert offered == {"5888-1": True, "5888-2": False}


@pytest.mark.rule("CASE-20")
async def test_an_edit_holds_to_the_rules_of_what_it_edits(krom1: Desk, din: view_pb2.Case) -> None:
    too_early = EditEntryRequest(case_id=din.id, number=3, edition=1, report=a_work_report("2020-07-14"))
    unanswered = EditEntryRequest(case_id=din.id, number=4, edition=1, conclusion=findings(allegations=(1,)))
    no_committee = EditEntryRequest(case_id=din.id, number=5, edition=1, proceedings=steps_taken(is_first=False))
    of_another_kind = EditEntryRequest(case_id=din.id, number=3, edition=1, explanation="ลืม")
    empty = EditEntryRequest(case_id=din.id, number=2, edition=1, explanation=" ")
    of_nothing = EditEntryRequest(case_id=din.id, number=3, edition=1)

    assert (await krom1.refused(too_early)).faults == {("report.started_on", "CASE-13")}
    assert (await krom1.refused(unanswered)).faults == {("conclusion.findings", "CASE-14")}
    assert (await krom1.refused(no_committee)).faults == {("proceedings.committee", "CASE-16")}
    assert (await krom1.refused(of_another_kind)).faults == {("entry", "CASE-20")}
    assert (await krom1.refused(empty)).faults == {("explanation", "CASE-11")}
    assert {field for field, _ in (await krom1.refused(of_nothing)).faults} == {"entry"}
    assert [entry.edition for entry in (await krom1.case(din.id)).timeline] == [1] * 5


@pytest.mark.rule("CASE-20")
async def test_the_first_line_is_edited_in_the_complaint_and_an_entry_that_is_none_is_a_fault(
    krom1: Desk, din: view_pb2.Case
) -> None:
    first = EditEntryRequest(case_id=din.id, number=1, edition=1, explanation="ลืม")
    tenth = EditEntryRequest(case_id=din.id, number=10, edition=1, explanation="ลืม")

    assert (await krom1.refused(first)).code == "not_editable"
    assert (await krom1.refused(tenth)).faults == {("number", "CASE-20")}


@pytest.mark.rule("CASE-5", "ROLE-3")
async def test_who_may_only_see_edits_nothing(desk_of: Callable[[str], Desk], krom1: Desk, din: view_pb2.Case) -> None:
    edit = EditEntryRequest(case_id=din.id, number=3, edition=1, report=a_work_report("2020-07-18"))

    auditor, outsider = desk_of("test-auditor"), desk_of("test-krom2")

    assert (await auditor.refused(edit)).metadata == {"permission": "case.edit"}
    assert (await outsider.refused(edit)).code == "not_found"
    assert not any(entry.is_editable for entry in (await auditor.case(din.id)).timeline)
    assert (await outsider.refused(ListEarlierEntriesRequest(case_id=din.id, number=3))).code == "not_found"
