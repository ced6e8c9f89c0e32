"""The manual's own case, from the record to the figure: the chapters follow one another on one system."""

import subprocess
import sys
from datetime import date

import asyncpg
import pytest

from dev.demo import steps
from dev.demo.complaint import complaint_5888
from dev.demo.show import status_words
from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.case_service_pb2 import (
    CountQueuesRequest,
    EditEntryRequest,
    GetCaseRequest,
    ListCasesRequest,
    RecordComplaintRequest,
    SendCasesRequest,
)
from rongrian.cases.v1.complaint_service_pb2 import DeleteComplaintRequest
from rongrian.deadlines.v1 import obligation_pb2
from rongrian.deadlines.v1.deadline_service_pb2 import ListObligationsRequest
from rongrian.reporting.v1.report_pb2 import Figures
from rongrian.reporting.v1.report_service_pb2 import GetReport1Request
from tests.journeys.conftest import World
from tests.support.answers import refusal_of

_ids: dict[str, str] = {}


async def case_of(world: World, number: str, who: str = "krom1") -> view_pb2.Case:
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
async def test_both_cases_owe_round_7_by_22_july_and_round_37_by_21_august_on_a_legal_ground(world: World) -> None:
    world.pass_to(date(2020, 7, 15))

    answer = await world.client.deadlines.ListObligations(ListObligationsRequest(), metadata=world.client.as_("krom1"))

    assert {(owed.object_number, owed.policy, owed.due_on) for owed in answer.obligations} == {
        ("5888-1", "case.round_7", "2020-07-22"),
        ("5888-2", "case.round_7", "2020-07-22"),
        ("5888-1", "case.round_37", "2020-08-21"),
        ("5888-2", "case.round_37", "2020-08-21"),
    }
    assert all("27 มีนาคม 2561" in owed.basis or "PACC" in owed.basis for owed in answer.obligations)


@pytest.mark.rule("DUE-5", "DUE-10")
async def test_by_22_july_krom1_was_reminded_three_days_before_one_day_before_and_on_the_day(world: World) -> None:
    world.pass_to(date(2020, 7, 22))

    mails = world.mails_to("krom1@rongrian.example")
    assert sorted(mails) == [
        "ครบกำหนดวันนี้: รายงานรอบ 7 วัน เรื่องเลขที่ 5888-1",
        "ครบกำหนดวันนี้: รายงานรอบ 7 วัน เรื่องเลขที่ 5888-2",
        "สรุปกำหนดเวลาประจำวันที่ 19 กรกฎาคม 2563: 2 รายการ",
        "สรุปกำหนดเวลาประจำวันที่ 21 กรกฎาคม 2563: 2 รายการ",
    ]
    assert all("5888-1" in body and "5888-2" in body for title, body in mails.items() if "สรุป" in title)
    assert world.mails_to("krom2@rongrian.example") == world.mails_to("acoc@rongrian.example") == {}
    assert not any(name in body for body in mails.values() for name in ("ดิน", "สีดำ", "น้ำ", "รถยนต์"))


@pytest.mark.rule("CASE-11")
async def test_on_23_july_round_7_is_refused_until_its_lateness_is_explained(world: World) -> None:
    world.pass_to(date(2020, 7, 23))
    krom1 = world.client.as_("krom1")

    refusal = await refusal_of(
        world.client.cases.ReportRound(steps.report(_ids["5888-1"], case_pb2.ROUND_7), metadata=krom1)
    )
    explained = await world.client.cases.ExplainLateness(
        steps.explain(_ids["5888-1"], case_pb2.ROUND_7), metadata=krom1
    )
    reported = await world.client.cases.ReportRound(steps.report(_ids["5888-1"], case_pb2.ROUND_7), metadata=krom1)
    untouched = await case_of(world, "5888-2")

    assert (refusal.code, refusal.metadata["rule"]) == ("lateness_unexplained", "CASE-11")
    assert explained.case.status == case_pb2.CASE_STATUS_LATE_7
    assert reported.case.status == case_pb2.CASE_STATUS_REPORTED_7
    assert untouched.status == case_pb2.CASE_STATUS_NEW


@pytest.mark.rule("DUE-5")
async def test_on_23_july_the_acoc_is_told_too_that_round_7_is_late(world: World) -> None:
    told = {who: set(world.mails_to(f"{who}@rongrian.example")) for who in ("krom1", "acoc", "pacc")}

    late = {f"เกินกำหนด 1 วัน: รายงานรอบ 7 วัน เรื่องเลขที่ {number}" for number in ("5888-1", "5888-2")}
    assert late <= told["krom1"]
    assert late == told["acoc"]
    assert told["pacc"] == set()


@pytest.mark.rule("CASE-11", "CASE-25")
async def test_on_23_july_after_that_only_5888_2_waits_for_its_lateness_to_be_explained(world: World) -> None:
    request = ListCasesRequest(queue=case_pb2.QUEUE_LATENESS_7)
    waiting = await world.client.cases.ListCases(request, metadata=world.client.as_("krom1"))
    counts = await world.client.cases.CountQueues(CountQueuesRequest(), metadata=world.client.as_("krom1"))

    assert [row.number for row in waiting.cases] == ["5888-2"]
    assert {count.queue: count.cases for count in counts.queues if count.cases} == {
        case_pb2.QUEUE_LATENESS_7: 1,
        case_pb2.QUEUE_ROUND_37: 1,
        case_pb2.QUEUE_CONCLUSION: 1,
    }


@pytest.mark.rule("DUE-16")
async def test_the_obligations_say_the_same(world: World) -> None:
    world.pass_to(date(2020, 7, 23))

    assert await obligations(world, "5888-1") == [
        ("case.round_7", "2020-07-22", obligation_pb2.OBLIGATION_STATE_MET_LATE),
        ("case.round_37", "2020-08-21", obligation_pb2.OBLIGATION_STATE_OPEN),
    ]
    assert await obligations(world, "5888-2") == [
        ("case.round_7", "2020-07-22", obligation_pb2.OBLIGATION_STATE_MISSED),
        ("case.round_37", "2020-08-21", obligation_pb2.OBLIGATION_STATE_OPEN),
    ]


@pytest.mark.rule("CASE-10", "CASE-11")
async def test_on_30_august_round_37_of_5888_1_is_explained_and_reported(world: World) -> None:
    world.pass_to(date(2020, 8, 30))
    krom1, din = world.client.as_("krom1"), _ids["5888-1"]

    refusal = await refusal_of(world.client.cases.ReportRound(steps.report(din, case_pb2.ROUND_37), metadata=krom1))
    explained = await world.client.cases.ExplainLateness(steps.explain(din, case_pb2.ROUND_37), metadata=krom1)
    reported = await world.client.cases.ReportRound(steps.report(din, case_pb2.ROUND_37), metadata=krom1)

    assert (refusal.code, refusal.metadata["rule"]) == ("lateness_unexplained", "CASE-11")
    assert explained.case.status == case_pb2.CASE_STATUS_LATE_37
    assert reported.case.status == case_pb2.CASE_STATUS_REPORTED_37


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


@pytest.mark.rule("CASE-21")
@pytest.mark.parametrize("listed", [("5888-1", "5888-2")])
async def test_deleting_either_is_refused_now(world: World, listed: tuple[str, ...]) -> None:
    din = await case_of(world, "5888-1")
    deletion = DeleteComplaintRequest(
        complaint_id=din.complaint_id, reason="บันทึกซ้ำ", case_ids=[_ids[number] for number in listed]
    )

    refusal = await refusal_of(world.client.complaints.DeleteComplaint(deletion, metadata=world.client.as_("krom1")))

    assert (refusal.code, refusal.metadata["rule"]) == ("already_submitted", "CASE-21")
    assert case_pb2.CASE_ACT_DELETE not in din.possible


@pytest.mark.rule("CASE-14", "CASE-16", "CASE-17")
async def test_on_31_august_5888_1_is_concluded_goes_through_proceedings_and_is_closed(world: World) -> None:
    world.pass_to(date(2020, 8, 31))
    krom1, din = world.client.as_("krom1"), _ids["5888-1"]

    concluded = await world.client.cases.ConcludeInquiry(steps.conclude(din), metadata=krom1)
    in_proceedings = await world.client.cases.ReportProceedings(steps.report_proceedings(din), metadata=krom1)
    closed = await world.client.cases.ReportOutcome(steps.report_outcome(din), metadata=krom1)

    assert concluded.case.status == case_pb2.CASE_STATUS_INQUIRY_CONCLUDED
    assert in_proceedings.case.status == case_pb2.CASE_STATUS_IN_PROCEEDINGS
    assert (closed.case.status, closed.case.closed_as) == (
        case_pb2.CASE_STATUS_CLOSED,
        case_pb2.CLOSED_AS_DISCHARGED,
    )


@pytest.mark.rule("CASE-17", "CASE-20")
async def test_its_forms_are_gone_and_an_edit_is_refused_with_the_reason(world: World) -> None:
    din = await case_of(world, "5888-1")
    edit = EditEntryRequest(case_id=din.id, number=2, edition=1, explanation="ลืมจริงๆ")

    refusal = await refusal_of(world.client.cases.EditEntry(edit, metadata=world.client.as_("krom1")))

    assert list(din.possible) == [
        case_pb2.CASE_ACT_NAME_HANDLER,
        case_pb2.CASE_ACT_MARK_RECUSAL,
        case_pb2.CASE_ACT_SHOW_NATIONAL_ID,
    ]
    assert not any(entry.is_editable for entry in din.timeline)
    assert (refusal.code, refusal.metadata["rule"]) == ("case_is_closed", "CASE-17")


@pytest.mark.rule("CASE-19", "CASE-23")
async def test_the_timeline_of_5888_1_says_what_happened_and_its_sendings_are_listed_apart(world: World) -> None:
    din = await case_of(world, "5888-1")

    assert [status_words(entry) for entry in din.timeline] == [
        "เรื่องใหม่",
        "ล่าช้า 7 วัน",
        "รายงานรอบ 7 วันแล้ว",
        "ล่าช้า 37 วัน",
        "รายงานรอบ 37 วันแล้ว",
        "สรุปผลการตรวจสอบเบื้องต้นแล้วเสร็จ",
        "อยู่ระหว่างดำเนินการทางวินัย อาญา ปกครอง หรือกฎหมายที่เกี่ยวข้อง",
        "ปลดออก",
    ]
    assert [sending.to for sending in din.sendings] == [case_pb2.LEVEL_MINISTRY_ACOC, case_pb2.LEVEL_PACC]


@pytest.mark.rule("DUE-16")
async def test_round_37_of_5888_1_was_met_late_and_that_of_5888_2_is_missed(world: World) -> None:
    world.pass_to(date(2020, 8, 31))

    assert await obligations(world, "5888-1") == [
        ("case.round_7", "2020-07-22", obligation_pb2.OBLIGATION_STATE_MET_LATE),
        ("case.round_37", "2020-08-21", obligation_pb2.OBLIGATION_STATE_MET_LATE),
    ]
    assert await obligations(world, "5888-2") == [
        ("case.round_7", "2020-07-22", obligation_pb2.OBLIGATION_STATE_MISSED),
        ("case.round_37", "2020-08-21", obligation_pb2.OBLIGATION_STATE_MISSED),
    ]


@pytest.mark.rule("REP-1", "REP-2")
async def test_july_as_krom1_shows_two_new_cases_not_followed(world: World) -> None:
    world.pass_to(date(2020, 8, 31))

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
    assert (after.received, after.carried_forward, after.progressed) == (0, 2, 1)
    assert (after.serious, after.criminal, after.completed, after.outstanding) == (1, 1, 1, 1)


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize("who", ["acoc", "pacc"])
async def test_august_as_acoc_and_as_pacc_reports_both_for_the_first_time(world: World, who: str) -> None:
    figures = await total_of(world, who, "2020-08")

    after = figures.after_resolution
    # Received in July, first sent on 30 August.
    assert (after.new, after.first_reported, after.received, after.carried_forward) == (0, 2, 2, 0)
    assert (after.progressed, after.completed, after.serious, after.criminal, after.outstanding) == (0, 1, 1, 1, 1)
    assert figures.compliance.not_followed == 2


async def test_july_as_the_acoc_is_empty_for_nothing_had_been_sent(world: World) -> None:
    assert (await total_of(world, "acoc", "2020-07")).after_resolution.received == 0


@pytest.mark.rule("CASE-27")
@pytest.mark.parametrize("service", ["agencies", "cases", "deadlines", "reporting"])
def test_the_audit_trail_of_every_service_verifies(world: World, service: str) -> None:
    proved = verify(world, service)

    assert proved.returncode == 0, proved.stdout + proved.stderr
    assert "links proved" in proved.stdout


def verify(world: World, service: str) -> subprocess.CompletedProcess[str]:
    """What the service's own command says of its trail."""
    environment = world.stack.around.environment(service, "serve")
    command = [sys.executable, "-m", service, "verify"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.rule("CASE-27")
async def test_one_byte_changed_in_the_database_and_verify_names_the_entry(world: World) -> None:
    """Changed as nobody but the database's superuser could, and put back."""
    connection = await asyncpg.connect(world.stack.around.postgres.url("cases"))
    await connection.execute("SET session_replication_role = replica")
    entry = await connection.fetchval("SELECT entry_id FROM audit_link WHERE position = 2")
    before = await connection.fetchval("SELECT after FROM audit_entry WHERE entry_id = $1", entry)
    change = "UPDATE audit_entry SET after = $2 WHERE entry_id = $1"

    await connection.execute(change, entry, "#" + before[1:])
    changed = verify(world, "cases")
    await connection.execute(change, entry, before)
    await connection.close()

    assert changed.returncode == 1
    assert f"entry {entry} of link 2 was changed" in changed.stdout
    assert verify(world, "cases").returncode == 0


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
