"""The heads of the reports, by hand from the spec's sentence."""

from datetime import date

import pytest

from reporting.domain.columns import STATUS_COLUMNS, Column, columns_of
from reporting.domain.period import Period
from reporting.domain.terms import Era, FigureName

TODAY = date(2020, 10, 1)
AUGUST = Period.of_months(date(2020, 8, 1), date(2020, 8, 1), TODAY)
FOUR = ["เรื่องรับทั้งหมด", "เรื่องค้างยกมา", "แล้วเสร็จในเดือน", "รวมคงค้าง"]
OUTCOMES = ["ยุติ", "ลงโทษวินัยไม่ร้ายแรง", "ลงโทษวินัยร้ายแรง", "อื่นๆ", "ส่งอาญา"]
REPORTED = "ข้อมูลเรื่องที่รายงาน (สิงหาคม 2563)"


def heads(column: Column) -> list[str]:
    return [head.thai for head in column.heads]


@pytest.mark.rule("REP-10", "REP-11")
def test_the_columns_stand_in_the_manuals_order_under_its_heads() -> None:
    assert [heads(column) for column in columns_of(AUGUST)] == [
        *([REPORTED, "ก่อนมติ ครม.", head] for head in FOUR),
        *([REPORTED, "หลังมติ ครม.", head] for head in FOUR),
        ["เรื่องก่อนมติ ครม.", "เรื่องเดิมรายงานครั้งแรก"],
        ["เรื่องก่อนมติ ครม.", "แจ้งความคืบหน้า"],
        *(["เรื่องก่อนมติ ครม.", "เรื่องแล้วเสร็จในรอบ", head] for head in OUTCOMES),
        ["เรื่องก่อนมติ ครม.", "รวมคงค้าง"],
        ["เรื่องหลังมติ ครม.", "รับใหม่"],
        ["เรื่องหลังมติ ครม.", "เรื่องเดิมรายงานครั้งแรก"],
        ["เรื่องหลังมติ ครม.", "แจ้งความคืบหน้า"],
        *(["เรื่องหลังมติ ครม.", "เรื่องแล้วเสร็จใน", head] for head in OUTCOMES),
        *(["เรื่องหลังมติ ครม.", "การปฏิบัติตามมติ", head] for head in ("ปฏิบัติตาม", "ไม่ปฏิบัติตาม", "ระหว่างดำเนินการ")),
        ["เรื่องหลังมติ ครม.", "รวมคงค้าง"],
        ["สรุปเรื่องคงค้าง"],
    ]


@pytest.mark.rule("REP-10")
def test_each_column_shows_the_figure_of_its_head_and_of_its_era() -> None:
    columns = columns_of(AUGUST)
    by_last_head = {column.heads[-1].thai: column.figure for column in columns}

    assert by_last_head["เรื่องเดิมรายงานครั้งแรก"] is FigureName.FIRST_REPORTED
    assert by_last_head["ส่งอาญา"] is FigureName.CRIMINAL
    assert by_last_head["ไม่ปฏิบัติตาม"] is FigureName.NOT_FOLLOWED
    for column in columns[:-1]:
        is_before = any(head.thai.endswith("ก่อนมติ ครม.") for head in column.heads)
        assert column.era is (Era.BEFORE_RESOLUTION if is_before else Era.AFTER_RESOLUTION)
    assert (columns[-1].figure, columns[-1].era) == (FigureName.OUTSTANDING, None)


@pytest.mark.rule("REP-10")
def test_a_range_names_its_first_and_its_last_month() -> None:
    july_to_august = Period.of_months(date(2020, 7, 1), date(2020, 8, 1), TODAY)

    assert heads(columns_of(july_to_august)[0])[0] == "ข้อมูลเรื่องที่รายงาน (กรกฎาคม 2563 ถึง สิงหาคม 2563)"


@pytest.mark.rule("REP-12")
def test_report_3_shows_all_cases_of_both_eras_by_status() -> None:
    assert [heads(column)[-1] for column in STATUS_COLUMNS] == [
        *("เรื่องรับทั้งหมด", "เรื่องค้างยกมา", "แจ้งความคืบหน้า"),
        *OUTCOMES,
        *("แล้วเสร็จในเดือน", "รวมคงค้าง"),
    ]
    assert {column.era for column in STATUS_COLUMNS} == {None}
