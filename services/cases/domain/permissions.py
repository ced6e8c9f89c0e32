"""Who may do what (ROLE-3): the permissions of this service by role."""

RECORD = "case.record"
REPORT = "case.report"
EDIT = "case.edit"
DELETE = "case.delete"
RESTORE = "case.restore"
SEND = "case.send"
RETURN = "case.return"
ASK = "case.ask"
ANSWER = "case.answer"
NAME_HANDLER = "case.name_handler"
MARK_RECUSAL = "case.mark_recusal"
OPEN_COMPLAINANT = "case.open_complainant"
SHOW_NATIONAL_ID = "case.show_national_id"
KEEP_HALF_MADE = "case.keep_half_made"
READ = "case.read"

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
    READ: frozenset({"unit", "acoc", "pacc", "auditor", "integrator"}),
}
