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
