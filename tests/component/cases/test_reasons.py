"""Why a case is other than it was when its month was closed: asked of `cases` for the differences (SUM-5)."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import uuid4

import pytest

from rongrian.cases.v1 import view_pb2
from rongrian.cases.v1.closing_service_pb2 import ChangeReason, ListReasonsRequest
from rongrian.cases.v1.closing_service_pb2_grpc import ClosingServiceStub
from rongrian.cases.v1.complaint_service_pb2 import DeleteComplaintRequest
from tests.component.cases.conftest import Metadata
from tests.component.cases.correcting import asks, corrected, entry, returning
from tests.component.cases.desk import Desk
from tests.component.cases.kept import close_month, events
from tests.support.answers import refusal_of
from tests.support.clock import FixedClock
from tests.support.complaints import DIN, a_complaint, a_conclusion, a_round_report, the_manuals_complaint
from tests.support.running import Running

CLOSED_ON = date(2020, 8, 12)
Ask = Callable[..., Awaitable[list[ChangeReason]]]


@pytest.fixture
def reasons_of(closing: ClosingServiceStub, as_reporting: Metadata) -> Ask:
    async def ask(*case_ids: str, since: str = CLOSED_ON.isoformat()) -> list[ChangeReason]:
        request = ListReasonsRequest(case_ids=case_ids, since=since)
        return list((await closing.ListReasons(request, metadata=as_reporting)).reasons)

    return ask


@pytest.fixture
async def three(krom1: Desk, acoc: Desk, cases: Running, clock: FixedClock) -> list[view_pb2.Case]:
    """5888-1 and -2 of July, and -3, which the inquiry of the first opened; corrected once before July was closed."""
    din, nam = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 7, 22)
    await krom1(a_round_report(din.id))
    request = a_conclusion(din.id, allegations=(1, 2))
    found = request.found_officials.add(allegations=[1], becomes_a_case=True).official
    for name, text in {**DIN, "first_name": "ไฟ", "last_name": "สีส้ม", "national_id": ""}.items():
        setattr(found, name, text)
    found.has_no_national_id = True
    [opened] = (await krom1(request)).opened
    clock.day = date(2020, 8, 11)
    early = entry("reception.received_on", "2020-07-15", "2020-07-14", reason="ก่อนปิดเดือน")
    await corrected(krom1, acoc, din.id, early)
    await close_month(cases, date(2020, 7, 1))
    clock.day = CLOSED_ON
    return [din, nam, await krom1.case(opened.id)]


@pytest.mark.rule("SUM-5", "CASE-22")
async def test_each_case_has_the_reasons_of_what_was_corrected_of_it_since_through_whichever_case_it_was_asked_for(
    reasons_of: Ask, krom1: Desk, acoc: Desk, cases: Running, clock: FixedClock, three: list[view_pb2.Case]
) -> None:
    din, nam, opened = three
    received = entry("reception.received_on", "2020-07-14", "2020-07-13", reason="วันรับผิด")
    number = entry("reception.agency_number", "5888", "5887", reason="วันรับผิด")
    await corrected(krom1, acoc, nam.id, received, number)
    clock.day = date(2020, 8, 13)
    for of, correction in (
        (din, entry("allegation.place", "จังหวัดระยอง", "จังหวัดตราด", place=1, reason="จังหวัดผิด")),
        (din, entry("allegation.place", "กรุงเทพมหานคร", "นนทบุรี", place=2, reason="เมืองผิด")),
        (nam, entry("accused.affiliation", "กรมสีขาว", "กรมสีเทา", reason="สังกัดผิด")),
        (din, entry("report.document_number", "", "กท 1/2563", place=2, reason="ไม่ได้ระบุเลขที่")),
    ):
        await corrected(krom1, acoc, of.id, correction)

    ids = [case.id for case in three]
    known = {each.case_id: list(each.corrections) for each in await reasons_of(*ids)}

    # ดิน is accused of both allegations, น้ำ of the second, who was found of the first.
    assert known == {
        din.id: ["วันรับผิด", "จังหวัดผิด", "เมืองผิด", "ไม่ได้ระบุเลขที่"],
        nam.id: ["วันรับผิด", "เมืองผิด", "สังกัดผิด"],
        opened.id: ["วันรับผิด", "จังหวัดผิด", "ไม่ได้ระบุเลขที่"],
    }
    for case_id in ids:
        assert (await events(cases, case_id))[-1].facts.corrected_on == "2020-08-13"
    ever = {each.case_id: list(each.corrections) for each in await reasons_of(*ids, since="")}
    assert ever == {case_id: ["ก่อนปิดเดือน", *reasons] for case_id, reasons in known.items()}


@pytest.mark.rule("SUM-5", "CASE-22")
async def test_a_correction_of_the_closing_day_counts_and_none_from_before_nor_one_that_was_returned(
    reasons_of: Ask, krom1: Desk, acoc: Desk, clock: FixedClock, three: list[view_pb2.Case]
) -> None:
    din = three[0]
    before = await reasons_of(din.id)
    returned = await asks(krom1, din.id, entry("reception.agency_number", "5888", "5886", reason="ไม่มีเหตุผล"))
    await acoc(returning(*returned))
    later = entry("reception.agency_number", "5888", "5887", reason="พิมพ์เลขผิด")
    await corrected(krom1, acoc, din.id, later)

    assert before == []
    assert [list(each.corrections) for each in await reasons_of(din.id)] == [["พิมพ์เลขผิด"]]
    assert await reasons_of(din.id, since="2020-08-13") == []


@pytest.mark.rule("SUM-5", "CASE-21")
async def test_a_deleted_case_has_its_reason_and_one_untouched_none(reasons_of: Ask, krom1: Desk) -> None:
    [deleted] = await krom1.records(a_complaint("2", "2020-07-15"))
    [untouched] = await krom1.records(a_complaint("3", "2020-07-15"))
    await krom1(DeleteComplaintRequest(complaint_id=deleted.complaint_id, case_ids=[deleted.id], reason="บันทึกซ้ำ"))

    [known] = await reasons_of(untouched.id, deleted.id, str(uuid4()))

    assert (known.case_id, known.deletion, list(known.corrections)) == (deleted.id, "บันทึกซ้ำ", [])


@pytest.mark.rule("SUM-5")
@pytest.mark.parametrize("since", ["2020-02-30", "12 ส.ค. 2563"])
async def test_a_date_that_is_none_is_refused(reasons_of: Ask, since: str) -> None:
    refusal = await refusal_of(reasons_of(str(uuid4()), since=since))

    assert refusal.faults == {("since", "SUM-5")}
