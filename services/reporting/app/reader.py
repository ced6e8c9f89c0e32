"""What the reports need of the read models. Nothing is counted without a viewer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from kit.directory.viewer import Viewer
from reporting.domain.agency_rows import AgencyLine
from reporting.domain.basis import Basis
from reporting.domain.figure_asked import FigureAsked
from reporting.domain.figures import Figures
from reporting.domain.report_rows import SummaryRow
from reporting.domain.terms import AgencyType


class FigureReader(Protocol):
    """Figures are those of a viewer's scope, by his level's entry, and of a closed month those published (SUM-5).

    Complaints that he is recused from are left out of live figures (REP-4). Each method that takes a viewer raises
    NotFound where no role of his opens a scope, and FiguresBeingRebuilt where it would read a part of live figures.
    """

    async def closings(self, months: Sequence[date]) -> Mapping[date, date]:
        """When the rounds of these months of data were closed, for those that are; months by their first day."""
        ...

    async def lines_by_agency(self, viewer: Viewer, basis: Basis) -> list[AgencyLine]:
        """The lines of report 1, in the order of the agencies' codes."""
        ...

    async def figures_by_type(self, viewer: Viewer, basis: Basis) -> Mapping[AgencyType, Figures]:
        """Of the types that have cases."""
        ...

    async def figures_by_month(self, viewer: Viewer, bases: Sequence[Basis]) -> Mapping[date, Figures]:
        """Of each of these months that has cases, by its first day."""
        ...

    async def figures_in_all(self, viewer: Viewer, basis: Basis) -> Figures: ...

    async def summary_rows(self, viewer: Viewer, basis: Basis) -> list[SummaryRow]:
        """The reporting agencies in scope: of the month of `basis`, by each row's own entry (REP-14)."""
        ...

    async def case_ids(
        self, viewer: Viewer, basis: Basis, asked: FigureAsked, after: UUID | None, limit: int
    ) -> list[UUID]:
        """The cases behind a figure, those after `after`. Raises NotFound for a row that his report does not have."""
        ...
