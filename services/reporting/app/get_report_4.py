"""แผนภาพวงกลมแสดงสถานะการรับเรื่องทั้งหมด (report 4, REP-13)."""

from dataclasses import dataclass

from kit.clock import Clock
from reporting.app.asked_months import MonthsAsked, basis_of
from reporting.app.reader import FigureReader
from reporting.domain.basis import Basis
from reporting.domain.report_rows import Shares, shares_of


@dataclass(frozen=True, slots=True)
class Report4:
    basis: Basis
    shares: Shares


async def get_report_4(asked: MonthsAsked, *, reader: FigureReader, clock: Clock) -> Report4:
    """Raises InvalidInput for a month in the future or a range backwards, NotFound for a viewer without a scope."""
    basis = await basis_of(reader, asked.period(clock.today()))
    return Report4(basis, shares_of(await reader.figures_in_all(asked.viewer, basis)))
