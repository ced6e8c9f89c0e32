"""Which agencies owe summaries that are not opened yet, by the copy of the directory (SUM-0)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.summary_following import SqlSummaryFollowing
from deadlines.adapters.tables import summary_duties
from deadlines.app.store import SummariesToOpen
from deadlines.domain.summary import SummaryDuty, first_of
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.tables import directory_agency

BATCH = 100


class SqlSummaryDuties:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @asynccontextmanager
    async def to_open(self, today: date) -> AsyncIterator[SummariesToOpen]:
        async with self._database.begin() as connection:
            behind = _behind(today).order_by(directory_agency.c.id).limit(BATCH)
            rows = (await connection.execute(behind.with_for_update(of=directory_agency, skip_locked=True))).all()
            duties = [SummaryDuty(*row) for row in rows]
            yield SummariesToOpen(duties, SqlSummaryFollowing(connection, self._clock))
            await _note_opened(connection, duties, today)

    async def is_anything_to_open(self, day: date) -> bool:
        async with self._database.read() as connection:
            return (await connection.execute(_behind(day).limit(1))).one_or_none() is not None


def _behind(today: date) -> Select[Any]:
    """Agencies whose last opened month lies before this one, or that owe from another month on than was known."""
    agency, opened = directory_agency.c, summary_duties.c
    return (
        select(agency.id, agency.owes_summaries_from, agency.closed_on, opened.opened_from, opened.opened_until)
        .select_from(directory_agency.outerjoin(summary_duties, opened.agency_id == agency.id))
        .where(agency.owes_summaries_from <= today)
        .where(
            or_(
                opened.agency_id.is_(None),
                opened.opened_from != agency.owes_summaries_from,
                opened.opened_until < first_of(today),
            )
        )
    )


async def _note_opened(connection: AsyncConnection, duties: Sequence[SummaryDuty], today: date) -> None:
    if not duties:
        return
    rows = [
        {"agency_id": each.agency_id, "opened_from": each.owes_from, "opened_until": first_of(today)} for each in duties
    ]
    statement = insert(summary_duties).values(rows)
    newer = {column: statement.excluded[column] for column in ("opened_from", "opened_until")}
    await connection.execute(statement.on_conflict_do_update(index_elements=["agency_id"], set_=newer))
