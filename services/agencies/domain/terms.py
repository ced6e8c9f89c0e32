"""The field's fixed terms, by the same numbers as in the contract (a test holds both equal)."""

from enum import IntEnum
from uuid import UUID

# ประเทศไทย: made by the migration, and known to the realm as the agency of the first `user_admin`.
ROOT = UUID("00000000-0000-7000-8000-000000000001")


class AgencyKind(IntEnum):
    """ชนิดของหน่วยงาน (ORG-1)."""

    COUNTRY = 1
    MINISTRY = 2
    DEPARTMENT = 3
    STATE_ENTERPRISE = 4
    PUBLIC_ORGANISATION = 5
    PROVINCE = 6
    DISTRICT = 7
    LOCAL_GOVERNMENT = 8
    SCHOOL = 9
    OFFICE = 10


class AgencyType(IntEnum):
    """ประเภทของหน่วยงาน, by which report 2 groups (ORG-1)."""

    GOVERNMENT_AGENCY = 1
    STATE_ENTERPRISE = 2
    PUBLIC_ORGANISATION = 3
    OTHER = 4


class SummarySetting(IntEnum):
    """What its ศปท. has set of an agency's monthly summaries; where it has set nothing, the rule says (SUM-0)."""

    OWES = 1
    OWES_NOT = 2
