"""What is sealed: who opens it, for what, and that it lies nowhere in clear (ROLE-4, CASE-27)."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.case_people_service_pb2 import (
    NameHandlerRequest,
    OpenComplainantRequest,
    ShowNationalIdRequest,
)
from rongrian.cases.v1.half_made_record_service_pb2 import KeepHalfMadeRecordRequest
from tests.component.cases.desk import Desk, acts
from tests.component.cases.forms import form_of
from tests.component.cases.kept import events, places_of, trail
from tests.support import tree
from tests.support.clock import FixedClock
from tests.support.complaints import NITIKORN, a_complaint, a_conclusion, a_round_report, the_manuals_complaint
from tests.support.running import Running

WORDS = ("สมหญิงผู้ร้อง", "ใจกล้ามาก", "0812345678")
DIN_NUMBER, NAM_NUMBER, SON_NUMBER, FAI_NUMBER, SAI_NUMBER = (
    "5555555555555",
    "7461555555555",
    "5614555555555",
    "3101700000004",
    "3101700000012",
)


@pytest.fixture
async def recorded(krom1: Desk) -> list[view_pb2.Case]:
    """Complaint 5888 with a complainant."""
    request = the_manuals_complaint()
    person = request.record.complainant
    person.withheld, person.title = False, "นาง"
    person.first_name, person.last_name, person.details = WORDS
    return await krom1.records(request)


def opening(case: view_pb2.Case, purpose: str = "สอบถามข้อเท็จจริงเพิ่มเติม") -> OpenComplainantRequest:
    return OpenComplainantRequest(case_id=case.id, purpose=purpose)


def showing(case: view_pb2.Case, allegation: int = 0, co_offender: int = 0) -> ShowNationalIdRequest:
    return ShowNationalIdRequest(
        case_id=case.id, allegation=allegation, co_offender=co_offender, purpose="ตรวจสอบตัวบุคคล"
    )


@pytest.mark.rule("ROLE-4")
async def test_a_handler_opens_the_complainant_for_a_purpose_and_the_trail_says_so(
    krom1: Desk, recorded: list[view_pb2.Case], cases: Running
) -> None:
    without = await krom1.refused(opening(recorded[0], " "))
    opened = await krom1(opening(recorded[0]))

    assert without.faults == {("purpose", "ROLE-4")}
    assert (opened.title, opened.first_name, opened.last_name, opened.details) == ("นาง", *WORDS)
    entry = (await trail(cases))[-1]
    assert (entry.action, entry.reason) == ("case.open_complainant", "สอบถามข้อเท็จจริงเพิ่มเติม")
    assert (entry.actor, entry.agency_id) == (krom1.subject, str(tree.DEPARTMENT_1))
    assert "unit" in entry.roles
    assert (entry.object_kind, entry.object_id) == ("complaint", recorded[0].complaint_id)
    assert entry.after == {"opened": "complainant"}


@pytest.mark.rule("ROLE-4")
async def test_whoever_handles_one_of_its_cases_opens_it_and_nobody_else(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, cases: Running
) -> None:
    request = a_complaint("3", "2020-07-15")
    request.record.complainant.first_name = WORDS[0]
    request.record.accused.add().CopyFrom(request.record.accused[0])
    request.record.allegations[0].accused.append(2)
    first, second = await krom1.records(request)
    nam = desk_of("test-krom1-nam")
    before = await nam.refused(opening(first))
    naming = {"officer": nam.subject, "reason": "แบ่งงาน"}
    for case in (first, second):
        await krom1(NameHandlerRequest(case_id=case.id, request_id=str(uuid4()), **naming))

    assert before.metadata == {"permission": "case.open_complainant"}
    assert (await nam(opening(first))).first_name == WORDS[0]
    for desk in (krom1, acoc, desk_of("test-ministry"), desk_of("test-auditor")):
        shown = await desk.case(first.id)
        assert shown.has_complainant
        assert "open_complainant" not in acts(shown)
        assert (await desk.refused(opening(first))).metadata == {"permission": "case.open_complainant"}
    assert [entry.actor for entry in await trail(cases) if entry.action == "case.open_complainant"] == [nam.subject]


@pytest.mark.rule("ROLE-4")
async def test_where_none_is_recorded_there_is_none_to_open_and_none_is_offered(krom1: Desk) -> None:
    din, _ = await krom1.records(the_manuals_complaint())

    assert (din.complainant_withheld, din.has_complainant) == (True, False)
    assert "open_complainant" not in acts(din)
    assert (await krom1.refused(opening(din))).code == "not_found"


@pytest.mark.rule("CASE-23", "CASE-27")
async def test_a_masked_number_is_shown_by_a_call_of_its_own_that_the_trail_tells(
    krom1: Desk, recorded: list[view_pb2.Case], cases: Running
) -> None:
    din, nam = recorded

    shown = [(await krom1(request)).number for request in (showing(din), showing(nam), showing(din, 2, 2))]

    assert shown == [DIN_NUMBER, NAM_NUMBER, SON_NUMBER]
    assert din.accused.masked_national_id == "x-xxxx-xxxxx-xx-x"
    assert {row.masked_national_id for row in await krom1.rows()} == {"x-xxxx-xxxxx-xx-x"}
    entries = [entry for entry in await trail(cases) if entry.action == "case.show_national_id"]
    assert [(entry.object_id, entry.actor, entry.reason) for entry in entries] == [
        (case.id, krom1.subject, "ตรวจสอบตัวบุคคล") for case in (din, nam, din)
    ]


@pytest.mark.rule("CASE-23", "ROLE-3")
async def test_a_number_is_shown_to_whom_may_change_the_case_and_where_there_is_one(
    desk_of: Callable[[str], Desk], krom1: Desk, recorded: list[view_pb2.Case]
) -> None:
    din, nam = recorded
    [unnumbered] = await krom1.records(a_complaint("3", "2020-07-15"))

    assert (await desk_of("test-ministry").refused(showing(din))).metadata == {"permission": "case.show_national_id"}
    assert (await desk_of("test-auditor").refused(showing(din))).metadata == {"permission": "case.show_national_id"}
    assert (await desk_of("test-krom2").refused(showing(din))).code == "not_found"
    nowhere = ((din, 2, 1), (din, 1, 1), (nam, 1, 2), (din, 9, 9), (unnumbered, 0, 0))
    for nothing in (showing(case, allegation, co_offender) for case, allegation, co_offender in nowhere):
        assert (await krom1.refused(nothing)).code == "not_found"
    assert "show_national_id" not in acts(unnumbered)
    assert unnumbered.accused.masked_national_id == ""


@pytest.mark.rule("CASE-27")
async def test_every_act_leaves_who_with_which_role_and_agency_what_before_and_after(
    krom1: Desk, acoc: Desk, recorded: list[view_pb2.Case], cases: Running, clock: FixedClock
) -> None:
    clock.day = date(2020, 7, 20)
    await acoc(a_round_report(recorded[0].id))

    record, report = await trail(cases)
    assert (record.action, record.object_kind, record.before) == ("case.record", "complaint", {})
    assert record.after["accused"][0]["first_name"] == "ดิน"
    assert (report.action, report.object_kind, report.object_id) == ("case.report", "case", recorded[0].id)
    assert (report.actor, report.agency_id) == (acoc.subject, str(tree.MINISTRY))
    assert "acoc" in report.roles
    assert report.on == date(2020, 7, 20)
    assert (report.before["status"], report.after["status"]) == (1, 3)
    assert (report.before["round_7_reported_on"], report.after["round_7_reported_on"]) == (None, "2020-07-20")
    assert report.after["given"][0]["round_report"]["report"]["started_on"] == "2020-07-16"


@pytest.mark.rule("CASE-27", "ROLE-4")
async def test_nothing_sealed_lies_in_clear_in_a_table_an_event_or_a_log(
    krom1: Desk,
    recorded: list[view_pb2.Case],
    cases: Running,
    clock: FixedClock,
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock.day = date(2020, 7, 22)
    official = NITIKORN | {"first_name": "ไฟ", "last_name": "สีส้ม", "national_id": FAI_NUMBER}
    found = [{"official": official, "allegations": [1], "becomes_a_case": becomes} for becomes in (True, False)]
    other = {"kind": "PERSON_KIND_NATURAL", "name": "ทราย", "last_name": "สีเทา", "identifier": SAI_NUMBER}
    others = [{"person": other, "allegations": [1]}]
    din = recorded[0]
    await krom1(a_round_report(din.id))
    await krom1(a_conclusion(din.id, allegations=(1, 2), found_officials=found, found_others=others))
    form = form_of(await krom1.complaint(din.complaint_id))
    form.record.complainant.first_name = WORDS[0]
    form.record.accused[1].national_id, form.record.accused[1].keeps_national_id = NAM_NUMBER, False
    await krom1(form)
    half_made = the_manuals_complaint("5889").record
    half_made.complainant.first_name = WORDS[0]
    await krom1(KeepHalfMadeRecordRequest(id=str(uuid4()), record=half_made))
    await krom1(opening(din))
    await krom1(showing(din))
    spoken = capsys.readouterr().out

    sealed = (*WORDS, DIN_NUMBER, NAM_NUMBER, SON_NUMBER, FAI_NUMBER, SAI_NUMBER)
    assert await places_of(cases, *sealed) == set()
    told = b"".join([event.SerializeToString() for event in await events(cases)])
    names = ("ดิน", "สีดำ", "น้ำ", "สีใส", "ไฟ", "สีส้ม", "ทราย", "บริษัท ก", "รถยนต์")
    assert [word for word in (*sealed, *names) if word.encode() in told] == []
    assert [word for word in (*sealed, *names) if word in spoken] == []
    assert "OpenComplainant" in spoken


@pytest.mark.rule("CASE-6", "ROLE-4")
@pytest.mark.parametrize("source", [case_pb2.SOURCE_ANONYMOUS_LETTER, case_pb2.SOURCE_SELF_DETECTED])
async def test_no_complainant_is_kept_where_he_is_withheld_or_the_source_has_none(
    krom1: Desk, source: case_pb2.Source.ValueType
) -> None:
    withheld = the_manuals_complaint()
    withheld.record.complainant.first_name = WORDS[0]
    sourceless = the_manuals_complaint()
    sourceless.record.reception.source = source
    sourceless.record.complainant.CopyFrom(withheld.record.complainant)
    sourceless.record.complainant.withheld = False

    assert (await krom1.refused(withheld)).faults == {("record.complainant.withheld", "CASE-6")}
    assert (await krom1.refused(sourceless)).faults == {("record.complainant", "CASE-6")}
