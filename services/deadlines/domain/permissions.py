"""Who may do what (ROLE-3): the permissions of this service by role."""

from kit.domain.errors import Permission

READ = Permission("obligation.read", "ดูกำหนดเวลา", "read due dates")
EXTEND = Permission("obligation.extend", "ขยายกำหนดเวลา", "extend due dates")
READ_POLICIES = Permission("policy.read", "ดูหลักเกณฑ์กำหนดเวลา", "read policies")
CHANGE_POLICY = Permission("policy.change", "เปลี่ยนหลักเกณฑ์กำหนดเวลา", "change policies")
KEEP_HOLIDAYS = Permission("holiday.keep", "เพิ่มหรือลบวันหยุดราชการ", "keep holidays")
# A caller's own bell and calendar feed; nobody reads another's.
BELL = Permission("bell.read", "ดูการแจ้งเตือน", "read notices")
FEED = Permission("calendar_feed.keep", "ใช้ปฏิทินกำหนดเวลา", "keep a calendar feed")
# Held by services alone, by the name of their client.
REMIND_SUMMARIES = Permission("summary.remind", "เตือนหน่วยงานให้ส่งสรุปรายงานประจำเดือน", "remind agencies of summaries")

PERMISSIONS: dict[str, frozenset[str]] = {
    READ: frozenset({"unit", "acoc", "pacc", "auditor", "integrator"}),
    EXTEND: frozenset({"acoc"}),
    READ_POLICIES: frozenset({"unit", "acoc", "pacc", "approver", "auditor", "integrator"}),
    CHANGE_POLICY: frozenset({"acoc", "pacc"}),
    KEEP_HOLIDAYS: frozenset({"pacc"}),
    BELL: frozenset({"unit", "acoc", "pacc"}),
    FEED: frozenset({"unit", "acoc", "pacc"}),
}
