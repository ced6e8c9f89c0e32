"""Who may do what (ROLE-3): the permissions of this service by role."""

READ = "agency.read"
KEEP = "agency.keep"
GRANT = "officer.grant"
END = "officer.end"
READ_OFFICERS = "officer.read"
# Held by services alone, by the name of their client.
FOLLOW = "directory.follow"
TELL = "directory.recipients"

PERMISSIONS: dict[str, frozenset[str]] = {
    READ: frozenset({"unit", "acoc", "pacc", "approver", "auditor", "user_admin", "integrator"}),
    KEEP: frozenset({"pacc"}),
    GRANT: frozenset({"user_admin"}),
    END: frozenset({"user_admin"}),
    READ_OFFICERS: frozenset({"user_admin", "pacc", "auditor"}),
}
