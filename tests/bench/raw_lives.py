"""The floor of PERF-2: what a life writes, by asyncpg alone, one transaction for each of its eleven writes."""

import asyncio
import os
import time
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
from uuid_utils.compat import uuid7

from kit.sealing.blind_index import BlindIndex
from kit.sealing.seal import Sealer
from tests.bench.bulk.case_rows import TABLES, CaseRows, Rows
from tests.bench.bulk.lives import begin
from tests.bench.bulk.nation import Place
from tests.bench.bulk.records import a_record
from tests.bench.lifecycles import CASES_OF_A_LIFE, WRITES_OF_A_LIFE

LIVES, CONNECTIONS = 400, 16
_DAY = date(2026, 11, 2)
_BY_CASE = "UPDATE cases SET status = $2, version = $3, timeline_length = $4 WHERE id = $1"
# As large as those of the service, measured: an event's payload, an entry's words.
_PAYLOAD, _ENTRY = os.urandom(450), "ก" * 400


class RawLives:
    """On a database of its own, migrated and empty, so that nothing of it is counted or relayed."""

    def __init__(self, url: str, sealer: Sealer, blind_index: BlindIndex) -> None:
        self._url = url
        self._sealer = sealer
        self._blind_index = blind_index
        self._number = 0

    async def lives_a_second(self) -> float:
        """The rows are made before the time begins."""
        lives = [self._rows() for _ in range(LIVES)]
        async with asyncpg.create_pool(self._url, min_size=CONNECTIONS, max_size=CONNECTIONS) as pool:
            began = time.perf_counter()
            await asyncio.gather(*(_write_some(pool, lives[at::CONNECTIONS]) for at in range(CONNECTIONS)))
            return LIVES / (time.perf_counter() - began)

    def _rows(self) -> Rows:
        """Of a record with two accused."""
        today = _DAY
        while True:
            self._number += 1
            rng = Random(self._number)
            record = a_record(self._number, today, "กรมทดสอบ", rng)
            if len(record.accused) == CASES_OF_A_LIFE:
                break
        life = begin(Place(UUID(int=1), "กรมทดสอบ", UUID(int=2)), record, today, rng)
        rows = CaseRows(self._sealer, self._blind_index)
        rows.add(self._number, life)
        return rows.rows


async def _write_some(pool: asyncpg.Pool, lives: list[Rows]) -> None:
    async with pool.acquire() as connection:
        for rows in lives:
            await _write(connection, rows)


async def _write(connection: asyncpg.Connection, rows: Rows) -> None:
    cases = [row["id"] for row in rows["cases"]]
    async with connection.transaction():
        for table in TABLES:
            await _insert(connection, table, rows[table])
        await _note(connection, events=len(cases))
    for step in range((WRITES_OF_A_LIFE - 1) // CASES_OF_A_LIFE):
        for case_id in cases:
            line = rows["timeline"][0] | {"case_id": case_id, "number": step + 2, "details": '{"text": "ก"}'}
            async with connection.transaction():
                await connection.execute(_BY_CASE, case_id, 3, step + 2, step + 2)
                await _insert(connection, "timeline", [line])
                await _note(connection, events=1)


async def _note(connection: asyncpg.Connection, events: int) -> None:
    """Outbox, trail and the request's id."""
    told = [{"event_id": uuid7(), "subject": "rongrian.cases.v1.floor", "payload": _PAYLOAD} for _ in range(events)]
    await _insert(connection, "outbox", told)
    entry_id, nobody = uuid7(), UUID(int=2)
    entry = {"entry_id": entry_id, "at": datetime.now(UTC), "on": _DAY, "actor": nobody, "roles": "unit"}
    entry |= {"agency_id": nobody, "action": "floor", "object_kind": "case", "object_id": nobody}
    await _insert(
        connection,
        "audit_entry",
        [entry | {"before": "{}", "after": _ENTRY, "reason": "", "content_hash": bytes(32)}],
    )
    await _insert(connection, "audit_unlinked", [{"entry_id": entry_id}])
    request = {"request_id": uuid7(), "subject": nobody, "digest": bytes(32), "object_id": nobody}
    await _insert(connection, "answered_request", [request])


async def _insert(connection: asyncpg.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    columns = ", ".join(f'"{name}"' for name in rows[0])
    places = ", ".join(f"${place + 1}" for place in range(len(rows[0])))
    await connection.executemany(
        f"INSERT INTO {table} ({columns}) VALUES ({places})", [tuple(row.values()) for row in rows]
    )
