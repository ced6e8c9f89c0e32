"""The sweep as a job, and whether all is well with it (DUE-15)."""

from datetime import date

from deadlines.adapters.sweeping import SqlSweepStore
from deadlines.app.sweep import sweep
from deadlines.ports.daily import OLDEST_SECONDS, DailyJob
from kit.clock import Clock


class SweepJob(DailyJob):
    def __init__(self, store: SqlSweepStore, clock: Clock) -> None:
        async def act(today: date) -> None:
            await sweep(today, store=store)

        super().__init__("sweep", clock, act, store.is_overdue_left, longest_seconds=OLDEST_SECONDS)
        self._store = store

    async def ailments(self) -> list[str]:
        """A sweep of more than five minutes ago, and every policy that something is owed under and that has no row."""
        late = [f"sweep older than {OLDEST_SECONDS:.0f} seconds"] if self._age() >= OLDEST_SECONDS else []
        return [*late, *(f"policy {code} without a setting" for code in await self._store.policies_without_setting())]
