"""A database without its indexes while it is filled: they are taken off before, and made again after."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg


@asynccontextmanager
async def bare(url: str) -> AsyncIterator[None]:
    """Without foreign keys and without the indexes that no key needs, until the block ends; no address: nothing."""
    if not url:
        yield
        return
    keys = await _ask(url, _FOREIGN_KEYS)
    indexes = await _ask(url, _INDEXES)
    for table, name, _ in keys:
        await say(url, f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _ in indexes:
        await say(url, f"DROP INDEX {name}")
    yield
    for _, definition in indexes:
        await say(url, f"SET maintenance_work_mem = '512MB'; {definition}")
    for table, name, definition in keys:
        await say(url, f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


# Those of partitions and of the kit's own tables are left alone: nothing is loaded into them.
_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
    JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'figures') AND c.relkind = 'r' AND NOT c.relispartition
        AND c.relname !~ '^(outbox|inbox|audit|directory)'
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)"""
_FOREIGN_KEYS = """
    SELECT k.conrelid::regclass::text, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k
    JOIN pg_namespace n ON n.oid = k.connamespace
    WHERE k.contype = 'f' AND k.conparentid = 0 AND n.nspname IN ('public', 'figures')"""


async def _ask(url: str, statement: str) -> Sequence[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        found: Sequence[asyncpg.Record] = await connection.fetch(statement)
        return found
    finally:
        await connection.close()


async def say(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
