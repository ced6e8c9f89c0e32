"""What the use cases of rounds need of the store and of `cases`. Nothing is shown without a viewer."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from reporting.domain.difference import DifferenceCause
from reporting.domain.figures import Figures
from reporting.domain.summary_round import SummaryRound, WaitsFor


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round, how many agencies in the viewer's scope owe its summary, and how many of them have submitted."""

    round: SummaryRound
    owing: int
    submitted: int


@dataclass(slots=True)
class Closing:
    """The round as it stands while nobody else can change it; what it is set to is kept."""

    round: SummaryRound


class RoundStore(Protocol):
    async def rounds(self, viewer: Viewer, before: date | None, limit: int) -> list[RoundLine]:
        """The newest `limit` rounds that have begun, before the one that begins on `before`."""
        ...

    async def round(self, viewer: Viewer, first: date) -> RoundLine:
        """Raises NotFound for a round before the first that anybody owes, RoundNotBegun for one to come."""
        ...

    async def open_before(self, first: date) -> list[date]:
        """The rounds before the one that begins on `first` whose closing nobody has begun, the oldest first."""
        ...

    def closing(self, viewer: Viewer, first: date, request: RequestKey) -> AbstractAsyncContextManager[Closing]:
        """The door to close a round through. Raises NotFound as `round`, RepeatedRequest with the round's own id."""
        ...


class ClosingStore(Protocol):
    """For the job that carries closings on; nobody looks through it."""

    async def closing_rounds(self) -> list[SummaryRound]:
        """Those that are closing, the oldest first."""
        ...

    def alone(self, closing: SummaryRound) -> AbstractAsyncContextManager[bool]:
        """Whether no other copy is at this round; while the block lasts none will be."""
        ...

    async def note(self, closing: SummaryRound, waits_for: WaitsFor) -> None:
        """What it waits for, for GetRound to show."""
        ...

    async def freeze(self, closing: SummaryRound) -> bool:
        """Publish the figures as they are and close the round, in one transaction; nothing where it is closed.

        False while the read models are being rebuilt and hold a part of the figures only.
        """
        ...


@dataclass(frozen=True, slots=True)
class LockedMonth:
    """Whether everything recorded before a month was locked is in the stream of `cases`, and where that ends."""

    is_published: bool
    last_sequence: int


@dataclass(frozen=True, slots=True)
class ChangeReason:
    """Why a case was deleted, and why it was corrected, in its officers' words."""

    deletion: str = ""
    corrections: tuple[str, ...] = ()


class CasesMonths(Protocol):
    async def lock(self, month: date) -> LockedMonth:
        """Have `cases` lock a month against edits (CASE-20); may be repeated. Raises Unavailable."""
        ...

    async def reasons(self, case_ids: Sequence[UUID], since: date) -> Mapping[UUID, ChangeReason]:
        """Why cases were deleted, or corrected on the business day `since` or later. Raises Unavailable."""
        ...


class CountedEvents(Protocol):
    async def are_taken_in(self, up_to: int) -> bool:
        """Whether everything in the stream of `cases` up to this place is taken in or parked. Raises Unavailable."""
        ...

    async def is_tree_taken_in(self, closing: SummaryRound) -> bool:
        """Whether everything that `agencies` recorded before the closing began is taken in or parked.

        Raises Unavailable.
        """
        ...

    async def are_parked(self, up_to: int, closing: SummaryRound) -> bool:
        """Whether one of these was parked and still is, or anything that `agencies` told."""
        ...


@dataclass(frozen=True, slots=True)
class Difference:
    """A case that counts otherwise than was published, in the viewer's scope and by his level's entry.

    `is_in_scope`: its agency lies in the scope now, and not only as the month was published; else the viewer is told
    that it counts otherwise, and no reason.
    """

    case_id: UUID
    agency_id: UUID
    agency_name: str
    cause: DifferenceCause
    on: date | None
    is_in_scope: bool
    published: Figures
    now: Figures


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """What was published for the scope, what it would be now, and one page of what explains it, by the cases' ids.

    `closed_on` is the business day on which the month was closed.
    """

    closed_on: date
    published: Figures
    now: Figures
    differences: tuple[Difference, ...]
    is_last: bool


class DifferenceReader(Protocol):
    async def page(
        self, viewer: Viewer, month: date, agency_id: UUID | None, after: UUID | None, limit: int
    ) -> DifferencePage:
        """Raises NotFound for an agency outside his scope, then and now, MonthNotClosed, FiguresBeingRebuilt."""
        ...
