"""How an agency keeps its dates (DUE-9)."""

from datetime import date, timedelta

import grpc
import pytest

from deadlines.adapters.sweeping import SqlSweepStore
from deadlines.app.sweep import sweep
from rongrian.cases.v1.case_events_pb2 import CaseFacts
from rongrian.deadlines.v1.deadline_service_pb2 import (
    ComplianceFigures,
    GetComplianceRequest,
    GetComplianceResponse,
)
from rongrian.deadlines.v1.deadline_service_pb2_grpc import DeadlineServiceStub
from tests.component.deadlines.case_events import event, facts, later, tell, tell_events
from tests.support import tree
from tests.support.answers import refusal_of
from tests.support.cast import NAM_NATIONAL_ID, Cast
from tests.support.clock import FixedClock
from tests.support.running import Running

RECEIVED, DAY_7, DAY_8 = date(2020, 7, 15), date(2020, 7, 22), date(2020, 7, 23)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(DAY_8)


async def compliance(
    stub: DeadlineServiceStub, cast: Cast, username: str = "test-krom1", **asked: str
) -> GetComplianceResponse:
    period = {"policy": "case.round_7", "due_from": "2020-07-01", "due_to": "2020-07-31"}
    return await stub.GetCompliance(GetComplianceRequest(**(period | asked)), metadata=cast.metadata(username))


def figures(**counts: int) -> ComplianceFigures:
    return ComplianceFigures(**counts)


async def one_of_each(deadlines: Running) -> None:
    """Met on the day, met the day after, not met, not yet due, deleted; and one due in August."""
    deleted, gone = facts("5-1"), CaseFacts()
    gone.CopyFrom(deleted)
    gone.version, gone.is_deleted = 2, True
    await tell(
        deadlines,
        facts("1-1", reported_on=DAY_7),
        facts("2-1", reported_on=DAY_8),
        facts("3-1"),
        facts("4-1", received_on=DAY_8 - timedelta(days=1)),
        deleted,
        facts("6-1", received_on=date(2020, 7, 28)),
    )
    await tell_events(deadlines, event(gone, "case_deleted", on=DAY_7))


@pytest.mark.rule("DUE-9")
async def test_met_in_time_met_late_missed_open_and_cancelled_are_counted_apart(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast, clock: FixedClock
) -> None:
    await one_of_each(deadlines)
    expected = figures(met_in_time=1, met_late=1, missed=1, open=1, cancelled=1)

    assert (await compliance(stub, cast)).total == expected
    await sweep(DAY_8, store=SqlSweepStore(deadlines.database, clock))
    answer = await compliance(stub, cast)
    assert answer.total == expected
    assert [(each.agency_id, each.figures) for each in answer.agencies] == [(str(tree.DEPARTMENT_1), expected)]
    assert (await compliance(stub, cast, policy="case.round_37")).total == figures()
    assert (await compliance(stub, cast, due_from="2020-08-04", due_to="2020-08-04")).total == figures(open=1)


@pytest.mark.rule("DUE-9", "ROLE-2")
async def test_each_agency_has_its_figures_in_the_scope_of_who_asks(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    agencies = (tree.DEPARTMENT_1, tree.DEPARTMENT_10, tree.OFFICE, tree.OTHER_DEPARTMENT)
    await tell(deadlines, *(facts(f"{number}-1", agency=agency) for number, agency in enumerate(agencies)))
    one = figures(missed=1)

    seen = await compliance(stub, cast, "test-acoc")
    assert {each.agency_id: each.figures for each in seen.agencies} == {str(agency): one for agency in agencies[:3]}
    assert seen.total == figures(missed=3)
    below = await compliance(stub, cast, "test-acoc", agency_id=str(tree.DEPARTMENT_10))
    assert {each.agency_id for each in below.agencies} == {str(tree.DEPARTMENT_10), str(tree.OFFICE)}
    assert (await compliance(stub, cast, "test-auditor")).total == figures(missed=4)


@pytest.mark.rule("DUE-9", "ROLE-5")
async def test_no_figure_gives_a_recused_complaint_away(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    marked = facts("2-1")
    marked.recused.append(str(cast["test-krom1-nam"].subject))
    await tell(deadlines, facts(accused=(deadlines.foundation.blind_index.of(NAM_NATIONAL_ID),)), marked)

    assert (await compliance(stub, cast)).total == figures(missed=2)
    assert (await compliance(stub, cast, "test-krom1-nam")).total == figures()


@pytest.mark.rule("DUE-9")
async def test_what_is_wrong_with_the_question_is_said(stub: DeadlineServiceStub, cast: Cast) -> None:
    unknown = await refusal_of(compliance(stub, cast, policy="no.such"))
    backwards = await refusal_of(compliance(stub, cast, due_from="2020-08-01"))
    empty = await refusal_of(compliance(stub, cast, due_from="", due_to="2020-07-32"))
    elsewhere = await refusal_of(compliance(stub, cast, agency_id=str(tree.OTHER_DEPARTMENT)))

    assert unknown.faults == {("policy", "DUE-1")}
    assert backwards.faults == {("due_to", "DUE-9")}
    assert empty.faults == {("due_from", "DUE-9"), ("due_to", "DUE-9")}
    assert elsewhere.status is grpc.StatusCode.NOT_FOUND


@pytest.mark.rule("DUE-9", "DUE-16")
async def test_the_figures_go_by_when_the_report_was_recorded(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast, clock: FixedClock
) -> None:
    recorded = facts()
    await tell(deadlines, recorded)
    await sweep(DAY_8, store=SqlSweepStore(deadlines.database, clock))
    assert (await compliance(stub, cast)).total == figures(missed=1)

    await tell(deadlines, later(recorded, reported_on=DAY_7))

    assert (await compliance(stub, cast)).total == figures(met_in_time=1)
