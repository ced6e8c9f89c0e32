"""รายงานเรื่องร้องเรียน แยกตาม ศปท. (report 1, REP-10)."""

from dataclasses import dataclass
from datetime import date

from kit.clock import Clock
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput
from reporting.app.reader import FigureReader
from reporting.domain.agency_rows import AgencyRow, nested, total_of
from reporting.domain.figures import Figures
from reporting.domain.period import Period, faults_of_months


@dataclass(frozen=True, slots=True)
class GetReport1:
    """Months as their first days; None only where `faults` already say what is wrong with them."""

    viewer: Viewer
    from_month: date | None
    to_month: date | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Report1:
    period: Period
    rows: tuple[AgencyRow, ...]
    total: Figures


async def get_report_1(query: GetReport1, *, reader: FigureReader, clock: Clock) -> Report1:
    """Raises InvalidInput for a month in the future or a range backwards, NotFound for a viewer without a scope."""
    today = clock.today()
    period = _period_of(query, today)
    rows = nested(await reader.lines_by_agency(query.viewer, period))
    return Report1(period, rows, total_of(rows))


def _period_of(query: GetReport1, today: date) -> Period:
    first, last = query.from_month, query.to_month
    if first is None or last is None:
        raise InvalidInput(query.faults)
    faults = [*query.faults, *faults_of_months(first, last, today)]
    if faults:
        raise InvalidInput(faults)
    return Period.of_months(first, last, today)
