"""ปิดรอบรายงานประจำเดือน (SUM-5): ป.ป.ท. begins it, a job of `work` carries it on (`carry_on_closing`)."""

from dataclasses import dataclass
from datetime import date

from kit.clock import Clock
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from reporting.app.round_store import RoundStore


@dataclass(frozen=True, slots=True)
class CloseRound:
    viewer: Viewer
    first: date
    request: RequestKey


async def close_round(command: CloseRound, *, store: RoundStore, clock: Clock) -> None:
    """Raises RoundNotBegun, RoundNotOver, RoundClosedAlready, what `closing` raises."""
    async with store.closing(command.viewer, command.first, command.request) as closing:
        closing.round = closing.round.begin_closing(clock.today())
