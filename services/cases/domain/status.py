"""สถานะ of a case, and the tables of what may follow what."""

from collections.abc import Mapping
from enum import IntEnum

from cases.domain.era import Era


class CaseStatus(IntEnum):
    NEW = 1
    LATE_7 = 2
    REPORTED_7 = 3
    LATE_37 = 4
    REPORTED_37 = 5
    PROGRESS_BEFORE = 6
    INQUIRY_CONCLUDED = 7
    IN_PROCEEDINGS = 8
    CLOSED = 9


_S = CaseStatus
_CONCLUDED = frozenset({_S.INQUIRY_CONCLUDED, _S.CLOSED})
_TO_THE_END: Mapping[CaseStatus, frozenset[CaseStatus]] = {
    # Closed without proceedings: an edit of the conclusion has left no ground (CASE-15, CASE-20).
    _S.INQUIRY_CONCLUDED: frozenset({_S.IN_PROCEEDINGS, _S.CLOSED}),
    _S.IN_PROCEEDINGS: frozenset({_S.IN_PROCEEDINGS, _S.CLOSED}),
    _S.CLOSED: frozenset(),
}

TRANSITIONS: Mapping[Era, Mapping[CaseStatus, frozenset[CaseStatus]]] = {
    Era.AFTER_RESOLUTION: {
        _S.NEW: frozenset({_S.LATE_7, _S.REPORTED_7}),
        # The status becomes late when the lateness is explained, not when the day passes (CASE-11).
        _S.LATE_7: frozenset({_S.REPORTED_7}),
        _S.REPORTED_7: frozenset({_S.LATE_37, _S.REPORTED_37}) | _CONCLUDED,
        _S.LATE_37: frozenset({_S.REPORTED_37}) | _CONCLUDED,
        _S.REPORTED_37: _CONCLUDED,
        **_TO_THE_END,
    },
    Era.BEFORE_RESOLUTION: {
        _S.NEW: frozenset({_S.PROGRESS_BEFORE}) | _CONCLUDED,
        _S.PROGRESS_BEFORE: frozenset({_S.PROGRESS_BEFORE}) | _CONCLUDED,
        **_TO_THE_END,
    },
}


class CaseAct(IntEnum):
    """What an officer can do with a case."""

    EXPLAIN_LATENESS_7 = 1
    REPORT_ROUND_7 = 2
    SEND = 3
    EXPLAIN_LATENESS_37 = 4
    REPORT_ROUND_37 = 5
    REPORT_PROGRESS = 6
    CONCLUDE_INQUIRY = 7
    REPORT_PROCEEDINGS = 8
    REPORT_OUTCOME = 9
    EDIT = 10
    DELETE = 11
    RETURN = 12
    ASK = 13
    ANSWER = 14
    NAME_HANDLER = 15
    MARK_RECUSAL = 16
    OPEN_COMPLAINANT = 17
    SHOW_NATIONAL_ID = 18
