"""ปิดรอบ: what was recorded in a month is not edited any more, and all of it is told (CASE-20, SUM-5)."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kit.clock import Clock
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class CloseMonth:
    """`month` is its first day."""

    by: Viewer
    month: date


@dataclass(frozen=True, slots=True)
class Published:
    """Whether everything recorded before is in the stream, and the sequence of the stream's last message."""

    is_whole: bool
    last_sequence: int


class MonthClosing(Protocol):
    async def close(self, month: date, by: Viewer) -> None:
        """Refuse every edit of what was recorded in it, when those under way are committed; again: no change."""
        ...

    async def published(self) -> Published:
        """How the stream stands, after a few seconds at most. Raises Unavailable while NATS is away."""
        ...


async def close_month(command: CloseMonth, *, months: MonthClosing, clock: Clock) -> Published:
    """Raises InvalidInput for a month that is not over, Unavailable while NATS is away: the month is closed then."""
    if command.month >= clock.today().replace(day=1):
        fault = Fault("month", "SUM-5", "เดือนนี้ยังไม่สิ้นสุด ปิดรอบไม่ได้", "This month is not over: it is not closed yet.")
        raise InvalidInput([fault])
    await months.close(command.month, command.by)
    return await months.published()
