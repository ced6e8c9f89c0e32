"""The field's fixed terms, by the same numbers as in the contract (a test holds both equal)."""

from enum import IntEnum


class Source(IntEnum):
    """ที่มาของเรื่อง."""

    DIRECT = 1
    ANONYMOUS_LETTER = 2
    SELF_DETECTED = 3
    NACC_INDICTMENT = 4
    PACC_INDICTMENT = 5
    NATIONAL_CENTRE = 6
    OTHER_AGENCY = 7
    OTHER = 8


class Channel(IntEnum):
    """ช่องทาง."""

    WEBSITE = 1
    MOBILE = 2
    WALK_IN = 3
    LETTER = 4
    TELEPHONE = 5
    HOTLINE = 6
    LINE = 7
    FACEBOOK = 8
    EMAIL = 9
    OTHER_AGENCY = 10
    INTEGRATOR = 11


class ComplaintKind(IntEnum):
    """ประเภทเรื่อง."""

    CORRUPTION = 1
    MISCONDUCT = 2
    PROCUREMENT = 3
    SERVICE_QUALITY = 4
    STAFF_CONDUCT = 5
    INFORMATION_REQUEST = 6
    OTHER = 7


class Committee(IntEnum):
    """คณะกรรมการสืบสวนข้อเท็จจริง."""

    NOT_APPOINTED = 1
    APPOINTED = 2
    NOT_STATED = 3


class DatePrecision(IntEnum):
    """How exactly the date of an act is known."""

    DAY = 1
    MONTH = 2
    YEAR = 3


class PersonKind(IntEnum):
    """Who a co-offender is in law."""

    NATURAL = 1
    JURISTIC = 2


class Level(IntEnum):
    """Whose figures a case enters, from the agency upward."""

    UNIT = 1
    DEPARTMENT_ACOC = 2
    MINISTRY_ACOC = 3
    PACC = 4

    @classmethod
    def of_acoc(cls, is_a_ministrys: bool) -> "Level":
        """The level of a ศปท.: its ministry's, or one below that (ORG-2)."""
        return cls.MINISTRY_ACOC if is_a_ministrys else cls.DEPARTMENT_ACOC

    @property
    def thai(self) -> str:
        return _NAME_OF_LEVEL[self][0]

    @property
    def english(self) -> str:
        return _NAME_OF_LEVEL[self][1]


_NAME_OF_LEVEL = {
    Level.UNIT: ("หน่วยงาน", "the agency"),
    Level.DEPARTMENT_ACOC: ("ศปท. กรม", "the department's ศปท."),
    Level.MINISTRY_ACOC: ("ศปท. กระทรวง", "the ministry's ศปท."),
    Level.PACC: ("ป.ป.ท.", "ป.ป.ท."),
}


class Ground(IntEnum):
    """มูลความผิดทางวินัย."""

    NONE = 1
    MINOR = 2
    SERIOUS = 3


class Outcome(IntEnum):
    """ผลการดำเนินการ."""

    ENDED = 1
    MINOR = 2
    SERIOUS = 3
    OTHER = 4


class Penalty(IntEnum):
    """โทษทางวินัย."""

    DISMISSAL = 1
    DISCHARGE = 2
    SALARY_REDUCTION = 3
    SALARY_CUT = 4
    REPRIMAND = 5


class ClosedAs(IntEnum):
    """What a closed case shows as its status: its penalty, or that it was ended, or other."""

    DISMISSED = 1
    DISCHARGED = 2
    SALARY_REDUCED = 3
    SALARY_CUT = 4
    REPRIMANDED = 5
    ENDED = 6
    OTHER = 7


class Queue(IntEnum):
    """The seven choices of the menu of work (CASE-25)."""

    ROUND_7 = 1
    LATENESS_7 = 2
    ROUND_37 = 3
    LATENESS_37 = 4
    CONCLUSION = 5
    PROCEEDINGS = 6
    OUTCOME = 7


class RemarkKind(IntEnum):
    """What is said about a case between an agency and those above it."""

    RETURN = 1
    QUESTION = 2
    ANSWER = 3


class CorrectionState(IntEnum):
    """How a requested correction stands."""

    REQUESTED = 1
    APPROVED = 2
    RETURNED = 3
    WITHDRAWN = 4
