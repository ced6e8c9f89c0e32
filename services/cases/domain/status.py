"""สถานะ of a case, and the table of what may follow what."""

from collections.abc import Mapping
from enum import IntEnum


class CaseStatus(IntEnum):
    NEW = 1
    LATE_7 = 2
    REPORTED_7 = 3


TRANSITIONS: Mapping[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.NEW: frozenset({CaseStatus.LATE_7, CaseStatus.REPORTED_7}),
    # The status becomes late when the lateness is explained, not when the day passes (CASE-11).
    CaseStatus.LATE_7: frozenset({CaseStatus.REPORTED_7}),
    CaseStatus.REPORTED_7: frozenset(),
}


class CaseAct(IntEnum):
    """What an officer can do with a case."""

    EXPLAIN_LATENESS_7 = 1
    REPORT_ROUND_7 = 2
    SEND = 3
