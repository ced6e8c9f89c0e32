"""รายงานเรื่องร้องเรียน แยกตามประเภทหน่วยงานรัฐ (report 2, REP-11)."""

from dataclasses import dataclass

from kit.clock import Clock
from reporting.app.asked_months import MonthsAsked, basis_of
from reporting.app.reader import FigureReader
from reporting.domain.agency_rows import total_of
from reporting.domain.basis import Basis
from reporting.domain.figures import Figures
from reporting.domain.report_rows import AgencyTypeRow, rows_by_type


@dataclass(frozen=True, slots=True)
class Report2:
    basis: Basis
    rows: tuple[AgencyTypeRow, ...]
    total: Figures


async def get_report_2(asked: MonthsAsked, *, reader: FigureReader, clock: Clock) -> Report2:
    """Raises InvalidInput for a month in the future or a range backwards, NotFound for a viewer without a scope."""
    basis = await basis_of(reader, asked.period(clock.today()))
    rows = rows_by_type(await reader.figures_by_type(asked.viewer, basis))
    return Report2(basis, rows, total_of(rows))
