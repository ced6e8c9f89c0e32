"""The sheet of the tree as xlsx and csv: bytes ↔ rows of text."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from python_calamine import CalamineError, CalamineWorkbook

from agencies.domain.agency import one_line
from agencies.domain.sheet import COLUMNS, SheetRow, faults_of_header
from kit.domain.errors import Fault, InvalidInput

_MOST_UNPACKED_BYTES = 60_000_000
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
    return _write_xlsx(lines) if kind is SheetFormat.XLSX else _write_csv(lines)


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
        with zipfile.ZipFile(io.BytesIO(sheet)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED_BYTES:
                raise _unreadable("ไฟล์ Excel ใหญ่เกินไป", "The Excel file is too large.")
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sheet))
        lines = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, OSError):
        raise _unreadable("อ่านไฟล์ Excel ไม่ได้", "This is no readable Excel file (xlsx).") from None
    return [[_text(cell) for cell in line] for line in lines]


def _text(cell: Any) -> str:
    """As it was typed: Excel keeps a code such as 1001 as the number 1001.0, and a tick as a truth value."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _write_csv(lines: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([f"'{cell}" if _FORMULA.match(cell) else cell for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _write_xlsx(lines: Sequence[Sequence[str]]) -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"constant_memory": True}) as workbook:
        worksheet = workbook.add_worksheet("agencies")
        for number, line in enumerate(lines):
            for place, cell in enumerate(line):
                worksheet.write_string(number, place, cell)
    return packed.getvalue()


def _unreadable(thai: str, english: str) -> InvalidInput:
    return InvalidInput([Fault("sheet", "ORG-4", thai, english)])
