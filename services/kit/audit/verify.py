"""Proving the chain (CASE-27): every link from the first, every entry's content, nothing unlinked, no tail cut off."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.audit.entry import FIRST_HASH, AuditEntry, link_hash
from kit.database.engine import Database
from kit.database.tables import audit_entry, audit_link
from rongrian.kit.v1.audit_pb2 import AuditHead

BATCH = 5000
UNLINKED_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many links were proved, and the first fault in words, or None when all is well."""

    links: int
    fault: str | None = None


def _to_nobody(links: int) -> None:
    """For whoever does not wait at a screen."""


async def verify(
    database: Database,
    witness: Callable[[], Awaitable[AuditHead | None]],
    told: Callable[[int], None] = _to_nobody,
) -> Verdict:
    """Walk the whole chain and hold it against the head that `witness` kept.

    Names the first broken link by its entry. Entries without a link for more than 60 s are a fault. `told` hears after
    each batch how many links are proved.
    """
    head = await witness()
    async with database.read() as connection:
        verdict = await _walk(connection, head, told)
        if verdict.fault is None and (late := await _unlinked(connection)) is not None:
            return Verdict(verdict.links, f"entry {late} has had no link for more than {UNLINKED_SECONDS} s")
    return verdict


async def count_links(database: Database) -> int:
    """How long the chain is, for showing how far a walk has come."""
    async with database.read() as connection:
        count: int = (await connection.execute(select(func.count()).select_from(audit_link))).scalar_one()
    return count


async def _walk(connection: AsyncConnection, head: AuditHead | None, told: Callable[[int], None]) -> Verdict:
    position, previous, witnessed = 0, FIRST_HASH, head is None
    while rows := (await connection.execute(_links_after(position))).all():
        for row in rows:
            fault = _fault_of(row, position + 1, previous)
            if fault is not None:
                return Verdict(position, fault)
            position, previous = row.position, row.hash
            if head is not None and head.position == position:
                witnessed = True
                if head.hash != row.hash:
                    return Verdict(position, f"link {position} is not the one that was witnessed")
        told(position)
    if not witnessed and head is not None:
        cut = f"the tail is cut off: {head.position} links were witnessed, {position} are here"
        return Verdict(position, cut)
    return Verdict(position)


def _fault_of(row: Row[Any], position: int, previous: bytes) -> str | None:
    if row.position != position:
        return f"link {position} is missing"
    if row.content_hash is None:
        return f"entry {row.linked_entry} of link {position} is missing"
    entry = AuditEntry(**{field.name: getattr(row, field.name) for field in fields(AuditEntry)})
    if entry.content_hash() != row.content_hash:
        return f"entry {entry.entry_id} of link {position} was changed"
    if row.previous_hash != previous or row.hash != link_hash(position, previous, row.content_hash):
        return f"link {position} of entry {entry.entry_id} was changed"
    return None


def _links_after(position: int) -> Any:
    return (
        select(
            audit_link.c.position,
            audit_link.c.previous_hash,
            audit_link.c.hash,
            audit_link.c.entry_id.label("linked_entry"),
            audit_entry,
        )
        .outerjoin(audit_entry, audit_entry.c.entry_id == audit_link.c.entry_id)
        .where(audit_link.c.position > position)
        .order_by(audit_link.c.position)
        .limit(BATCH)
    )


async def _unlinked(connection: AsyncConnection) -> object:
    statement = (
        select(audit_entry.c.entry_id)
        .outerjoin(audit_link, audit_link.c.entry_id == audit_entry.c.entry_id)
        .where(audit_link.c.entry_id.is_(None), audit_entry.c.at < func.now() - timedelta(seconds=UNLINKED_SECONDS))
        .order_by(audit_entry.c.at)
        .limit(1)
    )
    return (await connection.execute(statement)).scalar_one_or_none()
