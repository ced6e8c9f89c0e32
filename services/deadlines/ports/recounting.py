"""Looks for changes of holidays whose obligations are still to be counted again."""

import asyncio
from datetime import date

from deadlines.adapters.recounting import SqlRecountStore
from deadlines.app.recount import recount
from kit.clock import Clock

LOOK_EVERY_SECONDS = 1.0


class Recounter:
    name = "recount"

    def __init__(self, store: SqlRecountStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def run(self) -> None:
        """Work until cancelled. Raises what stands in the way; the caller runs it again."""
        while True:
            await recount(self._clock.today(), store=self._store)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def is_settled(self, day: date) -> bool:
        return not await self._store.is_recount_left()
