"""What the use cases of monthly summaries need of the store. No summary is read without a viewer."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from reporting.domain.summary import Statement, SummaryCounts, roles_that_submit
from reporting.domain.summary_round import SummaryRound


@dataclass(frozen=True, slots=True)
class SubmittedSummary:
    """What an agency confirmed, and what was counted then."""

    statement: Statement
    counted: SummaryCounts
    at: datetime
    by: UUID


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """An agency that owes a round's summary, what is counted, and its summary once it has submitted it.

    `counted` leaves out the complaints that the viewer is recused from, until the round is closed; then it is what was
    published. `is_viewer_recused`: one of them adds to it (REP-4).
    """

    round: SummaryRound
    agency_id: UUID
    agency_name: str
    is_ministry: bool
    counted: SummaryCounts
    is_viewer_recused: bool
    submitted: SubmittedSummary | None

    def is_submitted_by(self, viewer: Viewer) -> bool:
        """Whether it is for this viewer's role and agency to confirm it (SUM-2)."""
        is_own = viewer.actor.agency_id == self.agency_id
        return is_own and viewer.actor.is_any(*roles_that_submit(is_ministry=self.is_ministry))

    def can_be_submitted_by(self, viewer: Viewer, today: date) -> bool:
        """Whether he could now."""
        is_open = self.round.takes_summaries(today) and self.submitted is None
        return is_open and self.is_submitted_by(viewer) and not self.is_viewer_recused


@dataclass(slots=True)
class Submitting:
    """`line` as it stands while nobody can close the round; what `statement` is set to is submitted."""

    line: SummaryLine
    statement: Statement | None = None


@dataclass(slots=True)
class Reminding:
    """Who owes the round's summary in the viewer's scope and has not submitted it; `reminded` is kept."""

    round: SummaryRound
    unsubmitted: tuple[UUID, ...]
    reminded: tuple[UUID, ...] = ()

    @property
    def reminded_already(self) -> tuple[UUID, ...]:
        return tuple(each for each in self.unsubmitted if each not in self.reminded)


class SummaryStore(Protocol):
    async def summary(self, viewer: Viewer, agency_id: UUID | None, first: date) -> SummaryLine:
        """The summary of an agency, or of the viewer's own, in the round that begins on `first`.

        Raises NotFound for what lies outside his scope, OwesNoSummary, and FiguresBeingRebuilt until it is closed.
        """
        ...

    def submitting(
        self, viewer: Viewer, agency_id: UUID | None, first: date, request: RequestKey
    ) -> AbstractAsyncContextManager[Submitting]:
        """The door to submit through.

        Raises what `summary` raises, RepeatedRequest with the agency's id.
        """
        ...

    def reminding(self, viewer: Viewer, first: date, request: RequestKey) -> AbstractAsyncContextManager[Reminding]:
        """The door to remind through. Raises NotFound without a scope, RepeatedRequest."""
        ...

    async def reminded_before(self, entry_id: UUID) -> Reminding:
        """What a repeated request had done, by the id in RepeatedRequest; nobody but who made it is given that."""
        ...


class Reminders(Protocol):
    async def remind(self, first: date, agencies: tuple[UUID, ...], asked_by: UUID) -> tuple[UUID, ...]:
        """Have agencies reminded of a round's summary; answers those that were not reminded today already.

        Raises Unavailable.
        """
        ...
