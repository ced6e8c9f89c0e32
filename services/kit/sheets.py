"""Sheets (xlsx) as lines of text: what somebody has typed, never what a formula says."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from python_calamine import CalamineError, CalamineWorkbook

_MOST_UNPACKED_BYTES = 60_000_000
_CELL_WITH_FORMULA = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]+[0-9]+)"[^>]*>\s*<(?:\w+:)?f[\s>/]')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


class SheetUnreadable(Exception):
    """What was sent is no sheet, or none that is trusted; the sentence in both languages."""

    def __init__(self, thai: str, english: str) -> None:
        super().__init__(english)
        self.thai = thai
        self.english = english


def read_xlsx(sheet: bytes) -> list[list[str]]:
    """The lines of the first worksheet, days as ISO text. Raises SheetUnreadable, also where a cell holds a formula."""
    try:
        with zipfile.ZipFile(io.BytesIO(sheet)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED_BYTES:
                raise SheetUnreadable("ไฟล์ Excel ใหญ่เกินไป", "The Excel file is too large.")
            _refuse_formulas(packed)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sheet))
        lines = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        raise SheetUnreadable("อ่านไฟล์ Excel ไม่ได้", "This is no readable Excel file (xlsx).") from None
    return [[_text(cell) for cell in line] for line in lines]


def write_xlsx(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A workbook with these worksheets; every cell is text, so that none is taken for a formula."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"constant_memory": True}) as workbook:
        as_text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        heading = workbook.add_format({"bold": True})
        for name, lines in sheets.items():
            worksheet = workbook.add_worksheet(name)
            worksheet.freeze_panes(1, 0)
            worksheet.set_column(0, max((len(line) for line in lines), default=1) - 1, 24, as_text)
            for number, line in enumerate(lines):
                for place, cell in enumerate(line):
                    worksheet.write_string(number, place, cell, as_text if number else heading)
    return packed.getvalue()


def _refuse_formulas(packed: zipfile.ZipFile) -> None:
    """A formula's cell holds what some program has last worked out, and nobody has typed."""
    for part in packed.namelist():
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            content = packed.read(part)
            if _FORMULA.search(content):
                cells = [found.decode() for found in _CELL_WITH_FORMULA.findall(content)[:10]]
                named = ", ".join(cells)
                raise SheetUnreadable(
                    f"แผ่นงานมีสูตร ({named}) ต้องวางเป็นค่าเท่านั้น",
                    f"The sheet holds formulas ({named}): paste values only.",
                )


def _text(cell: Any) -> str:
    """As it was typed: Excel keeps a code such as 1001 as the number 1001.0, and a tick as a truth value."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
