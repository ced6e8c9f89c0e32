"""The doors through which corrections are asked for and decided, each one transaction with what follows (CASE-22)."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.correction_desk import SqlDeciding, SqlRequesting
from cases.adapters.correction_reading import CorrectionReader, named_by
from cases.adapters.saving import CaseSaver, Viewing
from cases.adapters.sealed import Seals
from cases.adapters.tables import corrections
from cases.app.asking import Asked
from cases.app.correction_store import FieldTexts
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.requests import refuse_repetition, remember_request
from kit.directory.viewer import Viewer
from kit.domain.errors import NotFound, PermissionMissing
from kit.sealing.blind_index import BlindIndex
from kit.sealing.seal import Sealer


class Refusing(Viewing, Protocol):
    """Reads cases whole, and lets a refusal say what they would accept."""

    def refusing(
        self, connection: AsyncConnection, case_ids: Sequence[UUID], viewer: Viewer
    ) -> AbstractAsyncContextManager[None]: ...


class SqlCorrections(CorrectionReader):
    """The doors through which corrections are asked for and decided; reading is `CorrectionReader`'s."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sealer: Sealer,
        blind_index: BlindIndex,
        texts: FieldTexts,
        viewing: Refusing,
    ) -> None:
        super().__init__(database, texts)
        self._clock = clock
        self._sealer = sealer
        self._blind_index = blind_index
        self._viewing = viewing

    @asynccontextmanager
    async def requesting(
        self, case_ids: Collection[UUID], asked: Asked, *, opened: Collection[UUID]
    ) -> AsyncIterator[SqlRequesting]:
        async with self._beginning(asked) as connection:
            complaint_ids = await self.changeable(connection, case_ids, asked.viewer, asked.permission)
            desk = SqlRequesting(connection, asked, self._seals(connection), self._saver(connection, asked))
            await desk.load(complaint_ids)
            # Once more under the locks: who is recused may have changed while they were waited for (ROLE-5).
            await self.changeable(connection, case_ids, asked.viewer, asked.permission)
            await desk.load_waiting(case_ids)
            await desk.open_complainants(opened)
            yield desk
            remember_request(connection, asked.request.keyed(self._blind_index), desk.batch)

    @asynccontextmanager
    async def deciding(
        self, correction_ids: Sequence[UUID], asked: Asked, *, is_opened: bool
    ) -> AsyncIterator[SqlDeciding]:
        async with self._beginning(asked) as connection:
            desk = self._deciding(connection, asked)
            found = (await connection.execute(named_by(asked.viewer, correction_ids))).all()
            await desk.load({row.complaint_id for row in found})
            rows = await _locked(connection, asked.viewer, correction_ids)
            if not all(row.decides for row in rows):
                raise PermissionMissing(asked.permission)
            async with self._on(desk, rows, is_opened=is_opened):
                yield desk

    @asynccontextmanager
    async def withdrawing(self, correction_ids: Sequence[UUID], asked: Asked) -> AsyncIterator[SqlDeciding]:
        async with self._beginning(asked) as connection:
            desk = self._deciding(connection, asked)
            async with self._on(desk, await _locked(connection, asked.viewer, correction_ids), is_opened=False):
                yield desk

    @asynccontextmanager
    async def _on(self, desk: SqlDeciding, rows: Sequence[Row[Any]], *, is_opened: bool) -> AsyncIterator[None]:
        """The corrections of `rows` on the desk; remembered as done by the first of them when the block ends."""
        connection, asked = desk.connection, desk.asked
        await desk.load_pending(rows, is_opened=is_opened)
        async with self._viewing.refusing(connection, list({row.case_id for row in rows}), asked.viewer):
            yield
        remember_request(connection, asked.request.keyed(self._blind_index), rows[0].id)

    def _deciding(self, connection: AsyncConnection, asked: Asked) -> SqlDeciding:
        return SqlDeciding(connection, asked, self._seals(connection), lambda asking: self._saver(connection, asking))

    @asynccontextmanager
    async def _beginning(self, asked: Asked) -> AsyncIterator[AsyncConnection]:
        async with self._database.begin() as connection:
            await refuse_repetition(connection, asked.request.keyed(self._blind_index))
            yield connection

    def _seals(self, connection: AsyncConnection) -> Seals:
        return Seals(connection, self._sealer, self._blind_index)

    def _saver(self, connection: AsyncConnection, asked: Asked) -> CaseSaver:
        return CaseSaver(connection, self._clock, asked, self._viewing)


async def _locked(connection: AsyncConnection, viewer: Viewer, wanted: Sequence[UUID]) -> list[Row[Any]]:
    """In the order asked, each once; locked in the order of their ids. Raises NotFound for what he may not see."""
    in_order = named_by(viewer, wanted).order_by(corrections.c.id)
    found = await connection.execute(in_order.with_for_update(of=corrections))
    by_id = {row.id: row for row in found.all()}
    if len(by_id) != len(set(wanted)):
        raise NotFound
    return [by_id[each] for each in dict.fromkeys(wanted)]
