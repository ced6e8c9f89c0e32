"""Who has submitted the monthly summary of a round, beside what was counted (report 5, REP-14)."""

from dataclasses import dataclass
from datetime import date

from kit.clock import Clock
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput
from reporting.app.asked_months import basis_of
from reporting.app.reader import FigureReader
from reporting.domain.basis import Basis
from reporting.domain.period import Period
from reporting.domain.report_rows import SummaryRow
from reporting.domain.summary_round import SummaryRound


@dataclass(frozen=True, slots=True)
class GetReport5:
    """A round by its first day; None only where `faults` already say what is wrong with it."""

    viewer: Viewer
    round: date | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Report5:
    """`basis` is that of the month before `round`, whose numbers these are."""

    round: date
    basis: Basis
    rows: tuple[SummaryRow, ...]


async def get_report_5(query: GetReport5, *, reader: FigureReader, clock: Clock) -> Report5:
    """Raises InvalidInput for a round in the future, NotFound for a viewer without a scope."""
    if query.round is None:
        raise InvalidInput(query.faults)
    today, round_ = clock.today(), SummaryRound(query.round)
    round_.refuse_before_its_month(today)
    basis = await basis_of(reader, Period.of_months(round_.data_month, round_.data_month, today))
    return Report5(round_.first, basis, tuple(await reader.summary_rows(query.viewer, basis)))
