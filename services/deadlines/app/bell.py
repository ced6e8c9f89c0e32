"""The bell: what addresses a caller and concerns him still, the newest first, and up to where he has read (DUE-10)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Protocol
from uuid import UUID

from deadlines.app.views import ObligationLine
from kit.directory.viewer import Viewer


class NoticeKind(IntEnum):
    """By the same numbers as in the contract (a test holds them equal)."""

    REMINDER = 1
    DUE_MOVED = 2


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the bell; `line` is the obligation as it stands now.

    A reminder has `days_after_due`, a due date that moved `old_due_on` and `new_due_on`.
    """

    id: UUID
    kind: NoticeKind
    noted_at: datetime
    is_read: bool
    line: ObligationLine
    days_after_due: int = 0
    old_due_on: date | None = None
    new_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class NoticeAfter:
    """Where the next page begins: behind this notice."""

    noted_at: datetime
    notice_id: UUID


@dataclass(frozen=True, slots=True)
class BellPage:
    """`unread` counts all the viewer's notices, up to a thousand."""

    notices: tuple[Notice, ...]
    next: NoticeAfter | None
    unread: int


class Bell(Protocol):
    async def page(self, viewer: Viewer, after: NoticeAfter | None) -> BellPage:
        """Fifty notices of the last ninety days that address the viewer, of what he may see now."""
        ...

    async def mark_read(self, viewer: Viewer, up_to: datetime) -> None:
        """Everything noted up to that moment is read; an earlier moment changes nothing."""
        ...
