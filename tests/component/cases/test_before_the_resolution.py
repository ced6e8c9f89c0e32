"""A case before the cabinet resolution: progress instead of rounds, then the same way as all (CASE-18)."""

import pytest

from rongrian.cases.v1 import case_pb2
from tests.component.cases.desk import Desk, acts
from tests.support.complaints import (
    a_complaint,
    a_conclusion,
    an_outcome,
    some_proceedings,
    some_progress,
    the_manuals_complaint,
)


@pytest.mark.rule("CASE-3", "CASE-18")
async def test_progress_is_told_any_number_of_times_and_then_all_goes_the_same_way(krom1: Desk) -> None:
    [case] = await krom1.records(a_complaint("1/2561", "2018-03-27"))
    steps = (
        some_progress(case.id, "2018-04-01"),
        some_progress(case.id, "2019-05-01"),
        a_conclusion(case.id, "2020-01-05"),
        some_proceedings(case.id, "2020-02-01"),
        an_outcome(case.id, "2020-07-01", outcome="OUTCOME_MINOR", penalty="PENALTY_REPRIMAND"),
    )
    answers = [(await krom1(step)).case for step in steps]

    offered = [acts(case), *(acts(answer) for answer in answers)]
    of_its_life = {"report_progress", "conclude_inquiry", "report_proceedings", "report_outcome"}
    assert [acts & of_its_life for acts in offered] == [
        {"report_progress", "conclude_inquiry"},
        {"report_progress", "conclude_inquiry"},
        {"report_progress", "conclude_inquiry"},
        {"report_proceedings"},
        {"report_proceedings", "report_outcome"},
        set(),
    ]
    assert [answer.status for answer in answers] == [
        case_pb2.CASE_STATUS_PROGRESS_BEFORE,
        case_pb2.CASE_STATUS_PROGRESS_BEFORE,
        case_pb2.CASE_STATUS_INQUIRY_CONCLUDED,
        case_pb2.CASE_STATUS_IN_PROCEEDINGS,
        case_pb2.CASE_STATUS_CLOSED,
    ]
    whole = await krom1.case(case.id)
    assert (whole.era, whole.closed_as) == (case_pb2.ERA_BEFORE_RESOLUTION, case_pb2.CLOSED_AS_REPRIMANDED)
    assert [entry.progress.started_on for entry in whole.timeline[1:3]] == ["2018-04-01", "2019-05-01"]


@pytest.mark.rule("CASE-18")
async def test_it_may_be_concluded_without_progress_and_is_never_late(krom1: Desk) -> None:
    [case] = await krom1.records(a_complaint("1/2561", "2018-03-27"))
    row = (await krom1.rows())[0]

    concluded = (await krom1(a_conclusion(case.id, "2020-01-05"))).case
    after_it = await krom1.refused(some_progress(case.id, "2020-01-06"))

    assert (row.overdue_days, row.colour_step) == (0, 0)
    assert concluded.status == case_pb2.CASE_STATUS_INQUIRY_CONCLUDED
    assert after_it.code == "inquiry_already_concluded"


@pytest.mark.rule("CASE-18")
async def test_progress_is_only_of_cases_before_the_resolution(krom1: Desk) -> None:
    din, _ = await krom1.records(the_manuals_complaint())

    refusal = await krom1.refused(some_progress(din.id, "2020-07-15"))

    assert (refusal.code, refusal.metadata["rule"]) == ("only_before_resolution", "CASE-18")
    assert "report_round_7" in refusal.metadata["possible"].split()


@pytest.mark.rule("CASE-13", "CASE-18")
async def test_progress_names_every_fault_at_once(krom1: Desk) -> None:
    [case] = await krom1.records(a_complaint("1/2561", "2018-03-27"))
    request = some_progress(case.id, "2018-03-26")
    request.report.criminal_action = True
    request.report.reported_to_head.number = "12"
    request.report.reported_to_minister.on = "2020-07-16"

    refusal = await krom1.refused(request)

    assert refusal.faults == {
        ("report.started_on", "CASE-13"),
        ("report.criminal_details", "CASE-13"),
        ("report.reported_to_head.on", "CASE-13"),
        ("report.reported_to_minister.on", "CASE-13"),
    }
    assert len((await krom1.case(case.id)).timeline) == 1
