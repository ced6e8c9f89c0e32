"""Who may do what (ROLE-3): the permissions of this service by role."""

READ = "obligation.read"

PERMISSIONS: dict[str, frozenset[str]] = {
    READ: frozenset({"unit", "acoc", "pacc", "auditor", "integrator"}),
}
