"""The sheet of the tree as xlsx and csv: bytes ↔ rows of text."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from enum import Enum

from agencies.domain.agency import one_line
from agencies.domain.sheet import COLUMNS, SheetRow, faults_of_header
from kit.domain.errors import Fault, InvalidInput
from kit.sheets import SheetUnreadable, read_xlsx, write_xlsx

# A spreadsheet takes a cell that begins so for a formula. Such a text goes out behind an apostrophe.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


class SheetFormat(Enum):
    XLSX = 1
    CSV = 2


def read_sheet(sheet: bytes, kind: SheetFormat) -> list[SheetRow]:
    """The rows below the header, without the empty ones. Raises InvalidInput for what is no sheet or has no header."""
    lines = _read_xlsx(sheet) if kind is SheetFormat.XLSX else _read_csv(sheet)
    header = [name.strip().lower() for name in lines[0]] if lines else []
    while header and not header[-1]:
        header.pop()
    faults = faults_of_header(header)
    if faults:
        raise InvalidInput(faults)
    return [_row(number, header, line) for number, line in enumerate(lines[1:], start=2) if any(map(str.strip, line))]


def write_sheet(rows: Iterable[dict[str, str]], kind: SheetFormat) -> bytes:
    """A sheet that `read_sheet` gives back as it was."""
    lines = [list(COLUMNS), *([row[column] for column in COLUMNS] for row in rows)]
    return write_xlsx({"agencies": lines}) if kind is SheetFormat.XLSX else _write_csv(lines)


def _row(number: int, header: Sequence[str], line: Sequence[str]) -> SheetRow:
    padded = [*line, *[""] * len(header)]
    return SheetRow(number, {name: one_line(cell) for name, cell in zip(header, padded, strict=False)})


def _read_csv(sheet: bytes) -> list[list[str]]:
    try:
        text = sheet.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except UnicodeDecodeError:
        raise _unreadable("ไฟล์ CSV ต้องเข้ารหัสแบบ UTF-8", "A CSV file must be UTF-8.") from None
    except csv.Error:
        raise _unreadable("อ่านไฟล์ CSV ไม่ได้", "This is no readable CSV file.") from None
    return [[cell[1:] if _ESCAPED.match(cell) else cell for cell in line] for line in lines]


def _read_xlsx(sheet: bytes) -> list[list[str]]:
    try:
        return read_xlsx(sheet)
    except SheetUnreadable as unreadable:
        raise _unreadable(unreadable.thai, unreadable.english) from None


def _write_csv(lines: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([f"'{cell}" if _FORMULA.match(cell) else cell for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _unreadable(thai: str, english: str) -> InvalidInput:
    return InvalidInput([Fault("sheet", "ORG-4", thai, english)])
