"""Small trees, whose agencies have numbers: 0 is the country."""

from datetime import date
from uuid import UUID

from agencies.domain.agency import Agency, AgencyDetails
from agencies.domain.terms import ROOT, AgencyKind, AgencyType
from agencies.domain.tree import Tree

SIZE = 12
# The day on which every agency of a small tree is made.
DAY = date(2020, 7, 15)
IDS = [ROOT, *(UUID(int=number) for number in range(1, SIZE))]


def details(code: str, *, kind: AgencyKind = AgencyKind.DEPARTMENT, acoc: bool = False) -> AgencyDetails:
    return AgencyDetails(code, f"หน่วยงาน {code}", "", "", kind, AgencyType.GOVERNMENT_AGENCY, acoc)


def country() -> Agency:
    return Agency(ROOT, details("TH", kind=AgencyKind.COUNTRY), None, (ROOT,), date(2020, 8, 1), version=1)


def tree_of(parents: dict[int, int], *, acocs: frozenset[int] = frozenset()) -> Tree:
    """Agencies by number under others; 0 is the country."""
    tree = Tree([country()])
    for child, parent in parents.items():
        tree.create(IDS[child], IDS[parent], details(f"A{child}", acoc=child in acocs), DAY)
    return Tree(tree.all())
