"""Who may do what (ROLE-3): the permissions of this service by role."""

from kit.domain.errors import Permission

READ = Permission("report.read", "ดูรายงาน", "read reports")
READ_SUMMARIES = Permission("summary.read", "ดูสรุปประจำเดือน", "read monthly summaries")
SUBMIT_SUMMARY = Permission("summary.submit", "ส่งสรุปประจำเดือน", "submit a monthly summary")
REMIND_UNSUBMITTED = Permission("summary.remind", "เตือนหน่วยงานที่ยังไม่ส่งสรุปประจำเดือน", "remind who has not submitted")
CLOSE_ROUND = Permission("round.close", "ปิดรอบการรายงาน", "close rounds")

_READERS = frozenset({"unit", "acoc", "pacc", "auditor", "integrator"})

PERMISSIONS: dict[str, frozenset[str]] = {
    READ: _READERS,
    READ_SUMMARIES: _READERS,
    SUBMIT_SUMMARY: frozenset({"unit", "acoc"}),
    REMIND_UNSUBMITTED: frozenset({"acoc", "pacc"}),
    CLOSE_ROUND: frozenset({"pacc"}),
}
