"""Who may do what (ROLE-3): the permissions of this service by role."""

from kit.domain.errors import Permission

READ = Permission("agency.read", "ดูหน่วยงาน", "read agencies")
KEEP = Permission("agency.keep", "เพิ่มหรือแก้ไขหน่วยงาน", "keep agencies")
SET_SUMMARY_DUTY = Permission(
    "agency.set_summary_duty", "กำหนดว่าหน่วยงานใดต้องรายงานสรุปประจำเดือน", "say who owes monthly summaries"
)
GRANT = Permission("officer.grant", "ให้สิทธิเจ้าหน้าที่", "grant rights to officers")
END = Permission("officer.end", "ยุติสิทธิเจ้าหน้าที่", "end officers' rights")
READ_OFFICERS = Permission("officer.read", "ดูรายชื่อเจ้าหน้าที่", "read officers")
# Held by services alone, by the name of their client.
FOLLOW = "directory.follow"
TELL = "directory.recipients"

PERMISSIONS: dict[str, frozenset[str]] = {
    READ: frozenset({"unit", "acoc", "pacc", "approver", "auditor", "user_admin", "integrator"}),
    KEEP: frozenset({"pacc"}),
    SET_SUMMARY_DUTY: frozenset({"acoc", "pacc"}),
    GRANT: frozenset({"user_admin"}),
    END: frozenset({"user_admin"}),
    READ_OFFICERS: frozenset({"user_admin", "pacc", "auditor"}),
}
