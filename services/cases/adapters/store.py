"""The store of `cases`: the doors through which something changes, each one transaction."""

from collections.abc import AsyncIterator, Callable, Container, Sequence
from contextlib import asynccontextmanager
from copy import deepcopy
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.complaint_loading import ACCUSED_COLUMNS, load_file
from cases.adapters.complaint_saving import save_file
from cases.adapters.conflicts import changes_since, complaint_changes
from cases.adapters.entry_editing import SqlEntryEditing, load_entry
from cases.adapters.officers import refuse_as_handler, refuse_unknown
from cases.adapters.reading import CaseReader
from cases.adapters.recording import SqlRecording
from cases.adapters.rows import case_from, select_cases
from cases.adapters.saving import CaseSaver
from cases.adapters.scope import (
    acoc_kinds,
    in_scope_of,
    levels_of,
    not_recused,
    stance_columns,
    stance_from,
    visible_to,
)
from cases.adapters.sealed import Seals
from cases.adapters.tables import cases, closed_months, complaints
from cases.app.asking import Asked
from cases.app.store import RecordingAgency, can_change
from cases.domain.case import Case
from cases.domain.complaint_file import ComplaintFile
from cases.domain.stance import Stance
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.requests import refuse_repetition, remember_request
from kit.database.tables import directory_agency
from kit.directory.viewer import Viewer, within
from kit.domain.errors import Conflict, NotFound, PermissionMissing
from kit.sealing.blind_index import BlindIndex
from kit.sealing.seal import Sealer

_OF_THE_COMPLAINT = (
    complaints.c.agency_number,
    complaints.c.source,
    complaints.c.channel,
    complaints.c.kind,
    complaints.c.accused_indexes,
    complaints.c.recused,
)
_WHOLE_COMPLAINT = (
    complaints.c.version.label("complaint_version"),
    complaints.c.was_pending,
    complaints.c.source_detail,
    complaints.c.reception_details,
    complaints.c.complainant_withheld,
    complaints.c.complainant.is_not(None).label("has_complainant"),
    *ACCUSED_COLUMNS,
)


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
                await recording.finish(half_made)
                await self._remember(connection, asked, recording.file.id)

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
            rows = await _load_for_change(connection, case_ids, asked, may)
            if handler is not None:
                await refuse_as_handler(connection, case_ids[0], handler)
            await _refuse_past(connection, rows[0], expected_version)
            loaded = [case_from(row) for row in rows]
            yield loaded
            saver = self._saver(connection, asked)
            for row, case in zip(rows, loaded, strict=True):
                await saver.save(row, case)
            await self._remember(connection, asked, case_ids[0])

    @asynccontextmanager
    async def editing_entry(
        self, case_id: UUID, number: int, edition: int, asked: Asked
    ) -> AsyncIterator[SqlEntryEditing]:
        async with self._beginning(asked) as connection:
            [row] = await _load_for_change(connection, [case_id], asked, can_change)
            editing = await load_entry(connection, row, number, edition)
            yield editing
            edited = await editing.finish(asked)
            await self._saver(connection, asked).save(row, editing.case, edited=edited)
            await self._remember(connection, asked, case_id)

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
        is_meant = cases.c.complaint_id == complaint_id if complaint_id is not None else cases.c.id == case_id
        async with self._beginning(asked) as connection:
            rows = await _load_complaint(connection, is_meant, asked, is_deleted, may)
            if officer is not None:
                await refuse_unknown(connection, officer)
            file = await load_file(connection, rows)
            if complaint_id is not None and expected_version not in (0, file.version):
                raise Conflict(await complaint_changes(connection, file, expected_version))
            await _refuse_past(connection, next((row for row in rows if row.id == case_id), None), expected_version)
            before = deepcopy(file)
            yield file
            saver = self._saver(connection, asked)
            await save_file(connection, saver, self._seals(connection), asked, rows, before, file)
            await self._remember(connection, asked, case_id or file.id)

    async def closed_months(self) -> Container[date]:
        async with self._database.read() as connection:
            return set((await connection.execute(select(closed_months.c.month))).scalars())

    @asynccontextmanager
    async def _beginning(self, asked: Asked) -> AsyncIterator[AsyncConnection]:
        async with self._database.begin() as connection:
            await refuse_repetition(connection, asked.request.keyed(self._blind_index))
            yield connection

    async def _remember(self, connection: AsyncConnection, asked: Asked, object_id: UUID) -> None:
        await remember_request(connection, asked.request.keyed(self._blind_index), object_id)

    def _seals(self, connection: AsyncConnection) -> Seals:
        return Seals(connection, self._sealer, self._blind_index)

    def _saver(self, connection: AsyncConnection, asked: Asked) -> CaseSaver:
        return CaseSaver(connection, self._clock, asked, self)


async def _agency_to_record_for(connection: AsyncConnection, viewer: Viewer, agency_id: UUID | None) -> RecordingAgency:
    """CASE-5: the viewer's own agency, one below it, or any in the subtree of his ศปท.; open ones only."""
    top = viewer.acoc if viewer.actor.is_any("acoc") and viewer.acoc else viewer.agency
    wanted = agency_id or viewer.agency
    if top is None or wanted is None:
        raise NotFound
    statement = select(
        directory_agency.c.thai_name, acoc_kinds(directory_agency.c.id).scalar_subquery().label("acoc_kinds")
    ).where(directory_agency.c.id == wanted, directory_agency.c.closed_on.is_(None), within(directory_agency.c.id, top))
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return RecordingAgency(wanted, row.thai_name, levels_of(row.acoc_kinds))


async def _load_for_change(
    connection: AsyncConnection, case_ids: Sequence[UUID], asked: Asked, may: Callable[[Stance], bool]
) -> list[Row[Any]]:
    """The rows in the order asked, locked in the order of their ids.

    Raises NotFound when one may not be seen, PermissionMissing when one may not be changed like that.
    """
    seen = cases.c.id.in_(case_ids) & visible_to(asked.viewer)
    await _lock_complaints(connection, seen, alone=False)
    statement = _for_change(asked.viewer).where(seen)
    locked = statement.order_by(cases.c.id).with_for_update(of=cases)
    found = {row.id: row for row in (await connection.execute(locked)).all()}
    if len(found) != len(set(case_ids)):
        raise NotFound
    if not all(may(stance_from(row, asked.viewer)) for row in found.values()):
        raise PermissionMissing(asked.permission)
    return [found[case_id] for case_id in case_ids]


async def _load_complaint(
    connection: AsyncConnection,
    is_meant: ColumnElement[bool],
    asked: Asked,
    is_deleted: bool,
    may: Callable[[Stance], bool],
) -> list[Row[Any]]:
    """The rows of every case of the complaint, in their order, locked. Raises as `_load_for_change`.

    What the viewer may do with one of them, he may do with the complaint.
    """
    viewer = asked.viewer
    seen: ColumnElement[bool] = visible_to(viewer)
    if is_deleted:
        seen = in_scope_of(viewer) & cases.c.deleted_on.is_not(None) & not_recused(viewer)
    await _lock_complaints(connection, is_meant & seen, alone=True)
    of_case = select(cases.c.complaint_id).where(is_meant)
    statement = _for_change(viewer, *_WHOLE_COMPLAINT).where(cases.c.complaint_id.in_(of_case), seen)
    locked = statement.order_by(cases.c.ordinal).with_for_update(of=cases)
    rows = (await connection.execute(locked)).all()
    if not rows:
        raise NotFound
    if not any(may(stance_from(row, viewer)) for row in rows):
        raise PermissionMissing(asked.permission)
    return list(rows)


async def _lock_complaints(connection: AsyncConnection, of_cases: ColumnElement[bool], *, alone: bool) -> None:
    """Whoever changes a whole complaint is alone with it; those who change single cases of it go side by side.

    Locked before anything is read: the statements after this one find everything as the change before has left it,
    who is accused and who is recused among it. What the viewer may not see is not locked: he waits for nothing that he
    is not to know of, and holds up nobody (ROLE-5).
    """
    joined = cases.join(complaints, complaints.c.id == cases.c.complaint_id)
    theirs = select(cases.c.complaint_id).select_from(joined).where(of_cases).correlate(None)
    locked = select(complaints.c.id).where(complaints.c.id.in_(theirs)).order_by(complaints.c.id)
    await connection.execute(locked.with_for_update(read=not alone))


def _for_change(viewer: Viewer, *also: Any) -> Select[Any]:
    return select_cases(*_OF_THE_COMPLAINT, *stance_columns(viewer), *also)


async def _refuse_past(connection: AsyncConnection, row: Row[Any] | None, expected_version: int) -> None:
    """CASE-26: a write that was made upon an older version is told what has changed since."""
    if row is not None and expected_version and row.version != expected_version:
        raise Conflict(await changes_since(connection, row.id, expected_version))
