"""Reading sealed fields: the right inside the read, the entry of the trail in the same transaction."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.complaint_saving import complainant_from
from cases.adapters.rows import select_cases
from cases.adapters.scope import may_change, stance_columns, stance_from, visible_to
from cases.adapters.sealed import Seals
from cases.adapters.tables import accusations, accused, allegations, cases, co_offenders, complaints
from cases.app.asking import Asked
from cases.app.opening import NumberOf
from cases.domain.complaint import Complainant
from kit.audit.trail import entry_of, record_entries
from kit.clock import Clock
from kit.database.engine import Database
from kit.domain.errors import NotFound, PermissionMissing
from kit.sealing.blind_index import BlindIndex
from kit.sealing.seal import Sealer


class SqlSealedDoor:
    def __init__(self, database: Database, clock: Clock, sealer: Sealer, blind_index: BlindIndex) -> None:
        self._database = database
        self._clock = clock
        self._sealer = sealer
        self._blind_index = blind_index

    async def complainant(self, case_id: UUID, asked: Asked) -> Complainant:
        statement = select_cases(complaints.c.complainant, *stance_columns(asked.viewer)).where(cases.c.id == case_id)
        async with self._database.begin() as connection:
            row = (await connection.execute(statement.where(visible_to(asked.viewer)))).one_or_none()
            if row is None or row.complainant is None:
                raise NotFound
            if not stance_from(row, asked.viewer).is_handler:
                raise PermissionMissing(asked.permission)
            words = await self._opened(connection, row.complaint_id, "complainant", row.complainant)
            await self._note(connection, asked, "complaint", row.complaint_id, "complainant")
        return complainant_from(words)

    async def national_id(self, of: NumberOf, asked: Asked) -> str:
        async with self._database.begin() as connection:
            read = self._co_offender if of.co_offender else self._accused
            row = await read(connection, of, asked)
            if row is None or row.sealed is None:
                raise NotFound
            if not row.may_change:
                raise PermissionMissing(asked.permission)
            number = await self._opened(connection, row.record_id, row.field, row.sealed)
            await self._note(connection, asked, "case", of.case_id, f"{row.field} of {row.record_id}")
        return number

    async def _accused(self, connection: AsyncConnection, of: NumberOf, asked: Asked) -> Row[Any] | None:
        statement = select_cases(
            accused.c.national_id.label("sealed"),
            accused.c.case_id.label("record_id"),
            literal("national_id").label("field"),
            may_change(asked.viewer).label("may_change"),
        ).where(cases.c.id == of.case_id, visible_to(asked.viewer))
        row: Row[Any] | None = (await connection.execute(statement)).one_or_none()
        return row

    async def _co_offender(self, connection: AsyncConnection, of: NumberOf, asked: Asked) -> Row[Any] | None:
        statement = (
            select(
                co_offenders.c.identifier.label("sealed"),
                co_offenders.c.id.label("record_id"),
                literal("identifier").label("field"),
                may_change(asked.viewer).label("may_change"),
            )
            .select_from(cases)
            .join(complaints, complaints.c.id == cases.c.complaint_id)
            .join(accusations, accusations.c.case_id == cases.c.id)
            .join(allegations, allegations.c.id == accusations.c.allegation_id)
            .join(co_offenders, co_offenders.c.allegation_id == allegations.c.id)
            .where(cases.c.id == of.case_id, visible_to(asked.viewer))
            .where(allegations.c.ordinal == of.allegation, co_offenders.c.ordinal == of.co_offender)
        )
        row: Row[Any] | None = (await connection.execute(statement)).one_or_none()
        return row

    async def _opened(self, connection: AsyncConnection, record_id: UUID, field: str, sealed: bytes) -> str:
        opened = await Seals(connection, self._sealer, self._blind_index).open(record_id, field, sealed)
        if opened is None:
            raise NotFound
        return opened

    async def _note(self, connection: AsyncConnection, asked: Asked, kind: str, object_id: UUID, what: str) -> None:
        entry = entry_of(
            self._clock,
            asked.viewer.actor,
            asked.permission,
            kind,
            object_id,
            on=asked.now.on,
            after={"opened": what},
            reason=asked.reason,
        )
        record_entries(connection, [entry])
