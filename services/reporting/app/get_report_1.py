"""รายงานเรื่องร้องเรียน แยกตาม ศปท. (report 1, REP-10)."""

from dataclasses import dataclass

from kit.clock import Clock
from reporting.app.asked_months import MonthsAsked, basis_of
from reporting.app.reader import FigureReader
from reporting.domain.agency_rows import AgencyRow, nested, total_of
from reporting.domain.basis import Basis
from reporting.domain.figures import Figures


@dataclass(frozen=True, slots=True)
class Report1:
    basis: Basis
    rows: tuple[AgencyRow, ...]
    total: Figures


async def get_report_1(asked: MonthsAsked, *, reader: FigureReader, clock: Clock) -> Report1:
    """Raises InvalidInput for a month in the future or a range backwards, NotFound for a viewer without a scope."""
    basis = await basis_of(reader, asked.period(clock.today()))
    rows = nested(await reader.lines_by_agency(asked.viewer, basis))
    return Report1(basis, rows, total_of(rows))
