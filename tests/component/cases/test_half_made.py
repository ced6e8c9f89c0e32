"""Half-made records: an officer's own, at one agency, sealed, and gone with their recording (CASE-6)."""

from collections.abc import Callable

import grpc
import pytest
from sqlalchemy import func, select

from cases.adapters.tables import half_made_records
from kit.database.tables import outbox, sealed_key
from rongrian.cases.v1.case_people_service_pb2 import OpenComplainantRequest, ShowNationalIdRequest
from rongrian.cases.v1.half_made_record_service_pb2 import (
    DropHalfMadeRecordRequest,
    GetHalfMadeRecordRequest,
    KeepHalfMadeRecordRequest,
    ListHalfMadeRecordsRequest,
)
from rongrian.cases.v1.record_pb2 import ComplaintRecord
from tests.component.cases.desk import Desk
from tests.component.cases.kept import places_of, trail
from tests.support import tree
from tests.support.complaints import a_complaint, the_manuals_complaint
from tests.support.running import Running

ID = "0197f3c2-0000-7000-8000-000000000001"


def keeping(version: int = 0, number: str = "5888", record_id: str = ID) -> KeepHalfMadeRecordRequest:
    """As far as it is made: no more than a number and a complainant."""
    request = KeepHalfMadeRecordRequest(id=record_id, version=version)
    request.record.reception.agency_number = number
    request.record.complainant.first_name = "สมหญิงผู้ร้อง"
    return request


async def rows_of(cases: Running, *, of_keys: bool = False) -> int:
    table = sealed_key if of_keys else half_made_records
    async with cases.database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


@pytest.mark.rule("CASE-6")
async def test_a_record_is_kept_as_far_as_it_is_made_and_replaced_and_listed(krom1: Desk) -> None:
    first = await krom1(keeping())
    second = await krom1(keeping(1, "5889"))
    other = "0197f3c2-0000-7000-8000-000000000002"
    await krom1(KeepHalfMadeRecordRequest(id=other, record=ComplaintRecord()))

    found = await krom1(GetHalfMadeRecordRequest(id=ID))
    listed = (await krom1(ListHalfMadeRecordsRequest())).half_made

    assert (first.version, second.version, found.half_made.version) == (1, 2, 2)
    assert found.record == keeping(1, "5889").record
    assert [(each.id, each.agency_number) for each in listed] == [(other, ""), (ID, "5889")]


@pytest.mark.rule("CASE-26", "CASE-6")
async def test_of_two_windows_the_second_is_told_and_nothing_is_lost(krom1: Desk) -> None:
    await krom1(keeping())
    await krom1(keeping(1, "from the first window"))

    refusals = [await krom1.refused(keeping(version, "from the second")) for version in (0, 1, 7)]

    assert {(refusal.status, refusal.code) for refusal in refusals} == {(grpc.StatusCode.ABORTED, "changed_meanwhile")}
    assert all(refusal.faults == {("version", "CASE-26")} for refusal in refusals)
    found = await krom1(GetHalfMadeRecordRequest(id=ID))
    assert found.record.reception.agency_number == "from the first window"


@pytest.mark.rule("CASE-6")
async def test_another_officer_finds_nothing_of_it(desk_of: Callable[[str], Desk], krom1: Desk) -> None:
    await krom1(keeping())

    for other in ("test-krom1-nam", "test-acoc", "test-ministry"):
        desk = desk_of(other)
        assert list((await desk(ListHalfMadeRecordsRequest())).half_made) == []
        assert (await desk.refused(GetHalfMadeRecordRequest(id=ID))).code == "not_found"
        assert (await desk.refused(keeping(1))).code == "not_found"
        await desk(DropHalfMadeRecordRequest(id=ID))
    assert (await krom1(GetHalfMadeRecordRequest(id=ID))).half_made.version == 1


@pytest.mark.rule("CASE-6")
async def test_the_same_officer_finds_nothing_of_it_at_another_agency(krom1: Desk, cases: Running) -> None:
    await krom1(keeping())
    async with cases.database.begin() as connection:
        moved = half_made_records.update().values(agency_id=tree.DEPARTMENT_2)
        await connection.execute(moved)

    assert list((await krom1(ListHalfMadeRecordsRequest())).half_made) == []
    assert (await krom1.refused(GetHalfMadeRecordRequest(id=ID))).code == "not_found"
    assert (await krom1.refused(keeping(1))).code == "not_found"
    recording = the_manuals_complaint()
    recording.half_made_record_id = ID
    await krom1(recording)
    await krom1(DropHalfMadeRecordRequest(id=ID))
    assert await rows_of(cases) == 1


@pytest.mark.rule("CASE-6")
async def test_it_goes_with_its_recording_and_stays_where_that_is_refused(krom1: Desk, cases: Running) -> None:
    await krom1(keeping())
    recording = the_manuals_complaint()
    recording.half_made_record_id = ID
    faulty = the_manuals_complaint()
    faulty.half_made_record_id = ID
    faulty.record.accused[0].position = ""

    await krom1.refused(faulty)
    after_refusal = await rows_of(cases)
    await krom1(recording)

    assert after_refusal == 1
    assert await rows_of(cases) == 0
    assert await rows_of(cases, of_keys=True) == 3  # two accused and a co-offender


@pytest.mark.rule("CASE-6")
async def test_it_is_thrown_away_with_its_key_and_again_without_a_fault(krom1: Desk, cases: Running) -> None:
    await krom1(keeping())

    await krom1(DropHalfMadeRecordRequest(id=ID))
    await krom1(DropHalfMadeRecordRequest(id=ID))

    assert (await krom1.refused(GetHalfMadeRecordRequest(id=ID))).code == "not_found"
    assert (await rows_of(cases), await rows_of(cases, of_keys=True)) == (0, 0)


@pytest.mark.rule("CASE-6", "ROLE-4")
async def test_it_lies_sealed_owes_nothing_and_tells_nobody(krom1: Desk, cases: Running) -> None:
    await krom1(keeping(number="ลับ 5888"))

    async with cases.database.read() as connection:
        told = (await connection.execute(select(func.count()).select_from(outbox))).scalar_one()
    assert await places_of(cases, "สมหญิงผู้ร้อง", "ลับ 5888") == set()
    assert told == 0
    assert await trail(cases) == []
    assert await krom1.numbers() == []


@pytest.mark.rule("ROLE-4", "CASE-27")
async def test_an_id_that_is_a_complaints_or_a_cases_touches_nothing_that_is_sealed_there(krom1: Desk) -> None:
    request = a_complaint("1", "2020-07-15", national_id="3101700000004")
    request.record.complainant.first_name = "สมหญิงผู้ร้อง"
    [case] = await krom1.records(request)

    for chosen in (case.id, case.complaint_id):
        await krom1(keeping(record_id=chosen))
        await krom1(DropHalfMadeRecordRequest(id=chosen))

    opened = await krom1(OpenComplainantRequest(case_id=case.id, purpose="สอบถาม"))
    shown = await krom1(ShowNationalIdRequest(case_id=case.id, purpose="ตรวจสอบ"))
    assert (opened.first_name, shown.number) == ("สมหญิงผู้ร้อง", "3101700000004")


@pytest.mark.rule("ROLE-3", "ROLE-2")
async def test_who_records_nothing_keeps_nothing(desk_of: Callable[[str], Desk], pacc: Desk) -> None:
    for desk in (pacc, desk_of("test-auditor"), desk_of("test-approver")):
        assert (await desk.refused(keeping())).metadata == {"permission": "case.keep_half_made"}
    assert (await pacc.refused(keeping(record_id="x"))).code == "permission_missing"
    assert {field for field, _ in (await desk_of("test-krom1").refused(keeping(record_id="x"))).faults} == {"id"}
