"""The worked example from the first day to ปลดออก, and what is possible after every step."""

from datetime import date

import pytest

from rongrian.cases.v1 import case_pb2
from tests.component.cases.desk import Desk, acts
from tests.support.clock import FixedClock
from tests.support.complaints import (
    a_conclusion,
    a_round_report,
    an_explanation,
    an_outcome,
    some_proceedings,
    the_manuals_complaint,
)

# What the recorder of a complaint that nobody has sent to ป.ป.ท. can always do with it.
BESIDE = {"send", "edit", "delete", "name_handler", "mark_recusal", "show_national_id"}


@pytest.mark.rule("CASE-17", "CASE-19")
async def test_din_goes_in_time_from_the_first_day_to_discharge(krom1: Desk, clock: FixedClock) -> None:
    din, _ = await krom1.records(the_manuals_complaint())
    possible = [acts(din)]
    clock.day = date(2020, 7, 22)
    possible.append(acts((await krom1(a_round_report(din.id))).case))
    clock.day = date(2020, 8, 21)
    possible.append(acts((await krom1(a_round_report(din.id, round_="ROUND_37"))).case))
    possible.append(acts((await krom1(a_conclusion(din.id, allegations=(1, 2)))).case))
    possible.append(acts((await krom1(some_proceedings(din.id))).case))
    possible.append(acts((await krom1(some_proceedings(din.id, is_first=False))).case))
    closed = (await krom1(an_outcome(din.id))).case

    assert possible == [
        BESIDE | {"report_round_7"},
        BESIDE | {"report_round_37", "conclude_inquiry"},
        BESIDE | {"conclude_inquiry"},
        BESIDE | {"report_proceedings"},
        BESIDE | {"report_proceedings", "report_outcome"},
        BESIDE | {"report_proceedings", "report_outcome"},
    ]
    assert acts(closed) == BESIDE - {"edit"}
    assert (closed.status, closed.closed_as) == (case_pb2.CASE_STATUS_CLOSED, case_pb2.CLOSED_AS_DISCHARGED)
    whole = await krom1.case(din.id)
    assert [(entry.number, entry.status, entry.done_on) for entry in whole.timeline] == [
        (1, case_pb2.CASE_STATUS_NEW, "2020-07-15"),
        (2, case_pb2.CASE_STATUS_REPORTED_7, "2020-07-16"),
        (3, case_pb2.CASE_STATUS_REPORTED_37, "2020-07-16"),
        (4, case_pb2.CASE_STATUS_INQUIRY_CONCLUDED, "2020-07-20"),
        (5, case_pb2.CASE_STATUS_IN_PROCEEDINGS, "2020-07-21"),
        (6, case_pb2.CASE_STATUS_IN_PROCEEDINGS, "2020-07-21"),
        (7, case_pb2.CASE_STATUS_CLOSED, "2020-07-22"),
    ]
    assert [entry.closed_as for entry in whole.timeline[-2:]] == [0, case_pb2.CLOSED_AS_DISCHARGED]
    assert {entry.actor for entry in whole.timeline} == {krom1.subject}


@pytest.mark.rule("CASE-11", "CASE-12")
async def test_nam_goes_late_in_both_rounds_to_discharge(krom1: Desk, clock: FixedClock) -> None:
    _, nam = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 8, 30)

    steps = (
        an_explanation(nam.id),
        a_round_report(nam.id),
        an_explanation(nam.id, "ROUND_37"),
        a_round_report(nam.id, round_="ROUND_37"),
        a_conclusion(nam.id, allegations=(2,)),
        some_proceedings(nam.id),
        an_outcome(nam.id),
    )
    statuses = [case_pb2.CaseStatus.Name((await krom1(step)).case.status) for step in steps]

    assert statuses == [
        "CASE_STATUS_LATE_7",
        "CASE_STATUS_REPORTED_7",
        "CASE_STATUS_LATE_37",
        "CASE_STATUS_REPORTED_37",
        "CASE_STATUS_INQUIRY_CONCLUDED",
        "CASE_STATUS_IN_PROCEEDINGS",
        "CASE_STATUS_CLOSED",
    ]
    assert (await krom1.case(nam.id)).closed_as == case_pb2.CLOSED_AS_DISCHARGED


@pytest.mark.rule("CASE-19")
async def test_late_steps_are_offered_in_their_order(krom1: Desk, clock: FixedClock) -> None:
    din, _ = await krom1.records(the_manuals_complaint())
    offered = []
    clock.day = date(2020, 7, 23)
    offered.append(acts(await krom1.case(din.id)) - BESIDE)
    offered.append(acts((await krom1(an_explanation(din.id))).case) - BESIDE)
    clock.day = date(2020, 8, 22)
    offered.append(acts((await krom1(a_round_report(din.id))).case) - BESIDE)
    offered.append(acts((await krom1(an_explanation(din.id, "ROUND_37"))).case) - BESIDE)

    assert offered == [
        {"explain_lateness_7"},
        {"report_round_7"},
        {"explain_lateness_37"},
        {"report_round_37", "conclude_inquiry"},
    ]


@pytest.mark.rule("CASE-17")
async def test_a_closed_case_takes_no_step_more(krom1: Desk, clock: FixedClock) -> None:
    din, _ = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 7, 22)
    for step in (
        a_round_report(din.id),
        a_conclusion(din.id, allegations=(1, 2)),
        some_proceedings(din.id),
        an_outcome(din.id),
    ):
        await krom1(step)

    again = [
        await krom1.refused(step)
        for step in (
            an_explanation(din.id),
            a_round_report(din.id),
            a_conclusion(din.id, allegations=(1, 2)),
            some_proceedings(din.id),
            an_outcome(din.id),
        )
    ]

    assert {(refusal.code, refusal.metadata["rule"]) for refusal in again} == {("case_is_closed", "CASE-17")}
