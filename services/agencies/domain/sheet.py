"""The sheet of the tree (ORG-4): its columns, and every fault of its rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from agencies.domain.agency import AgencyDetails
from agencies.domain.terms import ROOT, AgencyKind, AgencyType
from agencies.domain.tree import Tree
from kit.domain.errors import Fault

COLUMNS = ("code", "parent_code", "thai_name", "english_name", "abbreviation", "kind", "type", "is_acoc")
_LONGEST = {"thai_name": 300, "english_name": 300, "abbreviation": 60}
_CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")
_TICKS = {
    "true": True,
    "yes": True,
    "1": True,
    "ใช่": True,
    "": False,
    "false": False,
    "no": False,
    "0": False,
    "ไม่ใช่": False,
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it was written: its number in the sheet, counted from 1 for the header, and a text for each column."""

    number: int
    cells: dict[str, str]

    @property
    def code(self) -> str:
        return self.cells["code"]

    @property
    def parent_code(self) -> str:
        return self.cells["parent_code"]

    def details(self) -> AgencyDetails:
        """Of a row without faults."""
        return AgencyDetails(
            code=self.code,
            thai_name=self.cells["thai_name"],
            english_name=self.cells["english_name"],
            abbreviation=self.cells["abbreviation"],
            kind=AgencyKind[self.cells["kind"].upper()],
            type=AgencyType[self.cells["type"].upper()],
            is_acoc=_TICKS[self.cells["is_acoc"].lower()],
        )

    def fault(self, column: str, thai: str, english: str) -> Fault:
        return Fault(f"sheet[{self.number}].{column}", "ORG-4", thai, english)


def cells_of(agency: AgencyDetails, parent_code: str) -> dict[str, str]:
    """A row that `SheetRow.details` reads back as the same."""
    return {
        "code": agency.code,
        "parent_code": parent_code,
        "thai_name": agency.thai_name,
        "english_name": agency.english_name,
        "abbreviation": agency.abbreviation,
        "kind": agency.kind.name.lower(),
        "type": agency.type.name.lower(),
        "is_acoc": "true" if agency.is_acoc else "false",
    }


def rows_of(tree: Tree) -> list[dict[str, str]]:
    """Every open agency, a parent before its children."""
    return [cells_of(each.details, _parent_code(tree, each.parent_id)) for each in tree.all() if each.is_open]


def faults_of_header(names: Sequence[str]) -> list[Fault]:
    """The first row names every column once, in any order, and no other."""
    faults = [
        Fault(
            f"sheet[1].{column}",
            "ORG-4",
            f"แถวแรกต้องมีหัวคอลัมน์ {column}",
            f"The first row must name the column {column}.",
        )
        for column in COLUMNS
        if column not in names
    ]
    for name in dict.fromkeys(names):
        if name not in COLUMNS or names.count(name) > 1:
            reason = (f"ไม่รู้จักคอลัมน์ {name} หรือมีซ้ำ", f"The column {name} is unknown, or there twice.")
            faults.append(Fault(f"sheet[1].{name}", "ORG-4", *reason))
    return faults


def faults_of_rows(rows: Sequence[SheetRow], tree: Tree) -> list[Fault]:
    """Every fault of every row, held against the tree as it is; an empty list when the sheet may be loaded."""
    if not rows:
        return [Fault("sheet", "ORG-4", "แผ่นงานไม่มีข้อมูลหน่วยงาน", "The sheet names no agency.")]
    first_rows: dict[str, int] = {}
    faults: list[Fault] = []
    for row in rows:
        faults += _words(row)
        if first_rows.setdefault(row.code, row.number) != row.number:
            first = first_rows[row.code]
            faults.append(row.fault("code", f"รหัสซ้ำกับแถวที่ {first}", f"The code stands in row {first} already."))
    for row in rows:
        faults += _known_agency(row, tree)
        faults += _parent(row, first_rows, tree)
    return faults + list(_circles(rows, tree))


def _words(row: SheetRow) -> Iterator[Fault]:
    if not _CODE.fullmatch(row.code):
        yield row.fault(
            "code",
            "ต้องระบุรหัสหน่วยงานเป็นอักษรอังกฤษ ตัวเลข จุด ขีด ไม่เกิน 40 ตัว",
            "A code of at most 40 letters, digits, dots or hyphens is required.",
        )
    if not row.cells["thai_name"]:
        yield row.fault("thai_name", "ต้องระบุชื่อหน่วยงานภาษาไทย", "A Thai name is required.")
    for column, most in _LONGEST.items():
        if len(row.cells[column]) > most:
            yield row.fault(column, f"ยาวเกิน {most} ตัวอักษร", f"It is longer than {most} characters.")
    if row.cells["kind"].upper() not in AgencyKind.__members__:
        kinds = ", ".join(kind.name.lower() for kind in AgencyKind if kind is not AgencyKind.COUNTRY)
        yield row.fault("kind", f"ชนิดของหน่วยงานต้องเป็นหนึ่งใน {kinds}", f"The kind must be one of {kinds}.")
    if row.cells["type"].upper() not in AgencyType.__members__:
        types = ", ".join(each.name.lower() for each in AgencyType)
        yield row.fault("type", f"ประเภทของหน่วยงานต้องเป็นหนึ่งใน {types}", f"The type must be one of {types}.")
    if row.cells["is_acoc"].lower() not in _TICKS:
        yield row.fault("is_acoc", "ต้องเป็น true หรือ false", "It must be true or false.")


def _known_agency(row: SheetRow, tree: Tree) -> Iterator[Fault]:
    agency = tree.named(row.code)
    if agency is not None and not agency.is_open:
        yield row.fault("code", "หน่วยงานนี้ปิดแล้ว", "This agency is closed.")
    is_root = agency is not None and agency.id == ROOT
    if (row.cells["kind"].upper() == "COUNTRY") != is_root:
        yield row.fault("kind", "มีประเทศได้เพียงหนึ่งเดียว", "There is one country, and it is the top.")
    if is_root and _TICKS.get(row.cells["is_acoc"].lower()):
        yield row.fault("is_acoc", "ประเทศไม่เป็น ศปท.", "The country is no ศปท.")


def _parent(row: SheetRow, first_rows: dict[str, int], tree: Tree) -> Iterator[Fault]:
    agency, parent = tree.named(row.code), tree.named(row.parent_code)
    if agency is not None and agency.id == ROOT:
        if row.parent_code:
            yield row.fault("parent_code", "ประเทศไม่มีหน่วยงานต้นสังกัด", "The country has nothing above it.")
    elif not row.parent_code:
        yield row.fault("parent_code", "ต้องระบุรหัสหน่วยงานต้นสังกัด", "The code of the agency above is required.")
    elif parent is not None and not parent.is_open:
        yield row.fault("parent_code", "หน่วยงานต้นสังกัดปิดแล้ว", "The agency above is closed.")
    elif parent is None and row.parent_code not in first_rows:
        yield row.fault("parent_code", "ไม่พบหน่วยงานต้นสังกัด", "There is no agency with this code.")


def _circles(rows: Sequence[SheetRow], tree: Tree) -> Iterator[Fault]:
    """Rows that lie on a circle of the tree that would result."""
    parents = {each.details.code: _parent_code(tree, each.parent_id) for each in tree.all()}
    parents |= {row.code: row.parent_code for row in rows}
    endless = _on_circles(parents)
    for row in rows:
        if row.code in endless:
            yield row.fault(
                "parent_code", "หน่วยงานต้นสังกัดอยู่ใต้หน่วยงานนี้เอง", "The agency above lies below this one: a circle."
            )


def _on_circles(parents: dict[str, str]) -> set[str]:
    found: set[str] = set()
    settled: set[str] = set()
    for start in parents:
        way: dict[str, None] = {}
        step = start
        while step in parents and step not in settled and step not in way:
            way[step] = None
            step = parents[step]
        if step in way:
            walked = list(way)
            found.update(walked[walked.index(step) :])
        settled.update(way)
    return found


def _parent_code(tree: Tree, parent_id: UUID | None) -> str:
    return tree.agency(parent_id).details.code if parent_id else ""
