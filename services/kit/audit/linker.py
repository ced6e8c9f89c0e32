"""Chaining entries after their commit: one writer a service, under an advisory lock and a database role of its own."""

import asyncio

from sqlalchemy import Uuid, bindparam, delete, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.audit.entry import FIRST_HASH, link_hash
from kit.database.direct import Direct
from kit.database.engine import Database
from kit.database.tables import audit_entry, audit_link, audit_unlinked
from kit.database.writes import writes_of
from kit.metrics import AUDIT_UNLINKED

BATCH = 1000
IDLE_SECONDS = 0.2
_LINKER_LOCK = 7_463_112


class Linker:
    """Adds a link for each entry that waits. `database` is opened with the linker's own role."""

    name = "linker"

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self) -> None:
        """Link until cancelled. Raises what stands in the way; the caller runs it again."""
        while True:
            if not await self._waiting() or await self.link_waiting() < BATCH:
                await asyncio.sleep(IDLE_SECONDS)

    async def link_waiting(self) -> int:
        """Link one batch in one transaction; returns how many, 0 also while another copy is at it."""
        async with self._database.begin() as connection:
            if not await _is_alone(connection):
                return 0
            position, previous = await _tail(connection)
            waiting = await _WAITING.rows(connection)
            links = []
            for row in waiting:
                position += 1
                current = link_hash(position, previous, row.content_hash)
                link = {"position": position, "entry_id": row.entry_id, "previous_hash": previous, "hash": current}
                links.append(link)
                previous = current
            if links:
                writes_of(connection).insert(audit_link, links)
                await connection.execute(_WAITS_NO_MORE, {"linked": [link["entry_id"] for link in links]})
        return len(links)

    async def _waiting(self) -> int:
        async with self._database.read() as connection:
            [row] = await _COUNT.rows(connection)
        count: int = row.waiting
        AUDIT_UNLINKED.set(count)
        return count


_COUNT = Direct(select(func.count().label("waiting")).select_from(audit_unlinked))
_WAITING = Direct(
    select(audit_entry.c.entry_id, audit_entry.c.content_hash)
    .join(audit_unlinked, audit_unlinked.c.entry_id == audit_entry.c.entry_id)
    .order_by(audit_unlinked.c.since, audit_entry.c.entry_id)
    .limit(BATCH)
)
_WAITS_NO_MORE = delete(audit_unlinked).where(
    audit_unlinked.c.entry_id == func.any(bindparam("linked", type_=ARRAY(Uuid)))
)


async def _is_alone(connection: AsyncConnection) -> bool:
    statement = text("SELECT pg_try_advisory_xact_lock(:key)")
    return bool((await connection.execute(statement, {"key": _LINKER_LOCK})).scalar_one())


async def _tail(connection: AsyncConnection) -> tuple[int, bytes]:
    statement = select(audit_link.c.position, audit_link.c.hash).order_by(audit_link.c.position.desc()).limit(1)
    row = (await connection.execute(statement)).one_or_none()
    return (row.position, row.hash) if row else (0, FIRST_HASH)
