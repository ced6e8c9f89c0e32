"""The sheet of corrections: given with the old values, filled in, taken back all rows or none (CASE-22)."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from kit.sheets import write_xlsx
from rongrian.cases.v1 import view_pb2
from rongrian.cases.v1.correction_service_pb2 import GetCorrectionSheetRequest, UploadCorrectionsRequest
from tests.component.cases.correcting import (
    HEADER,
    HEADER_WITHOUT_PERSON,
    approving,
    seen_by,
    sheet_of,
    uploading,
)
from tests.component.cases.desk import Desk
from tests.component.cases.kept import close_month
from tests.support.cast import NAM_NATIONAL_ID
from tests.support.clock import FixedClock
from tests.support.complaints import a_complaint, a_round_report, an_explanation, the_manuals_complaint
from tests.support.running import Running

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@pytest.fixture
async def recorded(krom1: Desk) -> list[view_pb2.Case]:
    return await krom1.records(the_manuals_complaint())


@pytest.mark.rule("CASE-22")
async def test_the_sheet_is_given_with_the_old_values_filled_in_and_taken_back(
    krom1: Desk, acoc: Desk, recorded: list[view_pb2.Case], cases: Running, clock: FixedClock
) -> None:
    clock.day = date(2020, 7, 23)
    for step in (an_explanation(recorded[0].id), a_round_report(recorded[0].id)):
        await krom1(step)
    await close_month(cases, date(2020, 7, 1))
    header, *rows = await sheet_of(krom1, *(case.id for case in recorded))
    by_field = {(row[0], row[1], row[2]): row for row in rows}
    by_field["5888-2", "accused.national_id", ""][4:] = ["1101700230708", "พิมพ์ผิด"]
    by_field["5888-1", "reception.received_on", ""][4:] = ["2020-07-10", "ลงรับผิดวัน"]
    by_field["5888-1", "report.committee", "3"][4:] = ["ตั้งกรรมการสืบสวนข้อเท็จจริง", "เลือกผิด"]

    asked_for = (await krom1(uploading(*rows))).corrections
    await acoc(approving(*asked_for))

    assert header == HEADER
    assert by_field["5888-1", "reception.source", ""][3] == "ร้องเรียนโดยตรงมาที่หน่วยงาน"
    assert by_field["5888-1", "explanation", "2"][3] == "ลืม"
    assert by_field["5888-1", "accused.national_id", ""][3] == ""
    assert NAM_NATIONAL_ID not in str(rows)
    assert {(each.case_number, each.field, each.place, each.reason) for each in asked_for} == {
        ("5888-2", "accused.national_id", 0, "พิมพ์ผิด"),
        ("5888-1", "reception.received_on", 0, "ลงรับผิดวัน"),
        ("5888-1", "report.committee", 3, "เลือกผิด"),
    }
    din = await krom1.case(recorded[0].id)
    assert (din.received_on, din.timeline[2].round_report.report.committee) == ("2020-07-10", 2)
    assert await krom1.numbers(national_id="1101700230708") == ["5888-2"]


@pytest.mark.rule("CASE-22")
async def test_one_wrong_row_is_named_with_its_column_and_nothing_is_asked_for(
    desk_of: Callable[[str], Desk], krom1: Desk, recorded: list[view_pb2.Case]
) -> None:
    good = ["5888-1", "reception.received_on", "", "2020-07-15", "2020-07-10", "ลงรับผิดวัน"]

    refusal = await krom1.refused(
        uploading(
            good,
            ["5888-9", "reception.received_on", "", "2020-07-15", "2020-07-10", "ลงรับผิดวัน"],
            ["5888-2", "reception.agency_number", "", "5888", "", "ผิด"],
            ["5888-2", "reception.received_on", "หนึ่ง", "2020-07-15", "2020-07-16", ""],
            ["", "", "", "", "", ""],
            ["5888-2", "accused.title", "", "นางสาว", "นาง", "ผิด"],
        )
    )
    after_it = await seen_by(krom1)
    by_a_stranger = await desk_of("test-krom2").refused(uploading(good))

    assert refusal.faults == {
        ("rows[3].case_number", "CASE-22"),
        ("rows[4].new_value", "CASE-1"),
        ("rows[5].place", "CASE-22"),
        ("rows[7].field", "CASE-22"),
    }
    assert after_it == []
    assert by_a_stranger.faults == {("rows[2].case_number", "CASE-22")}
    wrong_value = await krom1.refused(uploading(good, ["5888-2", "reception.agency_number", "", "5888", "", "ผิด"]))
    assert wrong_value.faults == {("rows[3].new_value", "CASE-1")}


@pytest.mark.rule("CASE-22")
async def test_a_number_of_several_years_is_given_as_the_national_number(krom1: Desk) -> None:
    [old] = await krom1.records(a_complaint("1", "2019-07-15"))
    await krom1.records(a_complaint("1", "2020-07-15"))

    name = (await sheet_of(krom1, old.id))[1][0]
    row = ["reception.received_on", "", "2019-07-15", "2019-07-14", "ผิด"]
    ambiguous = await krom1.refused(uploading(["1-1", *row]))
    [asked_for] = (await krom1(uploading([name, *row]))).corrections

    assert name == str(old.national_number)
    assert ambiguous.faults == {("rows[2].case_number", "CASE-22")}
    assert asked_for.case_id == old.id


@pytest.mark.rule("CASE-22")
async def test_days_and_numbers_are_read_as_excel_keeps_them(krom1: Desk, recorded: list[view_pb2.Case]) -> None:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as workbook:
        worksheet = workbook.add_worksheet("แก้ไข")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        worksheet.write_row(0, 0, [name.upper() for name in HEADER])
        worksheet.write_row(1, 0, ["5888-1", "reception.received_on", ""])
        worksheet.write_datetime(1, 3, date(2020, 7, 15), day)
        worksheet.write_datetime(1, 4, date(2020, 7, 14), day)
        worksheet.write(1, 5, "ผิด")
        worksheet.write_row(2, 0, ["5888-1", "reception.agency_number", "", 5888, 5889, "ผิด"])

    asked_for = (await krom1(UploadCorrectionsRequest(sheet=packed.getvalue()))).corrections

    assert [each.new_value for each in asked_for] == ["2020-07-14", "5889"]


@pytest.mark.rule("CASE-22")
async def test_a_formula_is_not_trusted_and_what_is_no_sheet_is_refused(krom1: Desk) -> None:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as workbook:
        worksheet = workbook.add_worksheet()
        worksheet.write_row(0, 0, HEADER)
        worksheet.write_formula(1, 4, "=1+1", None, "2020-07-14")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 61_000_000)

    for sheet in (packed.getvalue(), b"no sheet", bomb.getvalue()):
        refusal = await krom1.refused(UploadCorrectionsRequest(sheet=sheet))
        assert refusal.faults == {("sheet", "CASE-22")}
    empty = await krom1.refused(uploading())
    unnamed = await krom1.refused(UploadCorrectionsRequest(sheet=write_xlsx({"a": [["case_number", "field"]]})))
    assert empty.faults == {("sheet", "CASE-22")}
    assert {field for field, _ in unnamed.faults} == {f"rows[1].{name}" for name in HEADER_WITHOUT_PERSON[2:]}


@pytest.mark.rule("CASE-22", "CASE-1")
async def test_a_case_is_found_by_its_number_as_recording_reads_it(krom1: Desk, recorded: list[view_pb2.Case]) -> None:
    [thai] = await krom1.records(a_complaint("กพ ๑๒/๒๕๖๓", "2020-07-15"))
    earlier = ["reception.received_on", "", "2020-07-15", "2020-07-10", "ลงรับผิดวัน"]
    by_thai_digits = ["๕๘๘๘-๑", *earlier]
    by_arabic_digits = ["กพ 12/2563-1", *earlier]
    national = str(recorded[1].national_number).translate(THAI_DIGITS)

    asked_for = (await krom1(uploading(by_thai_digits, by_arabic_digits))).corrections
    renumbering = [national, "reception.agency_number", "", "5888", "5899", "ผิด"]
    [renumbered] = (await krom1(uploading(renumbering, header=HEADER_WITHOUT_PERSON))).corrections

    assert [each.case_id for each in asked_for] == [recorded[0].id, thai.id]
    assert renumbered.case_id == recorded[1].id


@pytest.mark.rule("CASE-22", "ROLE-2")
async def test_the_sheet_of_cases_that_are_not_his_is_not_given(
    desk_of: Callable[[str], Desk], krom1: Desk, recorded: list[view_pb2.Case]
) -> None:
    asking = GetCorrectionSheetRequest(case_ids=[recorded[0].id])

    assert (await desk_of("test-krom2").refused(asking)).code == "not_found"
    assert (await desk_of("test-ministry").refused(asking)).code == "permission_missing"
    assert await sheet_of(krom1) == [HEADER]
