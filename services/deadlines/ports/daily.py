"""What time itself sets off: at the start, when the business day changes, and every minute."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

from prometheus_client import Gauge

from kit.clock import Clock

LOOK_EVERY_SECONDS = 0.5
EVERY_SECONDS = 60.0
# DUE-15: work older than this is not well.
OLDEST_SECONDS = 300.0

DONE_AT = Gauge("rongrian_daily_done_timestamp_seconds", "When a daily job was last done, in Unix time.", ["job"])


class DailyJob:
    """Runs `act` for the business day; `is_left` says whether anything of a day is still to be done, by any copy.

    A run that takes more than `longest_seconds` is ended and counts as failed.
    """

    def __init__(
        self,
        name: str,
        clock: Clock,
        act: Callable[[date], Awaitable[None]],
        is_left: Callable[[date], Awaitable[bool]],
        *,
        longest_seconds: float | None = None,
    ) -> None:
        self.name = name
        self._clock = clock
        self._act = act
        self._is_left = is_left
        self._longest_seconds = longest_seconds
        self._done_for: date | None = None
        self._done_at = 0.0
        self._asked = False

    async def run(self) -> None:
        """Work until cancelled. Raises what stands in the way; the caller runs it again."""
        while True:
            today = self._clock.today()
            if self._asked or today != self._done_for or self._age() >= EVERY_SECONDS:
                self._asked = False
                async with asyncio.timeout(self._longest_seconds):
                    await self._act(today)
                self._done_for, self._done_at = today, asyncio.get_running_loop().time()
                DONE_AT.labels(self.name).set_to_current_time()
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def is_settled(self, day: date) -> bool:
        """Whether everything of `day` is done, lately; where it is not, the next look does not wait for its minute."""
        is_here = self._clock.today() >= day
        settled = is_here and self._age() < OLDEST_SECONDS and not await self._is_left(day)
        self._asked = not settled
        return settled

    def _age(self) -> float:
        return asyncio.get_running_loop().time() - self._done_at if self._done_for else OLDEST_SECONDS
