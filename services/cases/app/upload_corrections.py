"""คำขอแก้ไขจากแผ่นงาน: the rows of a sheet become what is asked for, all or none (CASE-22)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from cases.app.asking import Caller
from cases.app.correction_store import Corrections, FieldTexts
from cases.app.corrections import Wanted
from cases.app.request_corrections import RequestCorrections, request_corrections
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput

RULE = "CASE-22"
COLUMNS = ("case_number", "field", "place", "old_value", "new_value", "reason")
# Of a co-offender, or of whom a conclusion found. A sheet that was given before there was the column goes without.
PERSON = "person"
MOST_ROWS = 500
_LONGEST = {"reason": 2000, "new_value": 20000, "old_value": 20000}


@dataclass(frozen=True, slots=True)
class UploadedRow:
    """A row as it was written: its number in the sheet, the header's being 1, and a text for each column."""

    number: int
    cells: Mapping[str, str]

    @property
    def at(self) -> str:
        return f"rows[{self.number}]"

    @property
    def is_left_alone(self) -> bool:
        """A row of the template in which nothing was written."""
        return not self.cells["new_value"] and not self.cells["reason"]


@dataclass(frozen=True, slots=True)
class UploadCorrections:
    by: Caller
    rows: Sequence[UploadedRow]


async def upload_corrections(
    command: UploadCorrections, *, store: Corrections, texts: FieldTexts, clock: Clock
) -> UUID:
    """Ask for all rows that are filled in and return what they are found by together.

    Raises InvalidInput with every faulty row, and what `request_corrections` raises.
    """
    rows = [row for row in command.rows if not row.is_left_alone]
    if not rows or len(rows) > MOST_ROWS:
        raise InvalidInput([_how_many()])
    known = await store.numbered({row.cells["case_number"] for row in rows}, command.by.viewer)
    faults = [list(_faults(row, known)) for row in rows]
    faultless = [row for row, its_own in zip(rows, faults, strict=True) if not its_own]
    wanted = tuple(_wanted(row, known[row.cells["case_number"]][0]) for row in faultless)
    asking = RequestCorrections(command.by, wanted, tuple(chain.from_iterable(faults)))
    return await request_corrections(asking, store=store, texts=texts, clock=clock)


def _faults(row: UploadedRow, known: Mapping[str, list[UUID]]) -> Iterator[Fault]:
    cases = known.get(row.cells["case_number"], [])
    if not cases:
        yield Fault(f"{row.at}.case_number", RULE, "ไม่พบสำนวนเลขที่นี้ที่ท่านแก้ไขได้", "No case of yours has this number.")
    elif len(cases) > 1:
        yield Fault(
            f"{row.at}.case_number",
            RULE,
            "มีหลายสำนวนใช้เลขที่นี้ ให้ระบุเลขที่สำนวนรวมของประเทศแทน",
            "Several cases have this number: give the national running number instead.",
        )
    for column in ("place", PERSON):
        if row.cells[column] and not row.cells[column].isdecimal():
            yield Fault(f"{row.at}.{column}", RULE, "ลำดับต้องเป็นตัวเลข", f"The {column} is a number.")
    for column, most in _LONGEST.items():
        if len(row.cells[column]) > most:
            yield Fault(
                f"{row.at}.{column}", RULE, f"ยาวเกิน {most:,} ตัวอักษร", f"It is longer than {most:,} characters."
            )


def _wanted(row: UploadedRow, case_id: UUID) -> Wanted:
    cells = row.cells
    place, person = (int(cells[column][:9] or 0) for column in ("place", PERSON))
    values = (cells["old_value"], cells["new_value"], cells["reason"])
    return Wanted(row.at, case_id, cells["field"], place, person, *values)


def _how_many() -> Fault:
    return Fault(
        "sheet",
        RULE,
        f"ต้องกรอกค่าใหม่และเหตุผลอย่างน้อยหนึ่งแถว ไม่เกิน {MOST_ROWS} แถว",
        f"Fill in new value and reason of at least one row, at most {MOST_ROWS}.",
    )
