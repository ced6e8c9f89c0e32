"""PERF-8: the sweep of a thousand that are due, among a million obligations and among a hundred thousand."""

import time
from datetime import date, timedelta

import asyncpg
from uuid_utils.compat import uuid7

from deadlines.adapters.sweeping import BATCH, SqlSweepStore
from deadlines.app.sweep import sweep
from deadlines.domain.policy import ROUND_7, ROUND_37
from deadlines.domain.state import ObligationState
from deadlines.service import SERVICE as DEADLINES
from tests.bench.bulk.obligations import put_obligations
from tests.bench.ground import Ground
from tests.bench.rows import Row
from tests.bench.timing import p

DUE, FEW, MANY, TURNS = 1000, 100_000, 1_000_000, 25
_POLICIES = (ROUND_7, ROUND_37)
_CLAIM = f"""SELECT * FROM obligations WHERE state = 1 AND ended_on IS NULL AND due_on < $1
    ORDER BY due_on, id LIMIT {BATCH} FOR NO KEY UPDATE SKIP LOCKED"""
_MISS = "UPDATE obligations SET state = 3, version = version + 1 WHERE id = ANY($1)"
_TELL = """INSERT INTO outbox (event_id, subject, payload)
    SELECT event_id, 'rongrian.deadlines.v1.obligation_missed', payload
    FROM unnest($1::uuid[], $2::bytea[]) told (event_id, payload)"""
_AGAIN = "UPDATE obligations SET state = 1, version = 1 WHERE state = 3 AND due_on = $1"


class Swept:
    """One database of obligations; the same thousand are due again before each sweep."""

    def __init__(self, store: SqlSweepStore, connection: asyncpg.Connection, today: date) -> None:
        self._store = store
        self._connection = connection
        self._today = today

    async def ours(self) -> float:
        """Milliseconds of the service's own sweep."""
        await self._make_due()
        began = time.perf_counter()
        await sweep(self._today, store=self._store)
        milliseconds = (time.perf_counter() - began) * 1000
        await self._hold_against()
        return milliseconds

    async def floor(self) -> float:
        """Milliseconds of the same reads and writes, set by set."""
        await self._make_due()
        began = time.perf_counter()
        while await self._batch():
            pass
        milliseconds = (time.perf_counter() - began) * 1000
        await self._hold_against()
        return milliseconds

    async def _batch(self) -> int:
        async with self._connection.transaction():
            rows = await self._connection.fetch(_CLAIM, self._today)
            await self._connection.execute(_MISS, [row["id"] for row in rows])
            await self._connection.execute(_TELL, [uuid7() for _ in rows], [bytes(_PAYLOAD)] * len(rows))
        return len(rows)

    async def _make_due(self) -> None:
        await self._connection.execute(_AGAIN, self._today - timedelta(days=1))
        await self._connection.execute("VACUUM obligations")

    async def _hold_against(self) -> None:
        missed = f"SELECT count(*) FROM obligations WHERE state = {int(ObligationState.MISSED)}"
        assert await self._connection.fetchval(missed) == DUE


_PAYLOAD = 300  # bytes of an event, as the service writes it


async def measure(ground: Ground) -> list[Row]:
    few, many = [await _made(ground, count) for count in (FEW, MANY)]
    async with (
        ground.foundation(DEADLINES, few) as with_few,
        ground.foundation(DEADLINES, many) as with_many,
    ):
        swept = [
            Swept(
                SqlSweepStore(foundation.database, foundation.clock),
                await asyncpg.connect(ground.owner_url("deadlines", name)),
                ground.day,
            )
            for foundation, name in ((with_few, few), (with_many, many))
        ]
        turns = [(await swept[1].ours(), await swept[1].floor(), await swept[0].ours()) for _ in range(TURNS + 1)][1:]
    ours, floor, among_few = (round(p(0.5, [turn[at] for turn in turns]), 1) for at in range(3))
    under = (
        f"deadlines' own sweep in the bench's process, {DUE} due among {MANY:,} open, batches of {BATCH} in one "
        f"transaction each with an event for every one; median of {TURNS}, in turns with the floor and with {FEW:,} "
        "stored"
    )
    changed = round(max(0.0, ours / among_few - 1) * 100, 1)
    return [
        Row("PERF-8", f"sweep of {DUE} due among {MANY:,}", ours, "ms", floor, "the same reads and writes by SQL", 3,
            bound_of="ratio", under=under),
        Row("PERF-8", f"ten times the obligations make it longer by ({FEW:,} to {MANY:,})", changed, "%", 10.0,
            "what is allowed", 10, under=under, also=f"{among_few:g} ms among {FEW:,}, {ours:g} ms among {MANY:,}"),
    ]  # fmt: skip


async def _made(ground: Ground, count: int) -> str:
    name = await ground.database(DEADLINES)
    await put_obligations(ground.owner_url("deadlines", name), count, due=DUE, today=ground.day, policies=_POLICIES)
    await ground.settle()
    return name
