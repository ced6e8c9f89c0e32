"""A figure opened into the cases behind it (REP-15)."""

from dataclasses import dataclass
from uuid import UUID

from kit.clock import Clock
from kit.domain.errors import InvalidInput
from reporting.app.asked_months import MonthsAsked, basis_of
from reporting.app.reader import FigureReader
from reporting.domain.figure_asked import FigureAsked
from reporting.domain.period import Period
from reporting.domain.summary_round import SummaryRound

PAGE = 200


@dataclass(frozen=True, slots=True)
class ListFigureCases:
    """`months` are the report's, of report 5 the round; `figure` is None only where their faults say why."""

    months: MonthsAsked
    figure: FigureAsked | None
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class FigureCases:
    """`next` is the last id of the page where another one follows."""

    case_ids: tuple[UUID, ...]
    next: UUID | None
    is_published: bool


async def list_figure_cases(query: ListFigureCases, *, reader: FigureReader, clock: Clock) -> FigureCases:
    """Raises InvalidInput for what no report has, NotFound for a row that the viewer's report does not have."""
    period = query.months.period(clock.today())
    assert query.figure is not None
    faults = list(query.figure.faults(is_range=not period.is_month))
    if faults:
        raise InvalidInput(faults)
    if query.figure.report == 5:
        month = SummaryRound(period.first).data_month
        period = Period.of_months(month, month, period.today)
    basis = await basis_of(reader, period)
    found = await reader.case_ids(query.months.viewer, basis, query.figure, query.after, PAGE + 1)
    page = tuple(found[:PAGE])
    return FigureCases(page, page[-1] if len(found) > PAGE else None, basis.is_published)
