"""The job that tells who owes summaries where no act has told it: after the upgrade that asks it first (SUM-0)."""

import asyncio

from agencies.app.tree_store import TreeStore

EVERY_SECONDS = 3600.0


class SummarySettler:
    """Any number of copies may run: what was told is not told again."""

    name = "summary-settler"

    def __init__(self, store: TreeStore) -> None:
        self._store = store

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._store.settle_summaries()
            await asyncio.sleep(EVERY_SECONDS)
