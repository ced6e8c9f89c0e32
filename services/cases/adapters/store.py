"""The store of `cases`: the doors through which something changes, each one transaction."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.complaint_loading import load_file
from cases.adapters.complaint_saving import save_file
from cases.adapters.conflicts import changes_since, complaint_changes
from cases.adapters.entry_editing import SqlEntryEditing, load_entry
from cases.adapters.for_change import (
    COMPLAINT,
    COMPLAINT_OF_CASE,
    DELETED_COMPLAINT,
    load_complaint,
    load_for_change,
)
from cases.adapters.month_lock import hold_months
from cases.adapters.officers import refuse_as_handler, refuse_unknown
from cases.adapters.reading import CaseReader
from cases.adapters.recording import SqlRecording
from cases.adapters.rows import case_from
from cases.adapters.saving import CaseSaver
from cases.adapters.scope import (
    acoc_kinds,
    levels_of,
)
from cases.adapters.sealed import Seals
from cases.app.asking import Asked
from cases.app.store import RecordEditing, RecordingAgency, can_change
from cases.domain.case import Case
from cases.domain.complaint_file import ComplaintFile
from cases.domain.stance import Stance
from kit.clock import Clock
from kit.database.direct import Direct
from kit.database.engine import Database
from kit.database.requests import refuse_repetition, remember_request
from kit.database.tables import directory_agency
from kit.directory.viewer import Viewer, within
from kit.domain.errors import Conflict, NotFound
from kit.sealing.blind_index import BlindIndex
from kit.sealing.seal import Sealer


class SqlCaseStore(CaseReader):
    """The doors for a change; reading is `CaseReader`'s."""

    def __init__(self, database: Database, clock: Clock, sealer: Sealer, blind_index: BlindIndex) -> None:
        super().__init__(database, clock, blind_index)
        self._sealer = sealer

    @asynccontextmanager
    async def recording(
        self, asked: Asked, agency_id: UUID | None, half_made: UUID | None
    ) -> AsyncIterator[SqlRecording]:
        async with self._beginning(asked) as connection:
            agency = await _agency_to_record_for(connection, asked.viewer, agency_id)
            recording = SqlRecording(connection, asked, agency, self._seals(connection), self._saver(connection, asked))
            yield recording
            if recording.file is not None:
                self._remember(connection, asked, recording.file.id)
                await recording.finish(half_made)

    @asynccontextmanager
    async def editing(
        self,
        case_ids: Sequence[UUID],
        asked: Asked,
        *,
        expected_version: int = 0,
        may: Callable[[Stance], bool] = can_change,
        handler: UUID | None = None,
    ) -> AsyncIterator[list[Case]]:
        async with self._beginning(asked) as connection:
            rows = await load_for_change(connection, case_ids, asked, may)
            if handler is not None:
                await refuse_as_handler(connection, case_ids[0], handler)
            await _refuse_past(connection, rows[0], expected_version)
            loaded = [case_from(row) for row in rows]
            async with self.refusing(connection, case_ids, asked.viewer):
                yield loaded
            saver = self._saver(connection, asked)
            for row, case in zip(rows, loaded, strict=True):
                await saver.save(row, case)
            self._remember(connection, asked, case_ids[0])

    @asynccontextmanager
    async def editing_entry(
        self, case_id: UUID, number: int, edition: int, asked: Asked
    ) -> AsyncIterator[SqlEntryEditing]:
        async with self._beginning(asked) as connection:
            months = await hold_months(connection)
            [row] = await load_for_change(connection, [case_id], asked, can_change)
            async with self.refusing(connection, [case_id], asked.viewer):
                editing = await load_entry(connection, row, number, edition, months)
                yield editing
            edited = await editing.finish(asked)
            await self._saver(connection, asked).save(row, editing.case, edited=edited)
            self._remember(connection, asked, case_id)

    @asynccontextmanager
    async def editing_complaint(
        self,
        complaint_id: UUID | None,
        asked: Asked,
        *,
        case_id: UUID | None = None,
        expected_version: int = 0,
        is_deleted: bool = False,
        may: Callable[[Stance], bool] = can_change,
        officer: UUID | None = None,
    ) -> AsyncIterator[ComplaintFile]:
        door = DELETED_COMPLAINT if is_deleted else COMPLAINT if complaint_id is not None else COMPLAINT_OF_CASE
        async with self._beginning(asked) as connection:
            rows = await load_complaint(connection, door, complaint_id or case_id, asked, may)
            if officer is not None:
                await refuse_unknown(connection, officer)
            if complaint_id is not None:
                await _refuse_past_complaint(connection, rows, expected_version)
            await _refuse_past(connection, next((row for row in rows if row.id == case_id), None), expected_version)
            async with self._changing(connection, asked, rows, case_id) as file:
                yield file
            self._remember(connection, asked, case_id or file.id)

    @asynccontextmanager
    async def editing_record(
        self, complaint_id: UUID, asked: Asked, *, expected_version: int
    ) -> AsyncIterator[RecordEditing]:
        async with self._beginning(asked) as connection:
            months = await hold_months(connection)
            rows = await load_complaint(connection, COMPLAINT, complaint_id, asked, can_change)
            await _refuse_past_complaint(connection, rows, expected_version)
            async with self._changing(connection, asked, rows) as file:
                yield RecordEditing(file, months)
            self._remember(connection, asked, complaint_id)

    @asynccontextmanager
    async def _changing(
        self, connection: AsyncConnection, asked: Asked, rows: Sequence[Row[Any]], case_id: UUID | None = None
    ) -> AsyncIterator[ComplaintFile]:
        """The complaint of these rows, `case_id` where one was named, written as the difference when the block ends."""
        file = await load_file(connection, rows)
        file.place_of_number = self._place_of_number(rows)
        before = file.copied()
        named = [case_id] if case_id is not None else [row.id for row in rows]
        async with self.refusing(connection, named, asked.viewer):
            yield file
        saver = self._saver(connection, asked)
        await save_file(connection, saver, self._seals(connection), asked, rows, before, file)

    def _place_of_number(self, rows: Sequence[Row[Any]]) -> Callable[[str], int | None]:
        places = {row.national_id_index: place for place, row in enumerate(rows) if row.national_id_index is not None}
        return lambda number: places.get(self._blind_index.of(number))

    @asynccontextmanager
    async def _beginning(self, asked: Asked) -> AsyncIterator[AsyncConnection]:
        async with self._database.begin() as connection:
            await refuse_repetition(connection, asked.request.keyed(self._blind_index))
            yield connection

    def _remember(self, connection: AsyncConnection, asked: Asked, object_id: UUID) -> None:
        remember_request(connection, asked.request.keyed(self._blind_index), object_id)

    def _seals(self, connection: AsyncConnection) -> Seals:
        return Seals(connection, self._sealer, self._blind_index)

    def _saver(self, connection: AsyncConnection, asked: Asked) -> CaseSaver:
        return CaseSaver(connection, self._clock, asked, self)


_OPEN_AGENCY = Direct(
    select(directory_agency.c.thai_name, acoc_kinds(directory_agency.c.id).scalar_subquery().label("acoc_kinds")).where(
        directory_agency.c.id == bindparam("wanted", type_=Uuid()),
        directory_agency.c.closed_on.is_(None),
        within(directory_agency.c.id, bindparam("top", type_=Uuid())),
    )
)


async def _agency_to_record_for(connection: AsyncConnection, viewer: Viewer, agency_id: UUID | None) -> RecordingAgency:
    """CASE-5: the viewer's own agency, one below it, or any in the subtree of his ศปท.; open ones only."""
    top = viewer.acoc if viewer.actor.is_any("acoc") and viewer.acoc else viewer.agency
    wanted = agency_id or viewer.agency
    if top is None or wanted is None:
        raise NotFound
    rows = await _OPEN_AGENCY.rows(connection, wanted=wanted, top=top)
    if not rows:
        raise NotFound
    return RecordingAgency(wanted, rows[0].thai_name, levels_of(rows[0].acoc_kinds))


async def _refuse_past_complaint(connection: AsyncConnection, rows: Sequence[Row[Any]], expected_version: int) -> None:
    """As `_refuse_past`, of the record that all cases of a complaint share."""
    if expected_version not in (0, rows[0].complaint_version):
        file = await load_file(connection, rows)
        raise Conflict(await complaint_changes(connection, file, expected_version))


async def _refuse_past(connection: AsyncConnection, row: Row[Any] | None, expected_version: int) -> None:
    """CASE-26: a write that was made upon an older version is told what has changed since."""
    if row is not None and expected_version and row.version != expected_version:
        raise Conflict(await changes_since(connection, row.id, expected_version))
