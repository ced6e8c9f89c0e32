"""The field's fixed terms, by the same numbers as in the contract of `cases` where it has them."""

from enum import IntEnum


class Era(IntEnum):
    """ก่อนมติฯ / หลังมติฯ."""

    BEFORE_RESOLUTION = 1
    AFTER_RESOLUTION = 2


class Level(IntEnum):
    """Whose figures a case enters, from the agency upward."""

    UNIT = 1
    DEPARTMENT_ACOC = 2
    MINISTRY_ACOC = 3
    PACC = 4

    def and_above(self) -> tuple["Level", ...]:
        """This level and those above it, nearest first."""
        return tuple(level for level in Level if level >= self)


class Round(IntEnum):
    """The two rounds of the resolution."""

    SEVEN = 1
    THIRTY_SEVEN = 2


class Outcome(IntEnum):
    """How a case was closed, as reports count it."""

    ENDED = 1
    MINOR = 2
    SERIOUS = 3
    OTHER = 4


class Act(IntEnum):
    """What counts as แจ้งความคืบหน้า when it is recorded in a period: no lateness, sending, edit or return does."""

    ROUND_REPORT = 1
    PROGRESS = 2
    CONCLUSION = 3
    PROCEEDINGS = 4
    OUTCOME = 5


class Stated(IntEnum):
    """What an agency states of a month in its summary: มี / ไม่มี."""

    SOME = 1
    NONE = 2


class AgencyType(IntEnum):
    """How report 2 groups agencies, in its order."""

    GOVERNMENT_AGENCY = 1
    STATE_ENTERPRISE = 2
    PUBLIC_ORGANISATION = 3
    OTHER = 4


class FigureName(IntEnum):
    """The figures by their names (REP-1, REP-2)."""

    NEW = 1
    FIRST_REPORTED = 2
    RECEIVED = 3
    CARRIED_FORWARD = 4
    PROGRESSED = 5
    COMPLETED = 6
    ENDED = 7
    MINOR = 8
    SERIOUS = 9
    OTHER = 10
    CRIMINAL = 11
    OUTSTANDING = 12
    FOLLOWED = 13
    NOT_FOLLOWED = 14
    IN_PROGRESS = 15
    ALL = 16
