"""Lateness, round 7 and sending, as officers do them."""

from datetime import date

import grpc
import pytest

from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.case_service_pb2 import (
    ExplainLatenessRequest,
    GetCaseRequest,
    ListCasesRequest,
    SendCasesRequest,
)
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.complaints import a_complaint, a_round_report, the_manuals_complaint


def explanation(case_id: str, text: str = "ลืม") -> ExplainLatenessRequest:
    return ExplainLatenessRequest(case_id=case_id, round=case_pb2.ROUND_7, explanation=text)


@pytest.fixture
async def din(stub: CaseServiceStub, cast: Cast) -> view_pb2.Case:
    """Case 5888-1, recorded on 15 July 2563."""
    krom1 = cast.metadata("test-krom1")
    recorded = await stub.RecordComplaint(the_manuals_complaint(), metadata=krom1)
    return (await stub.GetCase(GetCaseRequest(case_id=recorded.cases[0].id), metadata=krom1)).case


@pytest.mark.rule("CASE-10")
async def test_round_7_may_be_reported_on_day_7(
    stub: CaseServiceStub, cast: Cast, clock: FixedClock, din: view_pb2.Case
) -> None:
    clock.day = date(2020, 7, 22)

    reported = await stub.ReportRound(a_round_report(din.id), metadata=cast.metadata("test-krom1"))

    assert reported.case.status == case_pb2.CASE_STATUS_REPORTED_7
    assert not reported.started_after_its_day


@pytest.mark.rule("CASE-11")
async def test_on_day_8_the_report_is_refused_until_the_lateness_is_explained(
    stub: CaseServiceStub, cast: Cast, clock: FixedClock, din: view_pb2.Case
) -> None:
    clock.day = date(2020, 7, 23)
    officer = cast.metadata("test-krom1")

    refusal = await refusal_of(stub.ReportRound(a_round_report(din.id), metadata=officer))
    unchanged = await stub.GetCase(GetCaseRequest(case_id=din.id), metadata=officer)
    explained = await stub.ExplainLateness(explanation(din.id), metadata=officer)
    reported = await stub.ReportRound(a_round_report(din.id), metadata=officer)

    assert (refusal.status, refusal.code) == (grpc.StatusCode.FAILED_PRECONDITION, "lateness_unexplained")
    assert refusal.metadata["rule"] == "CASE-11"
    assert (
        refusal.metadata["possible"] == "explain_lateness_7 send edit delete name_handler mark_recusal show_national_id"
    )
    assert unchanged.case.status == case_pb2.CASE_STATUS_NEW
    assert explained.case.status == case_pb2.CASE_STATUS_LATE_7
    assert reported.case.status == case_pb2.CASE_STATUS_REPORTED_7
    whole = (await stub.GetCase(GetCaseRequest(case_id=din.id), metadata=officer)).case
    assert [entry.status for entry in whole.timeline] == [1, 2, 3]
    assert whole.timeline[1].lateness.explanation == "ลืม"


@pytest.mark.rule("CASE-13")
async def test_a_report_names_every_fault_and_stores_nothing(
    stub: CaseServiceStub, cast: Cast, din: view_pb2.Case
) -> None:
    request = a_round_report(din.id, started_on="2020-07-14")
    request.report.details = " "
    request.report.criminal_action = True

    refusal = await refusal_of(stub.ReportRound(request, metadata=cast.metadata("test-krom1")))
    unchanged = await stub.GetCase(GetCaseRequest(case_id=din.id), metadata=cast.metadata("test-krom1"))

    assert refusal.faults == {
        ("report.started_on", "CASE-13"),
        ("report.details", "CASE-13"),
        ("report.criminal_details", "CASE-13"),
    }
    assert len(unchanged.case.timeline) == 1


@pytest.mark.parametrize("day", ["2020-02-30", "2563-07-15"])
async def test_a_day_that_does_not_exist_or_is_of_the_buddhist_era_is_a_fault_of_its_field(
    stub: CaseServiceStub, cast: Cast, din: view_pb2.Case, day: str
) -> None:
    request = a_round_report(din.id, started_on=day)

    refusal = await refusal_of(stub.ReportRound(request, metadata=cast.metadata("test-krom1")))

    assert refusal.faults == {("report.started_on", "CASE-13")}


async def test_the_same_request_sent_twice_is_done_once(stub: CaseServiceStub, cast: Cast) -> None:
    request = the_manuals_complaint()
    officer = cast.metadata("test-krom1")

    first = await stub.RecordComplaint(request, metadata=officer)
    second = await stub.RecordComplaint(request, metadata=officer)

    assert first == second
    assert len((await stub.ListCases(ListCasesRequest(), metadata=officer)).cases) == 2


async def test_a_request_id_used_for_something_else_is_refused(stub: CaseServiceStub, cast: Cast) -> None:
    request = the_manuals_complaint()
    await stub.RecordComplaint(request, metadata=cast.metadata("test-krom1"))
    request.record.reception.agency_number = "5889"

    refusal = await refusal_of(stub.RecordComplaint(request, metadata=cast.metadata("test-krom1")))

    assert refusal.faults == {("request_id", "SUB-5")}


async def test_cases_go_up_level_by_level_and_pacc_sees_them_then(
    stub: CaseServiceStub, cast: Cast, din: view_pb2.Case
) -> None:
    to_acoc = SendCasesRequest(case_ids=[din.id], to=case_pb2.LEVEL_MINISTRY_ACOC)
    to_pacc = SendCasesRequest(case_ids=[din.id], to=case_pb2.LEVEL_PACC)
    unit, acoc, pacc = (cast.metadata(name) for name in ("test-krom1", "test-acoc", "test-pacc"))

    too_early = await refusal_of(stub.SendCases(to_pacc, metadata=acoc))
    await stub.SendCases(to_acoc, metadata=unit)
    not_his = await refusal_of(stub.SendCases(to_pacc, metadata=unit))
    twice = await refusal_of(stub.SendCases(to_acoc, metadata=unit))
    unseen = await refusal_of(stub.GetCase(GetCaseRequest(case_id=din.id), metadata=pacc))
    await stub.SendCases(to_pacc, metadata=acoc)
    seen = await stub.GetCase(GetCaseRequest(case_id=din.id), metadata=pacc)

    assert too_early.code == "not_at_that_level"
    assert (not_his.status, not_his.metadata["permission"]) == (grpc.StatusCode.PERMISSION_DENIED, "case.send.pacc")
    assert twice.code == "already_sent"
    assert unseen.code == "not_found"
    assert [sending.to for sending in seen.case.sendings] == [case_pb2.LEVEL_MINISTRY_ACOC, case_pb2.LEVEL_PACC]
    assert list(seen.case.possible) == [case_pb2.CASE_ACT_ASK]


@pytest.mark.rule("CASE-18")
async def test_a_case_before_the_resolution_has_no_rounds(stub: CaseServiceStub, cast: Cast) -> None:
    officer = cast.metadata("test-krom1")
    recorded = await stub.RecordComplaint(a_complaint("1/2561", "2018-03-27"), metadata=officer)

    refusal = await refusal_of(
        stub.ReportRound(a_round_report(recorded.cases[0].id, started_on="2018-03-28"), metadata=officer)
    )

    assert recorded.cases[0].era == case_pb2.ERA_BEFORE_RESOLUTION
    assert refusal.code == "no_rounds_before_resolution"


async def test_the_list_shows_how_late_a_case_is(
    stub: CaseServiceStub, cast: Cast, clock: FixedClock, din: view_pb2.Case
) -> None:
    clock.day = date(2020, 8, 30)

    rows = (await stub.ListCases(ListCasesRequest(), metadata=cast.metadata("test-krom1"))).cases

    assert [(row.number, row.days, row.overdue_days, row.colour_step) for row in rows] == [
        ("5888-2", 46, 39, 5),
        ("5888-1", 46, 39, 5),
    ]


@pytest.mark.rule("CASE-23")
async def test_a_case_named_twice_in_one_sending_goes_once(
    stub: CaseServiceStub, cast: Cast, din: view_pb2.Case
) -> None:
    twice = SendCasesRequest(case_ids=[din.id, din.id.upper()], to=case_pb2.LEVEL_MINISTRY_ACOC)
    krom1 = cast.metadata("test-krom1")

    sent = await stub.SendCases(twice, metadata=krom1)
    case = (await stub.GetCase(GetCaseRequest(case_id=din.id), metadata=krom1)).case

    assert [row.id for row in sent.cases] == [din.id]
    assert len(case.sendings) == 1


@pytest.mark.rule("CASE-19")
async def test_sending_is_offered_to_whom_it_would_be_accepted_from(
    stub: CaseServiceStub, cast: Cast, din: view_pb2.Case
) -> None:
    unit, acoc = cast.metadata("test-krom1"), cast.metadata("test-acoc")
    await stub.SendCases(SendCasesRequest(case_ids=[din.id], to=case_pb2.LEVEL_MINISTRY_ACOC), metadata=unit)

    for_unit = (await stub.GetCase(GetCaseRequest(case_id=din.id), metadata=unit)).case.possible
    for_acoc = (await stub.GetCase(GetCaseRequest(case_id=din.id), metadata=acoc)).case.possible

    assert case_pb2.CASE_ACT_SEND not in for_unit
    assert case_pb2.CASE_ACT_SEND in for_acoc


async def test_a_request_id_that_is_none_is_a_fault_of_its_field(
    stub: CaseServiceStub, cast: Cast, din: view_pb2.Case
) -> None:
    krom1 = cast.metadata("test-krom1")
    record, report = the_manuals_complaint("5889"), a_round_report(din.id)
    record.request_id = report.request_id = "abc"

    refusals = [
        await refusal_of(stub.RecordComplaint(record, metadata=krom1)),
        await refusal_of(stub.ReportRound(report, metadata=krom1)),
    ]

    assert [("request_id", "CONTRACT") in refusal.faults for refusal in refusals] == [True, True]


@pytest.mark.rule("CASE-25")
async def test_a_list_goes_on_page_by_page_the_newest_reception_first(stub: CaseServiceStub, cast: Cast) -> None:
    krom1 = cast.metadata("test-krom1")
    for number in range(1, 24):
        await stub.RecordComplaint(a_complaint(str(number), f"2020-06-{number:02}"), metadata=krom1)

    first = await stub.ListCases(ListCasesRequest(), metadata=krom1)
    second = await stub.ListCases(ListCasesRequest(page_token=first.next_page_token), metadata=krom1)

    assert [row.number for row in first.cases] == [f"{number}-1" for number in range(23, 3, -1)]
    assert [row.number for row in second.cases] == ["3-1", "2-1", "1-1"]
    assert second.next_page_token == ""


@pytest.mark.parametrize("token", ["x", "2020-07-15~", "2020-07-15~99999999999999999999", "2020-99-99~1"])
async def test_a_page_token_that_no_page_has_given_is_a_fault(stub: CaseServiceStub, cast: Cast, token: str) -> None:
    asked = stub.ListCases(ListCasesRequest(page_token=token), metadata=cast.metadata("test-krom1"))

    assert (await refusal_of(asked)).faults == {("page_token", "CASE-25")}
