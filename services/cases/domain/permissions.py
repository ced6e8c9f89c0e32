"""Who may do what (ROLE-3): the permissions of this service by role."""

from cases.domain.terms import Level
from kit.domain.errors import Permission

RECORD = Permission("case.record", "บันทึกเรื่องร้องเรียน", "record complaints")
REPORT = Permission("case.report", "รายงานผลการดำเนินการในสำนวนนี้", "report on this case")
EDIT = Permission("case.edit", "แก้ไขข้อมูลของเรื่องนี้", "edit what was recorded")
DELETE = Permission("case.delete", "ลบเรื่องร้องเรียน", "delete complaints")
RESTORE = Permission("case.restore", "กู้คืนเรื่องที่ลบ", "restore what was deleted")
SEND = Permission("case.send", "ส่งเรื่อง", "send cases")
RETURN = Permission("case.return", "ส่งคืนเรื่อง", "return cases")
ASK = Permission("case.ask", "สอบถามเกี่ยวกับเรื่อง", "ask about cases")
ANSWER = Permission("case.answer", "ตอบข้อสอบถาม", "answer what is asked")
NAME_HANDLER = Permission("case.name_handler", "กำหนดผู้รับผิดชอบสำนวน", "name a handler")
MARK_RECUSAL = Permission("case.mark_recusal", "กำหนดผู้ที่ต้องไม่เกี่ยวข้องกับเรื่อง", "mark who is recused")
OPEN_COMPLAINANT = Permission("case.open_complainant", "เปิดดูข้อมูลผู้ร้อง", "open who complains")
SHOW_NATIONAL_ID = Permission("case.show_national_id", "เปิดดูเลขบัตรประชาชน", "show a national ID")
KEEP_HALF_MADE = Permission("case.keep_half_made", "เก็บร่างเรื่องร้องเรียน", "keep half-made records")
REQUEST_CORRECTION = Permission("case.request_correction", "ยื่นคำขอแก้ไขข้อมูล", "ask for corrections")
WITHDRAW_CORRECTION = Permission("case.withdraw_correction", "ถอนคำขอแก้ไขข้อมูล", "withdraw corrections")
DECIDE_CORRECTION = Permission("case.decide_correction", "พิจารณาคำขอแก้ไขข้อมูล", "decide corrections")
READ = Permission("case.read", "ดูเรื่องร้องเรียน", "read cases")
# For other services alone, which no role below holds.
CLOSE_MONTH = "month.close"
READ_REASONS = "case.read_reasons"
FOLLOW = "case.follow"


def sending_to(level: Level) -> Permission:
    """What whoever sends from another level lacks."""
    return Permission(
        f"{SEND}.{level.name.lower()}", f"{SEND.thai}ไปยัง {level.thai}", f"{SEND.english} to {level.english}"
    )


_CHANGING = frozenset({"unit", "acoc", "integrator"})
_OFFICERS = frozenset({"unit", "acoc"})

PERMISSIONS: dict[str, frozenset[str]] = {
    RECORD: _CHANGING,
    REPORT: _CHANGING,
    EDIT: _CHANGING,
    DELETE: _CHANGING,
    SEND: _CHANGING,
    ANSWER: _CHANGING,
    RESTORE: frozenset({"acoc"}),
    RETURN: frozenset({"acoc"}),
    ASK: frozenset({"pacc"}),
    # What a person decides or sees of persons is no business of an agency's own system.
    NAME_HANDLER: _OFFICERS,
    MARK_RECUSAL: _OFFICERS,
    OPEN_COMPLAINANT: _OFFICERS,
    SHOW_NATIONAL_ID: _OFFICERS,
    KEEP_HALF_MADE: _OFFICERS,
    REQUEST_CORRECTION: _OFFICERS,
    WITHDRAW_CORRECTION: _OFFICERS,
    DECIDE_CORRECTION: frozenset({"acoc", "pacc"}),
    READ: frozenset({"unit", "acoc", "pacc", "auditor", "integrator"}),
}
