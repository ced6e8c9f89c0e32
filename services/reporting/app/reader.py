"""What the reports need of the read models. Nothing is counted without a viewer."""

from typing import Protocol

from kit.directory.viewer import Viewer
from reporting.domain.agency_rows import AgencyLine
from reporting.domain.period import Period


class FigureReader(Protocol):
    async def lines_by_agency(self, viewer: Viewer, period: Period) -> list[AgencyLine]:
        """The figures of every agency in the viewer's scope, by his level's entry, in the order of the agencies' codes.

        Complaints that he is recused from are left out (REP-4). Raises NotFound where no role of his opens a scope.
        """
        ...
