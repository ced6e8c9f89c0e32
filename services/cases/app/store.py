"""What the use cases need of persistence. No way in loads anything without a viewer."""

from collections.abc import Callable, Container, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from cases.app.asking import Asked
from cases.app.views import CaseLine, CasePage, CaseView, ComplaintView, PageAfter
from cases.domain.case import Case
from cases.domain.complaint import ComplaintRecord
from cases.domain.complaint_file import ComplaintFile
from cases.domain.filter import CaseFilter
from cases.domain.stance import Stance
from cases.domain.terms import Level, Queue
from cases.domain.timeline import RecordedEntry, TimelineEntry
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault


@dataclass(frozen=True, slots=True)
class RecordingAgency:
    """The agency that a record will belong to, by its name of today, and the levels from it upward."""

    id: UUID
    name: str
    levels: tuple[Level, ...]


def can_change(stance: Stance) -> bool:
    return stance.may_change


class Recording(Protocol):
    """A record under way, inside one transaction."""

    @property
    def agency(self) -> RecordingAgency: ...

    async def faults_of_number(self, record: ComplaintRecord) -> list[Fault]:
        """Whether the agency used the number in that fiscal year (CASE-1); names the first use if it may be seen."""
        ...

    async def put(self, record: ComplaintRecord, complaint_id: UUID, cases: Sequence[Case]) -> None: ...


@dataclass(frozen=True, slots=True)
class RecordEditing:
    """A complaint under an edit. No month beside `closed_months` is closed until the edit is written (CASE-20)."""

    file: ComplaintFile
    closed_months: Container[date]


class EntryEditing(Protocol):
    """An entry of the timeline under an edit; what is put into `edited` replaces it."""

    @property
    def case(self) -> Case: ...
    @property
    def recorded(self) -> RecordedEntry: ...
    @property
    def allegations(self) -> Sequence[int]: ...
    @property
    def closed_months(self) -> Container[date]: ...

    edited: TimelineEntry | None


class Changes(Protocol):
    """The doors through which cases change; what happens inside one is written when its block ends."""

    def recording(
        self, asked: Asked, agency_id: UUID | None, half_made: UUID | None
    ) -> AbstractAsyncContextManager[Recording]:
        """Begin a record for an agency, the viewer's own where None; `half_made` ends with it.

        Raises NotFound when the agency is out of the viewer's scope or closed, RepeatedRequest.
        """
        ...

    def editing(
        self,
        case_ids: Sequence[UUID],
        asked: Asked,
        *,
        expected_version: int = 0,
        may: Callable[[Stance], bool] = can_change,
        handler: UUID | None = None,
    ) -> AbstractAsyncContextManager[list[Case]]:
        """Cases for a change, in the order asked; `handler` is whom it puts in charge of the (one) case.

        Raises NotFound for what the viewer may not see, PermissionMissing where `may` says no, Conflict where a version
        is expected that the (one) case is past, InvalidInput unless `handler` is an active officer of the case's agency
        who may see it (ROLE-6), RepeatedRequest.
        """
        ...

    def editing_entry(
        self, case_id: UUID, number: int, edition: int, asked: Asked
    ) -> AbstractAsyncContextManager[EntryEditing]:
        """An entry of a case's timeline for an edit. Raises as `editing`; Conflict when `edition` is not the last."""
        ...

    def editing_complaint(
        self,
        complaint_id: UUID | None,
        asked: Asked,
        *,
        case_id: UUID | None = None,
        expected_version: int = 0,
        is_deleted: bool = False,
        may: Callable[[Stance], bool] = can_change,
        officer: UUID | None = None,
    ) -> AbstractAsyncContextManager[ComplaintFile]:
        """A complaint, by its own id or by that of one of its cases, for a change of whatever belongs to it.

        `expected_version` is the version of whichever was named; `officer` is whom the change is about. Raises as
        `editing`, and InvalidInput when the directory knows no such officer.
        """
        ...

    def editing_record(
        self, complaint_id: UUID, asked: Asked, *, expected_version: int
    ) -> AbstractAsyncContextManager[RecordEditing]:
        """A complaint for an edit of what was recorded, with the months that are closed. Raises as `editing`."""
        ...


class Reads(Protocol):
    async def case(self, case_id: UUID, viewer: Viewer) -> CaseView:
        """One case with everything that a page shows. Raises NotFound."""
        ...

    async def complaint(self, complaint_id: UUID, viewer: Viewer) -> ComplaintView:
        """One whole complaint. Raises NotFound."""
        ...

    async def lines_of_complaint(self, complaint_id: UUID, viewer: Viewer) -> list[CaseLine]:
        """A complaint's cases in the order of the accused, none for whom may not see them."""
        ...

    async def lines_of_cases(self, case_ids: Sequence[UUID], viewer: Viewer) -> list[CaseLine]:
        """Those of the cases that the viewer may see, in the order asked."""
        ...

    async def page(self, viewer: Viewer, narrowed: CaseFilter, after: PageAfter | None) -> CasePage:
        """Twenty cases in scope, newest reception first (CASE-25)."""
        ...

    async def queue_counts(self, viewer: Viewer) -> dict[Queue, int]:
        """How many cases wait in each queue for the viewer."""
        ...


class CaseStore(Changes, Reads, Protocol):
    pass
