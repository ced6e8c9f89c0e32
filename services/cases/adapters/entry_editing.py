"""An entry of the timeline under an edit: loaded with its editions, written with the one that it replaces."""

from collections.abc import Container, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.conflicts import fields_changed
from cases.adapters.details import from_json, to_json
from cases.adapters.rows import case_from
from cases.adapters.tables import accusations, allegations, timeline, timeline_editions
from cases.app.asking import Asked
from cases.domain.case import Case
from cases.domain.entry_edit import no_such_entry
from cases.domain.status import CaseStatus
from cases.domain.terms import ClosedAs
from cases.domain.timeline import RecordedEntry, TimelineEntry
from kit.domain.errors import Conflict
from kit.domain.thai_dates import bangkok_date

_KEPT = ("case_id", "number", "edition", "status", "closed_as", "done_on", "reported_at", "actor", "details")


class SqlEntryEditing:
    """What is put into `edited` replaces the entry when the edit is finished."""

    def __init__(
        self,
        connection: AsyncConnection,
        case: Case,
        row: Row[Any],
        allegations: Sequence[int],
        closed_months: Container[date],
    ) -> None:
        self.case = case
        self.recorded = RecordedEntry(entry_from(row), row.edition, bangkok_date(row.reported_at))
        self.allegations = allegations
        self.closed_months = closed_months
        self.edited: TimelineEntry | None = None
        self._connection = connection
        self._row = row

    async def finish(self, asked: Asked) -> tuple[dict[str, Any], dict[str, Any]]:
        """Write the edited entry, and answer what it said before and says now, for the trail."""
        if self.edited is None:
            return {}, {}
        return await _replace(self._connection, asked, self._row, self.edited, _version_after(self.case))


async def load_entry(
    connection: AsyncConnection, case_row: Row[Any], number: int, edition: int, closed_months: Container[date]
) -> SqlEntryEditing:
    """The entry of that number, in that edition. Raises InvalidInput for a number that
    the timeline has not, Conflict when another edition is there."""
    of_entry = select(timeline).where(timeline.c.case_id == case_row.id, timeline.c.number == number)
    row = (await connection.execute(of_entry.with_for_update())).one_or_none()
    if row is None:
        raise no_such_entry(number)
    if row.edition != edition:
        raise Conflict(fields_changed(await _details_of(connection, row, edition), row.details, row.edition))
    ticked = select(accusations.c.allegation_id).where(accusations.c.case_id == case_row.id)
    numbers = select(allegations.c.ordinal).where(allegations.c.id.in_(ticked)).order_by(allegations.c.ordinal)
    return SqlEntryEditing(
        connection, case_from(case_row), row, list((await connection.execute(numbers)).scalars()), closed_months
    )


async def entries_of(connection: AsyncConnection, case_ids: Sequence[UUID]) -> dict[UUID, dict[int, RecordedEntry]]:
    """Every entry of the cases' timelines as it stands now, by its number."""
    statement = select(timeline).where(timeline.c.case_id.in_(case_ids)).order_by(timeline.c.number)
    entries: dict[UUID, dict[int, RecordedEntry]] = {case_id: {} for case_id in case_ids}
    for row in await connection.execute(statement):
        entries[row.case_id][row.number] = RecordedEntry(entry_from(row), row.edition, bangkok_date(row.reported_at))
    return entries


async def rewrite_entries(
    connection: AsyncConnection, asked: Asked, case: Case
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the entries that a correction has written anew, and answer as `SqlEntryEditing.finish`."""
    said, says = [], []
    for entry in case.rewritten:
        of_entry = select(timeline).where(timeline.c.case_id == case.id, timeline.c.number == entry.number)
        row = (await connection.execute(of_entry)).one()
        before, after = await _replace(connection, asked, row, entry, _version_after(case))
        said.append(before)
        says.append(after)
    return ({"entries": said}, {"entries": says}) if said else ({}, {})


async def _replace(
    connection: AsyncConnection, asked: Asked, row: Row[Any], edited: TimelineEntry, version: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put an entry in the place of the one of `row`, which stays readable as an edition."""
    kept = {name: getattr(row, name) for name in _KEPT}
    replaced = {"replaced_at": asked.now.at, "replaced_by": asked.viewer.actor.subject}
    await connection.execute(insert(timeline_editions).values(**kept, **replaced))
    own = (timeline.c.case_id == row.case_id, timeline.c.number == row.number)
    details = to_json(edited.details)
    await connection.execute(
        update(timeline)
        .where(*own)
        .values(
            status=int(edited.status),
            closed_as=int(edited.closed_as) if edited.closed_as else None,
            done_on=edited.done_on,
            details=details,
            edition=row.edition + 1,
            case_version=version,
        )
    )
    return {"entry": row.number, "said": row.details}, {"entry": row.number, "says": details}


def _version_after(case: Case) -> int:
    return case.version + len(case.happenings)


def entry_from(row: Row[Any]) -> TimelineEntry:
    closed_as = ClosedAs(row.closed_as) if row.closed_as else None
    return TimelineEntry(row.number, CaseStatus(row.status), row.done_on, from_json(row.details), closed_as)


async def _details_of(connection: AsyncConnection, row: Row[Any], edition: int) -> dict[str, object] | None:
    """What the entry said in an earlier edition; nothing for an edition that never was."""
    earlier = select(timeline_editions.c.details).where(
        timeline_editions.c.case_id == row.case_id,
        timeline_editions.c.number == row.number,
        timeline_editions.c.edition == edition,
    )
    details: dict[str, object] | None = (await connection.execute(earlier)).scalar_one_or_none()
    return details
