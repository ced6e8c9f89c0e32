"""What the use cases need of persistence. What a caller reads is read with him; the rest is the system's own work."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Protocol
from uuid import UUID

from deadlines.app.views import ObligationPage, PageAfter
from deadlines.domain.followed_case import CaseFacts, FollowedCase
from deadlines.domain.obligation import Obligation
from deadlines.domain.reminder import Reminder
from deadlines.domain.state import ObligationState
from kit.directory.viewer import Viewer


class CaseFollowing(Protocol):
    def following(self, told: Sequence[CaseFacts]) -> AbstractAsyncContextManager[dict[UUID, FollowedCase]]:
        """The cases that `told` is about, locked, with their obligations; what changes is written with its events.

        A case of which nothing was known is there with the first facts told and no obligation yet.
        """
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


class Delivery(Protocol):
    """One reminder on its way to several officers; no other copy has it meanwhile."""

    @property
    def reminder(self) -> Reminder: ...

    async def claim(self, subject: UUID) -> bool:
        """Claim the mail to an officer before it is sent, committed at once.

        False when he has it, or when it was sent twice and no answer could be noted (DUE-6).
        """
        ...

    async def release(self, subject: UUID) -> None:
        """The mail was certainly not taken: it may be claimed as if for the first time."""
        ...

    async def settle(self, subject: UUID, refused_with: int | None = None) -> None:
        """The server has taken the mail, or refused it for good with that code."""
        ...

    def finish(self) -> None:
        """Everybody has been told."""
        ...


class ReminderStore(Protocol):
    async def plan(self, today: date) -> None:
        """Note each reminder whose step falls on `today` and whose obligation is still open; again: no change."""
        ...

    async def waiting(self, today: date) -> list[UUID]:
        """The reminders of `today` that are not finished and whose obligation is still open."""
        ...

    def delivering(self, reminder_id: UUID) -> AbstractAsyncContextManager[Delivery | None]:
        """Take a reminder in hand; None when another copy has it, it is finished, or its obligation is settled."""
        ...

    async def is_reminder_left(self, day: date) -> bool:
        """Whether an open obligation has a step on `day` that is not finished."""
        ...


class ObligationReads(Protocol):
    async def page(
        self, viewer: Viewer, *, object_id: UUID | None, states: frozenset[ObligationState], after: PageAfter | None
    ) -> ObligationPage:
        """A hundred obligations in the viewer's scope, the earliest due first; `states` empty: all of them."""
        ...
