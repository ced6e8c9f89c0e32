"""Keeping the copy: rows are replaced by newer versions only, so that order and repetition of events do not matter."""

from collections.abc import Sequence
from datetime import UTC, date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.tables import directory_agency, directory_freshness, directory_officer
from rongrian.agencies.v1.agency_events_pb2 import AgenciesEvent, OfficerRights
from rongrian.agencies.v1.agency_pb2 import Agency
from rongrian.agencies.v1.officer_pb2 import Mark, Role


async def take_in_agencies_events(connection: AsyncConnection, events: Sequence[AgenciesEvent]) -> None:
    """Apply what `agencies` told, in the transaction of `connection`."""
    for event in events:
        match event.WhichOneof("event"):
            case "agency_changed":
                await put_agencies(connection, [event.agency_changed.agency])
            case "agency_moved":
                await put_agencies(connection, event.agency_moved.agencies)
            case "officer_changed":
                await put_officers(connection, [event.officer_changed.rights])
            case "heartbeat":
                await _note_freshness(connection, event)
            case _:
                pass


async def put_agencies(connection: AsyncConnection, agencies: Sequence[Agency]) -> None:
    """Take agencies over as they are told, where they are newer than what is here."""
    if not agencies:
        return
    rows = [
        {
            "id": UUID(agency.id),
            "version": agency.version,
            "code": agency.code,
            "thai_name": agency.thai_name,
            "english_name": agency.english_name,
            "kind": agency.kind,
            "type": agency.type,
            "path": [UUID(step) for step in agency.path],
            "is_acoc": agency.is_acoc,
            "head": UUID(agency.head_subject) if agency.head_subject else None,
            "closed_on": date.fromisoformat(agency.closed_on) if agency.closed_on else None,
            "owes_summaries_from": _month(agency.owes_summaries_from),
            "owes_summaries_since": date.fromisoformat(agency.owes_summaries_since)
            if agency.owes_summaries_since
            else None,
        }
        for agency in agencies
    ]
    statement = insert(directory_agency)
    newer = {column: statement.excluded[column] for column in rows[0] if column != "id"}
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["id"], set_=newer, where=directory_agency.c.version < statement.excluded.version
        ),
        rows,
    )


async def put_officers(connection: AsyncConnection, officers: Sequence[OfficerRights]) -> None:
    """Take officers' rights over as they are told, where they are newer than what is here."""
    if not officers:
        return
    rows = [
        {
            "subject": UUID(officer.subject),
            "version": officer.version,
            "agency_id": UUID(officer.agency_id),
            "roles": [role_name(role) for role in officer.roles],
            "marks": [mark_name(mark) for mark in officer.marks],
            "is_active": officer.is_active,
            "national_id_index": officer.national_id_index or None,
        }
        for officer in officers
    ]
    statement = insert(directory_officer)
    newer = {column: statement.excluded[column] for column in rows[0] if column != "subject"}
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["subject"], set_=newer, where=directory_officer.c.version < statement.excluded.version
        ),
        rows,
    )


async def is_empty(connection: AsyncConnection) -> bool:
    """Whether nothing was ever taken over, so that the copy must start from a snapshot."""
    statement = select(func.count()).select_from(directory_agency)
    return (await connection.execute(statement)).scalar_one() == 0


def role_name(role: Role.ValueType) -> str:
    """`unit` for ROLE_UNIT: the realm's name of the role."""
    return Role.Name(role).removeprefix("ROLE_").lower()


def mark_name(mark: Mark.ValueType) -> str:
    """`integrity` for MARK_INTEGRITY: the claim's name of the mark."""
    return Mark.Name(mark).removeprefix("MARK_").lower()


async def _note_freshness(connection: AsyncConnection, event: AgenciesEvent) -> None:
    fresh_at = event.heartbeat.whole_until.ToDatetime(UTC)
    statement = insert(directory_freshness).values(id=1, fresh_at=fresh_at)
    later = func.greatest(directory_freshness.c.fresh_at, statement.excluded.fresh_at)
    await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_={"fresh_at": later}))


def _month(text: str) -> date | None:
    """The first day of YYYY-MM; None for an empty text."""
    return date.fromisoformat(f"{text}-01") if text else None
