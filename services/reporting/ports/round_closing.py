"""The job that carries closings on, in any number of copies (SUM-5)."""

import asyncio
from datetime import date

from kit.clock import Clock
from reporting.app.carry_on_closing import carry_on_closing
from reporting.app.round_store import CasesMonths, ClosingStore, CountedEvents

LOOK_EVERY_SECONDS = 1.0
# While something that a closing waits for does not come.
LONGEST_PAUSE_SECONDS = 5.0


class RoundClosing:
    """Looks for rounds that are closing and takes each as far as it goes; one that waits is taken up again."""

    name = "round-closing"

    def __init__(self, store: ClosingStore, months: CasesMonths, events: CountedEvents, clock: Clock) -> None:
        self._store = store
        self._months = months
        self._events = events
        self._clock = clock

    async def run(self) -> None:
        pause = LOOK_EVERY_SECONDS
        while True:
            left = await carry_on_closing(
                store=self._store, months=self._months, events=self._events, clock=self._clock
            )
            pause = min(1.5 * pause, LONGEST_PAUSE_SECONDS) if left else LOOK_EVERY_SECONDS
            await asyncio.sleep(pause)

    async def is_settled(self, day: date) -> bool:
        """Whether no round is closing."""
        return not await self._store.closing_rounds()
