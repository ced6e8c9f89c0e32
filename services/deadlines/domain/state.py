"""How an obligation stands, and the table of what may follow what."""

from collections.abc import Mapping
from enum import IntEnum


class ObligationState(IntEnum):
    """By the same numbers as in the contract (a test holds both equal)."""

    OPEN = 1
    MET = 2
    MISSED = 3
    MET_LATE = 4
    CANCELLED = 5


_S = ObligationState

TRANSITIONS: Mapping[ObligationState, frozenset[ObligationState]] = {
    _S.OPEN: frozenset({_S.MET, _S.MISSED, _S.MET_LATE, _S.CANCELLED}),
    # Met after it was called missed: the act was recorded in time and its event came late (DUE-16). Or its date moved.
    _S.MISSED: frozenset({_S.MET, _S.MET_LATE, _S.CANCELLED, _S.OPEN}),
    # From one verdict to the other: an earlier act became known, or what the date is counted from was corrected.
    # Open again where an earlier act that came late gives what met it to another occurrence (REL-3).
    _S.MET: frozenset({_S.MET_LATE, _S.CANCELLED, _S.OPEN}),
    _S.MET_LATE: frozenset({_S.MET, _S.CANCELLED, _S.OPEN}),
    # Restored; what becomes of it then follows at once.
    _S.CANCELLED: frozenset({_S.OPEN}),
}
