"""The manual's people and agencies. National IDs are inventions with a right check digit."""

from dataclasses import dataclass

from rongrian.agencies.v1.agency_pb2 import (
    AGENCY_KIND_DEPARTMENT,
    AGENCY_KIND_MINISTRY,
    AGENCY_KIND_OFFICE,
    AGENCY_KIND_SCHOOL,
    AgencyKind,
)
from rongrian.agencies.v1.officer_pb2 import (
    ROLE_ACOC,
    ROLE_APPROVER,
    ROLE_AUDITOR,
    ROLE_PACC,
    ROLE_UNIT,
    Role,
)

USER_ADMIN = "user-admin"
PASSWORD = "rongrian-demo-2563"  # noqa: S105 - of the demo realm alone
COUNTRY = "TH"


@dataclass(frozen=True)
class DemoAgency:
    code: str
    parent: str
    thai_name: str
    english_name: str
    kind: AgencyKind.ValueType
    is_acoc: bool = False


@dataclass(frozen=True)
class DemoPerson:
    username: str
    agency: str
    role: Role.ValueType
    first_name: str
    last_name: str
    national_id: str
    is_head: bool = False


DEPARTMENTS = tuple(range(1, 11))

AGENCIES = (
    DemoAgency("MT", COUNTRY, "กระทรวงทดสอบ", "Ministry of Testing", AGENCY_KIND_MINISTRY, is_acoc=True),
    *(
        DemoAgency(f"MT{n:02}", "MT", f"กรมทดสอบ{n}", f"Department of Testing {n}", AGENCY_KIND_DEPARTMENT)
        for n in DEPARTMENTS
    ),
    DemoAgency("MT10S", "MT10", "โรงเรียนทดสอบ", "Testing School", AGENCY_KIND_SCHOOL),
    DemoAgency("MT10O", "MT10", "สำนักงานทดสอบ", "Testing Office", AGENCY_KIND_OFFICE),
)

# The first is made before there are agencies: an officer of ป.ป.ท. belongs to the country.
PACC_OFFICER = DemoPerson("pacc", COUNTRY, ROLE_PACC, "กานดา", "ป้องทุจริต", "1100000000016")

PEOPLE = (
    PACC_OFFICER,
    DemoPerson("auditor", COUNTRY, ROLE_AUDITOR, "ตรวจ", "ละเอียด", "1100000000024"),
    DemoPerson("acoc", "MT", ROLE_ACOC, "ศรีสุดา", "ตั้งตรง", "1100000000032"),
    DemoPerson("approver", "MT", ROLE_APPROVER, "ปลัด", "ทดสอบ", "1100000000041"),
    *(
        DemoPerson(f"krom{n}", f"MT{n:02}", ROLE_UNIT, f"เจ้าหน้าที่{n}", "ทดสอบ", number)
        for n, number in zip(
            DEPARTMENTS,
            (
                *("1100000000059", "1100000000067", "1100000000075", "1100000000083", "1100000000091"),
                *("1100000000105", "1100000000113", "1100000000121", "1100000000130", "1100000000148"),
            ),
            strict=True,
        )
    ),
    DemoPerson("school", "MT10S", ROLE_UNIT, "ครู", "ทดสอบ", "1100000000156"),
    DemoPerson("school-head", "MT10S", ROLE_UNIT, "ผู้อำนวยการ", "ทดสอบ", "1100000000164", is_head=True),
    DemoPerson("office", "MT10O", ROLE_UNIT, "หัวหน้างาน", "ทดสอบ", "1100000000172"),
)
