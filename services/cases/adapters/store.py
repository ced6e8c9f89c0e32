"""The store of `cases`: authorised loads, and a change written with its timeline, audit and events at once."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from cases.adapters.details import to_json
from cases.adapters.event_codec import encode_happenings
from cases.adapters.reading import CaseReader, reception_from
from cases.adapters.recording import SqlRecording
from cases.adapters.rows import accused_indexes, case_from, row_from, select_cases
from cases.adapters.scope import acoc_kinds, levels_of, may_change, visible_to
from cases.adapters.tables import cases, complaints, sendings, timeline
from cases.app.store import RecordingAgency
from cases.domain.case import Case, Moment
from kit.audit.trail import entry_of, record_entries
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.requests import RequestKey, refuse_repetition, remember_request
from kit.database.tables import directory_agency
from kit.directory.viewer import Viewer, within
from kit.domain.errors import NotFound, PermissionMissing
from kit.events.outbox import record_events
from kit.sealing.blind_index import BlindIndex
from kit.sealing.seal import Sealer


class SqlCaseStore(CaseReader):
    """The one door to the tables for a change; reading is `CaseReader`'s."""

    def __init__(self, database: Database, clock: Clock, sealer: Sealer, blind_index: BlindIndex) -> None:
        super().__init__(database, clock)
        self._sealer = sealer
        self._blind_index = blind_index

    @asynccontextmanager
    async def recording(
        self, viewer: Viewer, agency_id: UUID | None, request: RequestKey, now: Moment
    ) -> AsyncIterator[SqlRecording]:
        request = request.keyed(self._blind_index)
        async with self._database.begin() as connection:
            await refuse_repetition(connection, request)
            agency = await _agency_to_record_for(connection, viewer, agency_id)
            recording = SqlRecording(connection, viewer, agency, self._sealer, self._blind_index, now)
            yield recording
            await self._finish_recording(connection, viewer, recording, request, now)

    @asynccontextmanager
    async def editing(
        self, case_ids: Sequence[UUID], viewer: Viewer, permission: str, request: RequestKey, now: Moment
    ) -> AsyncIterator[list[Case]]:
        request = request.keyed(self._blind_index)
        async with self._database.begin() as connection:
            await refuse_repetition(connection, request)
            rows = await _load_for_change(connection, case_ids, viewer)
            if not all(row.may_change for row in rows):
                raise PermissionMissing(permission)
            loaded = [case_from(row) for row in rows]
            yield loaded
            for row, case in zip(rows, loaded, strict=True):
                await self._save(connection, viewer, permission, row, case, now)
            await remember_request(connection, request, case_ids[0])

    async def _finish_recording(
        self, connection: AsyncConnection, viewer: Viewer, recording: SqlRecording, request: RequestKey, now: Moment
    ) -> None:
        record, complaint_id = recording.record, recording.complaint_id
        if record is None or complaint_id is None:
            return
        for case in recording.cases:
            await _write_lines(connection, viewer, case, now)
            indexes = recording.accused_indexes
            events = encode_happenings(case, record.reception, indexes, actor=viewer.actor.subject, now=now)
            await record_events(connection, events)
        entry = entry_of(
            self._clock, viewer.actor, "case.record", "complaint", complaint_id, on=now.on, after=recording.written
        )
        await record_entries(connection, [entry])
        await remember_request(connection, request, complaint_id)

    async def _save(
        self, connection: AsyncConnection, viewer: Viewer, permission: str, row: Row[Any], case: Case, now: Moment
    ) -> None:
        changed = row_from(case)
        await connection.execute(update(cases).where(cases.c.id == case.id).values(changed))
        await _write_lines(connection, viewer, case, now)
        events = encode_happenings(
            case, reception_from(row), row.accused_indexes or (), actor=viewer.actor.subject, now=now
        )
        await record_events(connection, events)
        before = {column: getattr(row, column) for column in changed}
        differing = {column for column in changed if changed[column] != before[column]}
        entry = entry_of(
            self._clock,
            viewer.actor,
            permission,
            "case",
            case.id,
            on=now.on,
            before={column: before[column] for column in differing},
            after={column: changed[column] for column in differing} | _given(case),
        )
        await record_entries(connection, [entry])


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


async def _load_for_change(connection: AsyncConnection, case_ids: Sequence[UUID], viewer: Viewer) -> list[Row[Any]]:
    """The rows in the order asked, locked in the order of their ids. Raises NotFound when one may not be seen."""
    statement = (
        select_cases(
            complaints.c.source,
            complaints.c.channel,
            complaints.c.kind,
            complaints.c.agency_number,
            accused_indexes(),
            may_change(viewer, complaints.c.recorded_by_agency).label("may_change"),
        )
        .where(cases.c.id.in_(case_ids), visible_to(viewer))
        .order_by(cases.c.id)
        .with_for_update(of=cases)
    )
    found = {row.id: row for row in (await connection.execute(statement)).all()}
    if len(found) != len(set(case_ids)):
        raise NotFound
    return [found[case_id] for case_id in case_ids]


async def _write_lines(connection: AsyncConnection, viewer: Viewer, case: Case, now: Moment) -> None:
    actor = viewer.actor.subject
    if case.timeline:
        lines = [
            {
                "case_id": case.id,
                "number": entry.number,
                "status": int(entry.status),
                "done_on": entry.done_on,
                "reported_at": now.at,
                "actor": actor,
                "details": to_json(entry.details),
            }
            for entry in case.timeline
        ]
        await connection.execute(insert(timeline), lines)
    if case.sendings:
        sent = [
            {"id": uuid7(), "case_id": case.id, "level": int(level), "sent_at": now.at, "actor": actor}
            for level in case.sendings
        ]
        await connection.execute(insert(sendings), sent)


def _given(case: Case) -> dict[str, Any]:
    """What the officer gave with the act, for the trail."""
    given = [to_json(entry.details) for entry in case.timeline]
    return {"given": given, "sent_to": [level.name for level in case.sendings]}
