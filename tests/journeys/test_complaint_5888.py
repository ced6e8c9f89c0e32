"""The manual's own case, from the record to the figure: the chapters follow one another on one system."""

import subprocess
import sys
from datetime import date

import pytest

from dev.demo.complaint import complaint_5888
from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_service_pb2 import (
    ExplainLatenessRequest,
    GetCaseRequest,
    ListCasesRequest,
    RecordComplaintRequest,
    ReportRoundRequest,
    RoundReportEntry,
    SendCasesRequest,
)
from rongrian.deadlines.v1 import obligation_pb2
from rongrian.deadlines.v1.deadline_service_pb2 import ListObligationsRequest
from rongrian.reporting.v1.report_pb2 import Figures
from rongrian.reporting.v1.report_service_pb2 import GetReport1Request
from tests.journeys.conftest import World
from tests.support.answers import refusal_of

_ids: dict[str, str] = {}


async def case_of(world: World, number: str, who: str = "krom1") -> case_pb2.Case:
    answer = await world.client.cases.GetCase(GetCaseRequest(case_id=_ids[number]), metadata=world.client.as_(who))
    return answer.case


async def obligations(world: World, number: str) -> list[tuple[str, str, int]]:
    answer = await world.client.deadlines.ListObligations(
        ListObligationsRequest(object_id=_ids[number]), metadata=world.client.as_("krom1")
    )
    return [(owed.policy, owed.due_on, owed.state) for owed in answer.obligations]


async def total_of(world: World, who: str, month: str) -> Figures:
    answer = await world.client.reports.GetReport1(GetReport1Request(from_month=month), metadata=world.client.as_(who))
    return answer.total


def round_7(case_id: str) -> ReportRoundRequest:
    report = RoundReportEntry(
        round=case_pb2.ROUND_7,
        started_on="2020-07-16",
        committee=case_pb2.COMMITTEE_NOT_APPOINTED,
        details="ตรวจสอบเอกสารแล้ว",
    )
    return ReportRoundRequest(case_id=case_id, report=report)


@pytest.mark.rule("CASE-1", "CASE-6")
async def test_15_july_krom1_records_number_5888_against_din_and_nam(world: World) -> None:
    recorded = await world.client.cases.RecordComplaint(
        RecordComplaintRequest(record=complaint_5888()), metadata=world.client.as_("krom1")
    )

    _ids.update({case.number: case.id for case in recorded.cases})
    din, nam = await case_of(world, "5888-1"), await case_of(world, "5888-2")
    assert (din.number, nam.number) == ("5888-1", "5888-2")
    assert (din.accused.first_name, nam.accused.first_name) == ("ดิน", "น้ำ")
    assert (len(din.allegations), len(nam.allegations)) == (2, 1)
    assert {din.status, nam.status} == {case_pb2.CASE_STATUS_NEW}
    assert {din.era, nam.era} == {case_pb2.ERA_AFTER_RESOLUTION}
    # ดิน's check digit is wrong (its last digit should be 1), น้ำ's is right, the co-offender สอน's is wrong.
    assert (din.accused.national_id_to_be_checked, nam.accused.national_id_to_be_checked) == (True, False)
    company, son = nam.allegations[0].co_offenders
    assert (company.name, son.name) == ("บริษัท ก", "สอน")
    assert (company.identifier_to_be_checked, son.identifier_to_be_checked) == (False, True)


@pytest.mark.rule("CASE-6")
async def test_a_record_with_two_gaps_is_refused_with_both_and_stores_nothing(world: World) -> None:
    request = RecordComplaintRequest(record=complaint_5888())
    request.record.reception.agency_number = "5889"
    request.record.accused[0].position = ""
    request.record.allegations[0].ClearField("accused")

    refusal = await refusal_of(world.client.cases.RecordComplaint(request, metadata=world.client.as_("krom1")))
    listed = await world.client.cases.ListCases(ListCasesRequest(), metadata=world.client.as_("krom1"))

    assert refusal.faults == {
        ("record.accused[0].position", "CASE-6"),
        ("record.allegations[0].accused", "CASE-6"),
    }
    assert sorted(row.number for row in listed.cases) == ["5888-1", "5888-2"]


@pytest.mark.rule("DUE-14", "CASE-10")
async def test_both_cases_owe_round_7_by_22_july_on_a_legal_ground(world: World) -> None:
    world.pass_to(date(2020, 7, 15))

    answer = await world.client.deadlines.ListObligations(ListObligationsRequest(), metadata=world.client.as_("krom1"))

    assert {(owed.object_number, owed.due_on) for owed in answer.obligations} == {
        ("5888-1", "2020-07-22"),
        ("5888-2", "2020-07-22"),
    }
    assert all("27 มีนาคม 2561" in owed.basis or "PACC" in owed.basis for owed in answer.obligations)


async def test_on_22_july_a_mail_reminds_krom1_of_each_and_nobody_else(world: World) -> None:
    world.pass_to(date(2020, 7, 22))

    mails = world.mails_to("krom1@rongrian.example")
    assert len([mail for mail in mails if "5888-1" in mail]) == 1
    assert len([mail for mail in mails if "5888-2" in mail]) == 1
    assert world.mails_to("krom2@rongrian.example") == []
    assert not any(name in mail for mail in mails for name in ("ดิน", "สีดำ", "น้ำ", "รถยนต์"))


@pytest.mark.rule("CASE-11")
async def test_on_23_july_round_7_is_refused_until_its_lateness_is_explained(world: World) -> None:
    world.pass_to(date(2020, 7, 23))
    krom1 = world.client.as_("krom1")

    refusal = await refusal_of(world.client.cases.ReportRound(round_7(_ids["5888-1"]), metadata=krom1))
    explained = await world.client.cases.ExplainLateness(
        ExplainLatenessRequest(case_id=_ids["5888-1"], round=case_pb2.ROUND_7, explanation="ลืม"), metadata=krom1
    )
    reported = await world.client.cases.ReportRound(round_7(_ids["5888-1"]), metadata=krom1)
    untouched = await case_of(world, "5888-2")

    assert (refusal.code, refusal.metadata["rule"]) == ("lateness_unexplained", "CASE-11")
    assert explained.case.status == case_pb2.CASE_STATUS_LATE_7
    assert reported.case.status == case_pb2.CASE_STATUS_REPORTED_7
    assert untouched.status == case_pb2.CASE_STATUS_NEW


@pytest.mark.rule("DUE-16")
async def test_the_obligations_say_the_same(world: World) -> None:
    world.pass_to(date(2020, 7, 23))

    assert await obligations(world, "5888-1") == [
        ("case.round_7", "2020-07-22", obligation_pb2.OBLIGATION_STATE_MET_LATE)
    ]
    assert await obligations(world, "5888-2") == [
        ("case.round_7", "2020-07-22", obligation_pb2.OBLIGATION_STATE_MISSED)
    ]


async def test_on_30_august_both_go_up_to_the_acoc_and_on_to_pacc(world: World) -> None:
    world.pass_to(date(2020, 8, 30))
    both = list(_ids.values())
    unseen = await world.client.cases.ListCases(ListCasesRequest(), metadata=world.client.as_("pacc"))

    await world.client.cases.SendCases(
        SendCasesRequest(case_ids=both, to=case_pb2.LEVEL_MINISTRY_ACOC), metadata=world.client.as_("krom1")
    )
    await world.client.cases.SendCases(
        SendCasesRequest(case_ids=both, to=case_pb2.LEVEL_PACC), metadata=world.client.as_("acoc")
    )
    seen = await world.client.cases.ListCases(ListCasesRequest(), metadata=world.client.as_("pacc"))
    late = await case_of(world, "5888-2")

    assert list(unseen.cases) == []
    assert sorted(row.number for row in seen.cases) == ["5888-1", "5888-2"]
    assert late.days == 46
    [row] = [row for row in seen.cases if row.number == "5888-2"]
    assert (row.overdue_days, row.colour_step) == (39, 5)


@pytest.mark.rule("REP-1", "REP-2")
async def test_july_as_krom1_shows_two_new_cases_not_followed(world: World) -> None:
    world.pass_to(date(2020, 8, 30))

    figures = await total_of(world, "krom1", "2020-07")

    after = figures.after_resolution
    assert (after.new, after.first_reported, after.received, after.carried_forward) == (2, 0, 2, 0)
    assert (after.progressed, after.completed, after.outstanding) == (0, 0, 2)
    compliance = figures.compliance
    assert (compliance.followed, compliance.not_followed, compliance.in_progress) == (0, 2, 0)


@pytest.mark.rule("REP-1")
async def test_august_as_krom1_carries_both_forward(world: World) -> None:
    figures = await total_of(world, "krom1", "2020-08")

    after = figures.after_resolution
    # Nothing was reported in August itself: the cases were only sent.
    assert (after.received, after.carried_forward, after.progressed) == (0, 2, 0)
    assert (after.completed, after.outstanding) == (0, 2)


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize("who", ["acoc", "pacc"])
async def test_august_as_acoc_and_as_pacc_reports_both_for_the_first_time(world: World, who: str) -> None:
    figures = await total_of(world, who, "2020-08")

    after = figures.after_resolution
    # Received in July, first sent on 30 August.
    assert (after.new, after.first_reported, after.received, after.carried_forward) == (0, 2, 2, 0)
    assert (after.completed, after.outstanding) == (0, 2)
    assert figures.compliance.not_followed == 2


async def test_july_as_the_acoc_is_empty_for_nothing_had_been_sent(world: World) -> None:
    assert (await total_of(world, "acoc", "2020-07")).after_resolution.received == 0


@pytest.mark.rule("CASE-27")
@pytest.mark.parametrize("service", ["agencies", "cases", "deadlines", "reporting"])
def test_the_audit_trail_of_every_service_verifies(world: World, service: str) -> None:
    around = world.stack.around
    environment = around.environment(service, "serve")

    proved = subprocess.run(
        [sys.executable, "-m", service, "verify"], env=environment, capture_output=True, text=True, check=False
    )

    assert proved.returncode == 0, proved.stdout + proved.stderr
    assert "links proved" in proved.stdout


def test_no_word_of_the_complaint_is_in_any_log(world: World) -> None:
    canaries = ["สีดำ", "สีใส", "5555555555555", "7461555555555", "5614555555555", "กก 200", "ลืม", "สีแดง"]
    logs = world.stack.folder.path / "logs"

    told = {
        (log.name, canary)
        for log in logs.iterdir()
        for canary in canaries
        if canary.encode() in log.read_bytes() or canary.encode("unicode_escape") in log.read_bytes()
    }

    assert told == set()


async def test_no_word_of_the_complaint_is_in_any_event(world: World) -> None:
    store = world.stack.folder.path / "data" / "nats"
    canaries = ["สีดำ", "สีใส", "5555555555555", "7461555555555", "ลืม", "นำรถยนต์"]

    blocks = [block for block in store.rglob("*.blk") if block.is_file()]
    told = {canary for block in blocks for canary in canaries if canary.encode() in block.read_bytes()}

    assert blocks
    assert told == set()
