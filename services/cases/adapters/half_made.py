"""Half-made records: sealed as a whole, one officer's at one agency."""

import base64
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.sealed import Seals
from cases.adapters.tables import half_made_records
from cases.app.half_made import HalfMade
from kit.database.engine import Database
from kit.database.tables import sealed_key
from kit.directory.viewer import Viewer
from kit.domain.errors import Conflict, Fault, NotFound
from kit.sealing.blind_index import BlindIndex
from kit.sealing.seal import Sealer

MOST = 50
_HALF_MADE = UUID("5f0c7d1e-6a94-4c0b-9d55-7c2a7a1b0e63")


class SqlHalfMadeRecords:
    def __init__(self, database: Database, sealer: Sealer, blind_index: BlindIndex) -> None:
        self._database = database
        self._sealer = sealer
        self._blind_index = blind_index

    async def keep(self, record_id: UUID, version: int, content: bytes, viewer: Viewer) -> int:
        table = half_made_records
        async with self._database.begin() as connection:
            await _alone_with(connection, record_id)
            known = select(table.c.version, _is_of(viewer).label("is_his")).where(table.c.id == record_id)
            row = (await connection.execute(known)).one_or_none()
            if (row is None and version) or (row is not None and not row.is_his):
                raise NotFound  # A later version of nothing is answered as one of what is another's (ROLE-2).
            if row is not None and row.version != version:
                raise Conflict([_kept_elsewhere(row.version)])
            seals = Seals(connection, self._sealer, self._blind_index)
            sealed = await seals.seal(_sealed_as(record_id), "half_made", base64.b64encode(content).decode())
            changed = {"version": version + 1, "kept_at": func.now(), "content": sealed}
            if row is not None:
                await connection.execute(update(table).where(table.c.id == record_id).values(changed))
            else:
                own = {"id": record_id, "officer": viewer.actor.subject, "agency_id": viewer.agency}
                await connection.execute(insert(table).values(**own, **changed))
        return version + 1

    async def get(self, record_id: UUID, viewer: Viewer) -> HalfMade:
        found = await self._read(viewer, half_made_records.c.id == record_id)
        if not found:
            raise NotFound
        return found[0]

    async def all_of(self, viewer: Viewer) -> list[HalfMade]:
        return await self._read(viewer)

    async def drop(self, record_id: UUID, viewer: Viewer) -> None:
        async with self._database.begin() as connection:
            await drop_half_made(connection, record_id, viewer)

    async def _read(self, viewer: Viewer, *conditions: ColumnElement[bool]) -> list[HalfMade]:
        statement = select(half_made_records).where(_is_of(viewer), *conditions)
        async with self._database.read() as connection:
            rows = (await connection.execute(statement.order_by(half_made_records.c.kept_at.desc()).limit(MOST))).all()
            seals = Seals(connection, self._sealer, self._blind_index)
            opened = [(row, await seals.open(_sealed_as(row.id), "half_made", row.content)) for row in rows]
        return [
            HalfMade(row.id, row.version, row.kept_at, base64.b64decode(words))
            for row, words in opened
            if words is not None
        ]


async def drop_half_made(connection: AsyncConnection, record_id: UUID, viewer: Viewer) -> None:
    """Throw away the viewer's own half-made record of that id, if there is one, with the key that opens it."""
    own = delete(half_made_records).where(half_made_records.c.id == record_id, _is_of(viewer))
    if (await connection.execute(own)).rowcount:
        await connection.execute(delete(sealed_key).where(sealed_key.c.record_id == _sealed_as(record_id)))


async def _alone_with(connection: AsyncConnection, record_id: UUID) -> None:
    """Two windows that keep the same record for the first time: one after the other."""
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(record_id), 0))))


def _sealed_as(record_id: UUID) -> UUID:
    """The id under which its data key lies: its own is the caller's choice, and may be that of a complaint or case."""
    return uuid5(_HALF_MADE, str(record_id))


def _is_of(viewer: Viewer) -> ColumnElement[bool]:
    """CASE-6: private to its officer, at the agency for which he makes it."""
    return and_(half_made_records.c.officer == viewer.actor.subject, half_made_records.c.agency_id == viewer.agency)


def _kept_elsewhere(version: int) -> Fault:
    return Fault(
        "version",
        "CASE-26",
        f"มีการบันทึกค้างไว้จากหน้าต่างอื่นแล้ว (ฉบับที่ {version}) ข้อมูลที่พิมพ์ไว้ยังอยู่กับท่าน",
        f"Another window has kept version {version}; what you typed is still with you.",
    )
