"""Who may do what (ROLE-3): the permissions of this service by role."""

READ = "obligation.read"
EXTEND = "obligation.extend"
READ_POLICIES = "policy.read"
CHANGE_POLICY = "policy.change"
KEEP_HOLIDAYS = "holiday.keep"
# A caller's own bell and calendar feed; nobody reads another's.
BELL = "bell.read"
FEED = "calendar_feed.keep"

PERMISSIONS: dict[str, frozenset[str]] = {
    READ: frozenset({"unit", "acoc", "pacc", "auditor", "integrator"}),
    EXTEND: frozenset({"acoc"}),
    READ_POLICIES: frozenset({"unit", "acoc", "pacc", "approver", "auditor", "integrator"}),
    CHANGE_POLICY: frozenset({"acoc", "pacc"}),
    KEEP_HOLIDAYS: frozenset({"pacc"}),
    BELL: frozenset({"unit", "acoc", "pacc"}),
    FEED: frozenset({"unit", "acoc", "pacc"}),
}
