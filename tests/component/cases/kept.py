"""What `cases` has kept of an act: entries of the audit trail, events in the outbox, rows of every table."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, text

from kit.database.tables import audit_entry, outbox
from rongrian.cases.v1.case_events_pb2 import CasesEvent
from tests.support.running import Running


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the trail, with before and after as they were written."""

    on: date
    actor: str
    roles: list[str]
    agency_id: str
    action: str
    object_kind: str
    object_id: str
    before: Any
    after: Any
    reason: str


async def trail(cases: Running) -> list[Entry]:
    """The audit trail, the oldest entry first."""
    async with cases.database.read() as connection:
        rows = (await connection.execute(select(audit_entry).order_by(audit_entry.c.entry_id))).all()
    return [
        Entry(
            on=row.on,
            actor=str(row.actor),
            roles=row.roles.split(),
            agency_id=str(row.agency_id),
            action=row.action,
            object_kind=row.object_kind,
            object_id=str(row.object_id),
            before=json.loads(row.before),
            after=json.loads(row.after),
            reason=row.reason,
        )
        for row in rows
    ]


async def events(cases: Running, case_id: str = "") -> list[CasesEvent]:
    """What was told, of one case where it is named, in the order of telling."""
    async with cases.database.read() as connection:
        payloads = (await connection.execute(select(outbox.c.payload).order_by(outbox.c.position))).scalars().all()
    told = [CasesEvent.FromString(payload) for payload in payloads]
    return [event for event in told if not case_id or event.facts.case_id == case_id]


async def told(cases: Running, case_id: str) -> list[str]:
    """The names of what was told of a case."""
    return [event.WhichOneof("event") or "" for event in await events(cases, case_id)]


async def everything(cases: Running) -> dict[str, list[str]]:
    """Every row of every table as text; bytes as hexadecimal digits."""
    async with cases.database.read() as connection:
        tables = await connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        names = [name for name in tables.scalars() if name != "alembic_version"]
        return {
            name: list((await connection.execute(text(f'SELECT t::text FROM "{name}" t'))).scalars()) for name in names
        }


async def places_of(cases: Running, *words: str) -> set[tuple[str, str]]:
    """The tables in which one of the words stands in clear, as text or as bytes."""
    written = await everything(cases)
    return {
        (table, word)
        for table, rows in written.items()
        for word in words
        if any(word in row or word.encode().hex() in row for row in rows)
    }


async def close_month(cases: Running, month: date) -> None:
    """As ป.ป.ท. does when it closes the round of a month."""
    async with cases.database.begin() as connection:
        await connection.execute(text("INSERT INTO closed_months VALUES (:month)"), {"month": month})
