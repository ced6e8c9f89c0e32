"""The sheet of corrections: rows to fill in, read back as they were written (CASE-22)."""

from collections.abc import Iterable

from cases.app.correction_store import FieldTexts
from cases.app.corrections import SheetLine
from cases.app.upload_corrections import COLUMNS, PERSON, RULE, UploadedRow
from cases.domain.correctable import FIELDS
from kit.domain.errors import Fault, InvalidInput
from kit.sheets import SheetUnreadable, read_xlsx, write_xlsx

_HEADER = (*COLUMNS, PERSON)
_ABOUT_FIELDS = ("field", "ชื่อข้อมูล", "name in English", "form", "choices", "place", PERSON)
_WHICH_PLACE = {True: "ลำดับเรื่องที่กล่าวหา หรือลำดับรายการ (number of allegation or entry)", False: ""}
_WHICH_PERSON = {True: "ลำดับบุคคลในเรื่องหรือรายการนั้น (number of the person there)", False: ""}


def read_rows(sheet: bytes) -> list[UploadedRow]:
    """The rows below the header, without the empty ones. Raises InvalidInput for what is no such sheet."""
    try:
        lines = read_xlsx(sheet)
    except SheetUnreadable as unreadable:
        raise InvalidInput([Fault("sheet", RULE, unreadable.thai, unreadable.english)]) from None
    header = [name.strip().lower() for name in lines[0]] if lines else []
    missing = [column for column in COLUMNS if header.count(column) != 1]
    missing += [PERSON] * (header.count(PERSON) > 1)
    if missing:
        raise InvalidInput([_no_column(column) for column in missing])
    rows = [_row(number, header, line) for number, line in enumerate(lines[1:], start=2)]
    return [row for row in rows if any(row.cells.values())]


def write_sheet(lines: Iterable[SheetLine], texts: FieldTexts) -> bytes:
    """The sheet to fill in, with a second worksheet that says which fields there are and how they are written."""
    rows = [
        [line.case_number, line.field, _number(line.place), line.old_value, "", "", _number(line.person)]
        for line in lines
    ]
    fields = [
        [
            field.name,
            field.thai,
            field.english,
            field.written_as,
            " | ".join(texts.choices(field)),
            _WHICH_PLACE[field.part.needs_place],
            _WHICH_PERSON[field.part.needs_person],
        ]
        for field in FIELDS.values()
    ]
    return write_xlsx({"corrections": [_HEADER, *rows], "fields": [_ABOUT_FIELDS, *fields]})


def _number(number: int) -> str:
    return str(number) if number else ""


def _row(number: int, header: list[str], line: list[str]) -> UploadedRow:
    padded = [*line, *[""] * len(header)]
    cells = {name: cell.strip() for name, cell in zip(header, padded, strict=False) if name in _HEADER}
    return UploadedRow(number, {PERSON: ""} | cells)


def _no_column(column: str) -> Fault:
    return Fault(
        f"rows[1].{column}",
        RULE,
        f"แถวแรกต้องมีหัวคอลัมน์ {column} หนึ่งครั้ง",
        f"The first row names the column {column} once.",
    )
