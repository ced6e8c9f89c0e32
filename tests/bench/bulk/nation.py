"""A country of agencies: the tree of the tests, and twenty ministries with departments and offices beside it."""

from dataclasses import dataclass
from itertools import accumulate
from uuid import UUID

from cases.domain.terms import Level
from rongrian.agencies.v1.agency_pb2 import (
    AGENCY_KIND_DEPARTMENT,
    AGENCY_KIND_MINISTRY,
    AGENCY_KIND_OFFICE,
    AGENCY_TYPE_GOVERNMENT_AGENCY,
    AGENCY_TYPE_STATE_ENTERPRISE,
    Agency,
    AgencyKind,
)
from tests.support import tree

MINISTRIES, DEPARTMENTS, OFFICES = 20, 15, 10


@dataclass(frozen=True, slots=True)
class Place:
    """An agency that keeps cases: its levels upward, and who records there."""

    agency_id: UUID
    name: str
    officer: UUID
    levels: tuple[Level, ...] = (Level.UNIT, Level.MINISTRY_ACOC, Level.PACC)


def nation() -> list[Agency]:
    """A parent before its children; all but the tree of the tests."""
    found: list[Agency] = []
    for ministry in range(1, MINISTRIES + 1):
        above = (tree.COUNTRY, _id(ministry, 0, 0))
        found.append(_agency(above, f"B{ministry:02}", f"กระทรวงที่ {ministry}", AGENCY_KIND_MINISTRY))
        for department in range(1, DEPARTMENTS + 1):
            code, own = f"B{ministry:02}{department:02}", (*above, _id(ministry, department, 0))
            found.append(_agency(own, code, f"กรมที่ {department} กระทรวงที่ {ministry}", AGENCY_KIND_DEPARTMENT))
            for office in range(1, OFFICES + 1):
                path = (*own, _id(ministry, department, office))
                found.append(_agency(path, f"{code}{office:02}", f"สำนักงานที่ {office} {code}", AGENCY_KIND_OFFICE))
    return found


def places(officers: dict[UUID, UUID]) -> tuple[list[Place], list[float]]:
    """Where cases lie, and up to which share of all: a tenth in the ministry of the tests, the rest over the country.

    `officers` are those who are known of an agency, by its id.
    """
    own = [agency for agency in tree.worked_example_tree() if UUID(agency.id) in tree.DEPARTMENTS.values()]
    wide = [agency for agency in nation() if agency.kind != AGENCY_KIND_MINISTRY]
    weights = [0.1 / len(own)] * len(own) + [0.9 / len(wide)] * len(wide)
    known = [(UUID(agency.id), agency.thai_name) for agency in [*own, *wide]]
    return [Place(id_, name, officers.get(id_, _officer_of(id_))) for id_, name in known], list(accumulate(weights))


def _officer_of(agency_id: UUID) -> UUID:
    """Nobody's subject: an officer of the past."""
    return UUID(int=agency_id.int ^ (0xB << 64))


def _id(ministry: int, department: int, office: int) -> UUID:
    return UUID(f"00000000-0000-7000-9000-{ministry:04x}{department:04x}{office:04x}")


def _agency(path: tuple[UUID, ...], code: str, name: str, kind: AgencyKind.ValueType) -> Agency:
    is_enterprise = kind != AGENCY_KIND_MINISTRY and path[-1].int % 7 == 0
    return Agency(
        id=str(path[-1]),
        code=code,
        thai_name=name,
        kind=kind,
        type=AGENCY_TYPE_STATE_ENTERPRISE if is_enterprise else AGENCY_TYPE_GOVERNMENT_AGENCY,
        parent_id=str(path[-2]),
        path=[str(step) for step in path],
        is_acoc=kind == AGENCY_KIND_MINISTRY,
        version=1,
    )
