"""Who may do what (ROLE-3): the permissions of this service by role."""

RECORD = "case.record"
REPORT = "case.report"
SEND = "case.send"
READ = "case.read"

PERMISSIONS: dict[str, frozenset[str]] = {
    RECORD: frozenset({"unit", "acoc", "integrator"}),
    REPORT: frozenset({"unit", "acoc", "integrator"}),
    SEND: frozenset({"unit", "acoc", "integrator"}),
    READ: frozenset({"unit", "acoc", "pacc", "auditor", "integrator"}),
}
