"""ตารางแสดงสถานะการรับเรื่องทั้งหมด ของแต่ละเดือนในปีงบประมาณ (report 3, REP-12)."""

from dataclasses import dataclass
from datetime import date

from kit.clock import Clock
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput
from reporting.app.reader import FigureReader
from reporting.domain.basis import Basis
from reporting.domain.period import Period, fault_of_fiscal_year, months_of_fiscal_year
from reporting.domain.report_rows import MonthRow, rows_by_month


@dataclass(frozen=True, slots=True)
class GetReport3:
    """The fiscal year is of the Buddhist Era."""

    viewer: Viewer
    fiscal_year: int
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Report3:
    fiscal_year: int
    as_of: date
    rows: tuple[MonthRow, ...]


async def get_report_3(query: GetReport3, *, reader: FigureReader, clock: Clock) -> Report3:
    """Raises InvalidInput for a fiscal year that has not begun, NotFound for a viewer without a scope."""
    today = clock.today()
    faults = query.faults or fault_of_fiscal_year(query.fiscal_year, today)
    if faults:
        raise InvalidInput(faults)
    months = months_of_fiscal_year(query.fiscal_year)
    begun = [month for month in months if month <= today]
    closings = await reader.closings(begun)
    bases = tuple(Basis(Period.of_months(month, month, today), closings.get(month)) for month in begun)
    figures = await reader.figures_by_month(query.viewer, bases)
    return Report3(query.fiscal_year, today, rows_by_month(months, bases, figures))
