"""What a report is asked about, and what its figures stand on."""

from dataclasses import dataclass
from datetime import date

from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput
from reporting.app.reader import FigureReader
from reporting.domain.basis import Basis
from reporting.domain.period import Period, faults_of_months


@dataclass(frozen=True, slots=True)
class MonthsAsked:
    """A month or a range, by the first days; None only where `faults` already say what is wrong with them.

    `rule` is that of the report, which its faults name.
    """

    viewer: Viewer
    from_month: date | None
    to_month: date | None
    rule: str
    faults: tuple[Fault, ...] = ()

    def period(self, today: date) -> Period:
        """Raises InvalidInput for a month in the future or a range backwards."""
        first, last = self.from_month, self.to_month
        if first is None or last is None:
            raise InvalidInput(self.faults)
        faults = [*self.faults, *faults_of_months(first, last, today, self.rule)]
        if faults:
            raise InvalidInput(faults)
        return Period.of_months(first, last, today)


async def basis_of(reader: FigureReader, period: Period) -> Basis:
    """A closed month by itself stands on what was published; a range is always live (SUM-5)."""
    closings = await reader.closings([period.first]) if period.is_month else {}
    return Basis(period, closings.get(period.first))
