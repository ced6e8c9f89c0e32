"""The worked example's agencies, and a second ministry beside them, as `agencies` would tell them."""

from uuid import UUID

from rongrian.agencies.v1.agency_pb2 import (
    AGENCY_KIND_COUNTRY,
    AGENCY_KIND_DEPARTMENT,
    AGENCY_KIND_MINISTRY,
    AGENCY_KIND_OFFICE,
    AGENCY_TYPE_GOVERNMENT_AGENCY,
    Agency,
    AgencyKind,
)


def _id(number: int) -> UUID:
    return UUID(f"00000000-0000-7000-8000-{number:012x}")


COUNTRY = _id(1)
PACC = _id(0x100)
MINISTRY = _id(0x200)
DEPARTMENTS = {number: _id(0x200 + number) for number in range(1, 11)}
DEPARTMENT_1, DEPARTMENT_2, DEPARTMENT_10 = DEPARTMENTS[1], DEPARTMENTS[2], DEPARTMENTS[10]
OFFICE = _id(0x210)
OTHER_MINISTRY = _id(0x300)
OTHER_DEPARTMENT = _id(0x301)


def _agency(
    agency_id: UUID, code: str, name: str, kind: AgencyKind.ValueType, above: tuple[UUID, ...], *, acoc: bool = False
) -> Agency:
    return Agency(
        id=str(agency_id),
        code=code,
        thai_name=name,
        kind=kind,
        type=AGENCY_TYPE_GOVERNMENT_AGENCY,
        parent_id=str(above[-1]) if above else "",
        path=[str(step) for step in (*above, agency_id)],
        is_acoc=acoc,
        version=1,
    )


def worked_example_tree() -> list[Agency]:
    """A parent before its children; กรมทดสอบ1 to กรมทดสอบ10 under กระทรวงทดสอบ, an office under กรมทดสอบ10."""
    return [
        _agency(COUNTRY, "TH", "ประเทศไทย", AGENCY_KIND_COUNTRY, ()),
        _agency(PACC, "PACC", "สำนักงาน ป.ป.ท.", AGENCY_KIND_DEPARTMENT, (COUNTRY,)),
        _agency(MINISTRY, "MT", "กระทรวงทดสอบ", AGENCY_KIND_MINISTRY, (COUNTRY,), acoc=True),
        *(
            _agency(department, f"MT{number:02}", f"กรมทดสอบ{number}", AGENCY_KIND_DEPARTMENT, (COUNTRY, MINISTRY))
            for number, department in DEPARTMENTS.items()
        ),
        _agency(OFFICE, "MT10A", "สำนักงานทดสอบ", AGENCY_KIND_OFFICE, (COUNTRY, MINISTRY, DEPARTMENT_10)),
        _agency(OTHER_MINISTRY, "MO", "กระทรวงอื่น", AGENCY_KIND_MINISTRY, (COUNTRY,), acoc=True),
        _agency(OTHER_DEPARTMENT, "MO01", "กรมอื่น", AGENCY_KIND_DEPARTMENT, (COUNTRY, OTHER_MINISTRY)),
    ]
