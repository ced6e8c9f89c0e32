"""What the use cases need of persistence. What a caller reads is read with him; the rest is the system's own work."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol
from uuid import UUID

from deadlines.app.views import (
    Compliance,
    ComplianceAsked,
    ObligationLine,
    ObligationPage,
    ObligationsAsked,
    PageAfter,
    WorklistAsked,
    Worklists,
)
from deadlines.domain.followed import F, FollowedObject
from deadlines.domain.followed_case import CaseFacts, CaseTold
from deadlines.domain.obligation import Obligation
from deadlines.domain.owed import Rules
from deadlines.domain.summary import RoundClosing, SummaryDuty, SummaryFacts
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Followed(Generic[F]):
    """Objects by id, with all that is known of them, and the rules by which they are judged."""

    objects: dict[UUID, FollowedObject[F]]
    rules: Rules | None

    @classmethod
    def nothing(cls) -> "Followed[F]":
        return cls({}, None)

    def judge(self, today: date) -> None:
        if self.rules is not None:
            for each in self.objects.values():
                each.judge(self.rules, today)


class CaseFollowing(Protocol):
    def following(self, told: Sequence[CaseTold]) -> AbstractAsyncContextManager[Followed[CaseFacts]]:
        """The cases that `told` is about, locked, with their obligations; what changes is written with its events.

        A case of which nothing was known is there with the first facts told and no obligation yet.
        """
        ...


class SummaryFollowing(Protocol):
    async def note_closed(self, closings: Sequence[RoundClosing]) -> None:
        """These rounds are closed: nobody opens or follows a summary of them meanwhile. Told again: no change."""
        ...

    def following(self, summaries: Sequence[SummaryFacts]) -> AbstractAsyncContextManager[Followed[SummaryFacts]]:
        """These summaries, as `CaseFollowing.following` does it.

        One whose round is closed has heard of that.
        """
        ...

    def closing(self, closings: Sequence[RoundClosing]) -> AbstractAsyncContextManager[Followed[SummaryFacts] | None]:
        """A batch of the summaries of these rounds that had not heard of it, and have now; None when all have."""
        ...


@dataclass(frozen=True, slots=True)
class SummariesToOpen:
    """Agencies that owe other summaries than are opened, more or fewer, and where these are followed."""

    duties: Sequence[SummaryDuty]
    following: SummaryFollowing


class SummaryDuties(Protocol):
    def to_open(self, today: date) -> AbstractAsyncContextManager[SummariesToOpen]:
        """A batch of agencies that no other copy is at; when the block ends they are noted as looked at.

        The cost grows with how many agencies owe summaries and with what is new, not with what is stored (DUE-8).
        """
        ...

    async def is_anything_to_open(self, day: date) -> bool: ...


class RecountStore(Protocol):
    def touched(self) -> AbstractAsyncContextManager[Followed[CaseFacts] | None]:
        """A batch of what a change of holidays touches, written when the block ends; None when there is no more."""
        ...


class SweepStore(Protocol):
    def overdue(self, today: date) -> AbstractAsyncContextManager[list[Obligation]]:
        """A batch of open obligations whose day has passed, none that another copy is at; written when the block ends.

        The cost grows with what is due, not with what is stored (DUE-8).
        """
        ...

    async def is_overdue_left(self, day: date) -> bool:
        """Whether any open obligation was due before `day`."""
        ...


class ObligationReads(Protocol):
    async def page(self, viewer: Viewer, asked: ObligationsAsked, after: PageAfter | None) -> ObligationPage:
        """A hundred obligations in the viewer's scope, the earliest due first."""
        ...

    async def line(self, viewer: Viewer, obligation_id: UUID) -> ObligationLine:
        """Raises NotFound, also for what the viewer may not see."""
        ...

    async def worklists(self, viewer: Viewer, asked: WorklistAsked, after: PageAfter | None) -> Worklists:
        """What is due today, this week and overdue in the viewer's scope, the earliest due first (DUE-7)."""
        ...

    async def compliance(self, viewer: Viewer, asked: ComplianceAsked) -> Compliance:
        """The figures of a policy by agency, of what the viewer may see (DUE-9).

        Raises UnknownPolicy, and NotFound for an agency that is not in his scope.
        """
        ...


class ExtensionStore(Protocol):
    def extending(
        self, viewer: Viewer, obligation_id: UUID, reason: str, request: RequestKey
    ) -> AbstractAsyncContextManager["Extending"]:
        """An obligation in the subtree of the viewer's ศปท., locked; written with its events and the audit entry.

        Raises NotFound for what he may not see, PermissionMissing for what he sees outside of his subtree,
        RepeatedRequest for a request that was carried out.
        """
        ...


@dataclass(frozen=True, slots=True)
class Extending:
    obligation: Obligation
    rules: Rules
