"""What reminding needs of persistence."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Protocol
from uuid import UUID

from deadlines.app.letters import Letter


class Telling(Protocol):
    """One officer who is to be told something today; no other copy has him in hand meanwhile."""

    @property
    def subject(self) -> UUID: ...

    @property
    def letters(self) -> Sequence[Letter]:
        """What addresses him, what he may see and what is still owed at this moment, less what he was told before."""
        ...

    async def claim(self, letter: Letter) -> bool:
        """Claim a letter before it is sent, committed at once.

        False when he has it, or when it was sent twice and no answer could be noted (DUE-6).
        """
        ...

    async def release(self, letter: Letter) -> None:
        """The letter was certainly not taken: it may be claimed as if for the first time."""
        ...

    async def settle(self, letter: Letter, refused_with: int | None = None) -> None:
        """The server has taken the letter, or refused it for good with that code; what it tells is told."""
        ...


class ReminderStore(Protocol):
    async def is_planned(self, today: date) -> bool:
        """Whether the steps of `today` were planned, by any copy."""
        ...

    async def plan(self, today: date) -> None:
        """Note the reminders of every day since the last that was planned, and of what became known since.

        Of several steps of one obligation the last alone; what waits from an earlier day is put to `today`. Again: no
        change. The cost grows with what is due (DUE-8).
        """
        ...

    async def tell_soon(self) -> None:
        """Tell `due_soon` of every obligation whose first step before its date was planned, once."""
        ...

    async def waiting(self, today: date) -> list[UUID]:
        """The reminders of `today` that are not finished and whose obligation is still owed."""
        ...

    async def to_tell(self, today: date) -> list[UUID]:
        """The officers whom a waiting reminder of `today` may concern; what exactly, each telling says."""
        ...

    def telling(self, today: date, subject: UUID) -> AbstractAsyncContextManager[Telling | None]:
        """Take an officer in hand; None when another copy has him."""
        ...

    async def finish(self, reminders: Sequence[UUID]) -> None:
        """Everybody whom these concern has been told."""
        ...

    async def is_reminder_left(self, day: date) -> bool:
        """Whether anything of `day` is to be planned or told."""
        ...
