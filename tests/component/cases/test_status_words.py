"""The words that stand on screen for where a case is: those of the law (CASE-17, CASE-18)."""

import pytest
from google.protobuf.descriptor import EnumDescriptor

from rongrian.cases.v1 import case_pb2
from rongrian.kit.v1 import thai_pb2


def words(enum: EnumDescriptor) -> list[str]:
    return [str(value.GetOptions().Extensions[thai_pb2.thai]) for value in enum.values[1:]]


@pytest.mark.rule("CASE-11", "CASE-18")
def test_each_status_has_the_words_of_the_manual() -> None:
    assert words(case_pb2.CaseStatus.DESCRIPTOR)[:8] == [
        "เรื่องใหม่",
        "ล่าช้า 7 วัน",
        "รายงานรอบ 7 วันแล้ว",
        "ล่าช้า 37 วัน",
        "รายงานรอบ 37 วันแล้ว",
        "แจ้งความคืบหน้า (ก่อนมติฯ)",
        "สรุปผลการตรวจสอบเบื้องต้นแล้วเสร็จ",
        "อยู่ระหว่างดำเนินการทางวินัย อาญา ปกครอง หรือกฎหมายที่เกี่ยวข้อง",
    ]


@pytest.mark.rule("CASE-17")
def test_a_closed_case_shows_the_outcome_itself() -> None:
    assert words(case_pb2.ClosedAs.DESCRIPTOR) == [
        "ไล่ออก",
        "ปลดออก",
        "ลดเงินเดือน",
        "ตัดเงินเดือน",
        "ภาคทัณฑ์",
        "ยุติเรื่อง",
        "อื่นๆ",
    ]
