"""Recording a complaint in five steps."""

from datetime import date

import pytest
from sqlalchemy import text

from rongrian.cases.v1.case_pb2 import CASE_STATUS_NEW, ERA_AFTER_RESOLUTION, PERSON_KIND_NATURAL
from rongrian.cases.v1.case_service_pb2 import GetCaseRequest, ListCasesRequest
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.complaints import a_complaint, the_manuals_complaint
from tests.support.running import Running


@pytest.mark.rule("CASE-1", "CASE-3")
async def test_a_complaint_with_two_accused_makes_two_cases_in_their_order(stub: CaseServiceStub, cast: Cast) -> None:
    krom1 = cast.metadata("test-krom1")
    recorded = await stub.RecordComplaint(the_manuals_complaint(), metadata=krom1)

    din, nam = [(await stub.GetCase(GetCaseRequest(case_id=row.id), metadata=krom1)).case for row in recorded.cases]
    assert (din.number, nam.number) == ("5888-1", "5888-2")
    assert [allegation.subject for allegation in din.allegations] == [
        "นำรถยนต์ไปใช้ส่วนตัว",
        "นำทรัพย์สินของทางราชการไปขาย",
    ]
    assert [allegation.subject for allegation in nam.allegations] == ["นำทรัพย์สินของทางราชการไปขาย"]
    assert din.subject == "นำรถยนต์ไปใช้ส่วนตัว"
    assert {din.status, nam.status} == {CASE_STATUS_NEW}
    assert {din.era, nam.era} == {ERA_AFTER_RESOLUTION}
    assert nam.national_number == din.national_number + 1


@pytest.mark.rule("CASE-6")
async def test_every_fault_is_named_at_once_and_nothing_is_stored(stub: CaseServiceStub, cast: Cast) -> None:
    request = the_manuals_complaint()
    request.record.accused[0].position = ""
    request.record.allegations[1].ClearField("accused")
    request.record.reception.received_on = "2020-07-16"

    refusal = await refusal_of(stub.RecordComplaint(request, metadata=cast.metadata("test-krom1")))

    assert refusal.code == "invalid_input"
    assert refusal.faults == {
        ("record.accused[0].position", "CASE-6"),
        ("record.allegations[1].accused", "CASE-6"),
        ("record.accused[1]", "CASE-6"),
        ("record.reception.received_on", "CASE-2"),
    }
    seen = await stub.ListCases(ListCasesRequest(), metadata=cast.metadata("test-auditor"))
    assert not seen.cases


@pytest.mark.rule("CASE-4")
async def test_an_accused_who_is_not_confirmed_as_the_agencys_own_is_refused(stub: CaseServiceStub, cast: Cast) -> None:
    request = the_manuals_complaint()
    request.record.accused[1].is_under_agency = False

    refusal = await refusal_of(stub.RecordComplaint(request, metadata=cast.metadata("test-krom1")))

    assert refusal.faults == {("record.accused[1].is_under_agency", "CASE-4")}


@pytest.mark.rule("CASE-1")
async def test_the_same_number_in_another_fiscal_year_or_agency_is_another(
    stub: CaseServiceStub, cast: Cast, clock: FixedClock
) -> None:
    clock.day = date(2020, 10, 1)
    krom1 = cast.metadata("test-krom1")
    await stub.RecordComplaint(a_complaint("7", "2020-09-30"), metadata=krom1)

    same_year = await refusal_of(stub.RecordComplaint(a_complaint("7", "2019-10-01"), metadata=krom1))
    await stub.RecordComplaint(a_complaint("7", "2020-10-01"), metadata=krom1)
    await stub.RecordComplaint(a_complaint("7", "2020-09-30"), metadata=cast.metadata("test-krom2"))

    assert same_year.faults == {("record.reception.agency_number", "CASE-1")}


async def test_a_text_that_cannot_be_kept_is_a_fault_of_its_field(stub: CaseServiceStub, cast: Cast) -> None:
    request = the_manuals_complaint()
    request.record.allegations[0].co_offenders.add(kind=PERSON_KIND_NATURAL, name="สอน\0สีแดง")

    refusal = await refusal_of(stub.RecordComplaint(request, metadata=cast.metadata("test-krom1")))

    assert refusal.faults == {("record.allegations[0].co_offenders[0].name", "CONTRACT")}


async def test_complainant_and_numbers_of_persons_lie_sealed_in_every_table(
    stub: CaseServiceStub, cast: Cast, cases: Running
) -> None:
    request = the_manuals_complaint()
    request.record.complainant.withheld = False
    request.record.complainant.first_name = "ผู้ร้องลับ"
    await stub.RecordComplaint(request, metadata=cast.metadata("test-krom1"))

    async with cases.database.read() as connection:
        tables = (
            await connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        ).scalars()
        told = set()
        for table in tables.all():
            if table == "alembic_version":
                continue
            rows = (await connection.execute(text(f'SELECT t::text FROM "{table}" t'))).scalars().all()
            words = ("ผู้ร้องลับ", "5555555555555", "7461555555555", "5614555555555")
            hexed = {word: word.encode().hex() for word in words}
            told |= {(table, word) for row in rows for word in words if word in row or hexed[word] in row}

    assert told == set()
    assert len(await sealed_records(cases)) == 4  # the complainant, two accused, one co-offender


async def sealed_records(cases: Running) -> list[object]:
    async with cases.database.read() as connection:
        return list((await connection.execute(text("SELECT record_id FROM sealed_key"))).scalars())
