"""How many obligations are open and missed, for the operator (OPS-1)."""

import asyncio

from prometheus_client import Gauge

from deadlines.adapters.sweeping import SqlSweepStore

EVERY_SECONDS = 60.0

OBLIGATIONS = Gauge("rongrian_obligations", "Obligations that are open or missed.", ["policy", "state"])


class ObligationGauges:
    name = "obligation-gauges"

    def __init__(self, store: SqlSweepStore) -> None:
        self._store = store

    async def run(self) -> None:
        while True:
            await self.measure()
            await asyncio.sleep(EVERY_SECONDS)

    async def measure(self) -> None:
        OBLIGATIONS.clear()
        for (policy, state), number in (await self._store.counts()).items():
            OBLIGATIONS.labels(policy, state.name.lower()).set(number)
