"""What the use cases need of persistence. No way in loads anything without a viewer."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from cases.app.views import CaseLine, CasePage, CaseView, PageAfter
from cases.domain.case import Case, Moment
from cases.domain.complaint import ComplaintRecord
from cases.domain.status import CaseStatus
from cases.domain.terms import Level
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault


@dataclass(frozen=True, slots=True)
class RecordingAgency:
    """The agency that a record will belong to, by its name of today, and the levels from it upward."""

    id: UUID
    name: str
    levels: tuple[Level, ...]


class Recording(Protocol):
    """A record under way, inside one transaction."""

    @property
    def agency(self) -> RecordingAgency: ...

    async def faults_of_number(self, record: ComplaintRecord) -> list[Fault]:
        """Whether the agency used the number in that fiscal year (CASE-1); names the first use if it may be seen."""
        ...

    async def put(self, record: ComplaintRecord, complaint_id: UUID, cases: Sequence[Case]) -> None: ...


class CaseStore(Protocol):
    def recording(
        self, viewer: Viewer, agency_id: UUID | None, request: RequestKey, now: Moment
    ) -> AbstractAsyncContextManager[Recording]:
        """Begin a record for an agency, the viewer's own where None.

        Raises NotFound when the agency is out of the viewer's scope or closed, RepeatedRequest.
        """
        ...

    def editing(
        self, case_ids: Sequence[UUID], viewer: Viewer, permission: str, request: RequestKey, now: Moment
    ) -> AbstractAsyncContextManager[list[Case]]:
        """Load cases for a change, in the order asked, and write them with all that happened `now` when the block ends.

        Raises NotFound for what the viewer may not see, PermissionMissing for what he may only see, RepeatedRequest.
        """
        ...

    async def case(self, case_id: UUID, viewer: Viewer) -> CaseView:
        """One case with everything that a page shows. Raises NotFound."""
        ...

    async def lines_of_complaint(self, complaint_id: UUID, viewer: Viewer) -> list[CaseLine]:
        """A complaint's cases in the order of the accused, none for whom may not see them."""
        ...

    async def lines_of_cases(self, case_ids: Sequence[UUID], viewer: Viewer) -> list[CaseLine]:
        """Those of the cases that the viewer may see, in the order asked."""
        ...

    async def page(self, viewer: Viewer, *, status: CaseStatus | None, after: PageAfter | None) -> CasePage:
        """Twenty cases in scope, newest reception first (CASE-25)."""
        ...
