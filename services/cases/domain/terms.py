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
