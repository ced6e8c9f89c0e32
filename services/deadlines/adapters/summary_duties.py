"""Which agencies owe other summaries than are opened, by the copy of the directory (SUM-0)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.summary_following import SqlSummaryFollowing
from deadlines.adapters.tables import rounds, summaries, summary_duties
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
            duties = await _with_open_rounds(connection, [SummaryDuty(*row) for row in rows])
            duties = await _with_closed_rounds(connection, duties)
            yield SummariesToOpen(duties, SqlSummaryFollowing(connection, self._clock))
            await _note_looked_at(connection, duties, today)

    async def is_anything_to_open(self, day: date) -> bool:
        async with self._database.read() as connection:
            return (await connection.execute(_behind(day).limit(1))).one_or_none() is not None


def _behind(today: date) -> Select[Any]:
    """Agencies of which something is to be opened or to be ended.

    Their last opened month lies before this one, or they owe from another month on than was known, or nothing any more.
    """
    agency, opened, owes_from = directory_agency.c, summary_duties.c, _owes_from()
    is_to_open = or_(opened.agency_id.is_(None), opened.opened_from != owes_from, opened.opened_until < first_of(today))
    is_to_end = and_(opened.agency_id.is_not(None), or_(owes_from.is_(None), owes_from > today))
    return (
        select(agency.id, owes_from, opened.opened_from, opened.opened_until, agency.owes_summaries_since)
        .select_from(directory_agency.outerjoin(summary_duties, opened.agency_id == agency.id))
        .where(or_(and_(owes_from <= today, is_to_open), is_to_end))
    )


def _owes_from() -> ColumnElement[date | None]:
    """What is closed owes nothing, of the rounds that are open neither; so `reporting` has it too."""
    return case((directory_agency.c.closed_on.is_(None), directory_agency.c.owes_summaries_from))


async def _with_open_rounds(connection: AsyncConnection, duties: Sequence[SummaryDuty]) -> list[SummaryDuty]:
    """Asked only for those that may owe less than they did."""
    fewer = [
        each.agency_id
        for each in duties
        if each.opened_from is not None and (each.owes_from is None or each.owes_from > each.opened_from)
    ]
    if not fewer:
        return list(duties)
    statement = (
        select(summaries.c.agency_id, summaries.c.round)
        .join(rounds, rounds.c.round == summaries.c.round)
        .where(rounds.c.closed_at.is_(None), summaries.c.agency_id.in_(fewer))
        .order_by(summaries.c.round)
    )
    found: dict[UUID, tuple[date, ...]] = {}
    for row in (await connection.execute(statement)).all():
        found[row.agency_id] = (*found.get(row.agency_id, ()), row.round)
    return [replace(each, open_rounds=found.get(each.agency_id, ())) for each in duties]


async def _with_closed_rounds(connection: AsyncConnection, duties: Sequence[SummaryDuty]) -> list[SummaryDuty]:
    """Of all: one that owed nothing for a time may have been looked at neither when that began nor when it ended."""
    statement = select(rounds.c.round, rounds.c.closed_on).where(rounds.c.closed_on.is_not(None))
    closed = {row.round: row.closed_on for row in (await connection.execute(statement)).all()}
    return [replace(each, closed_rounds=closed) for each in duties]


async def _note_looked_at(connection: AsyncConnection, duties: Sequence[SummaryDuty], today: date) -> None:
    """Whoever owes nothing is forgotten; owing again, it is looked at from its first round on."""
    owing = [each for each in duties if each.owes_on(today)]
    ended = {each.agency_id for each in duties} - {each.agency_id for each in owing}
    if ended:
        await connection.execute(delete(summary_duties).where(summary_duties.c.agency_id.in_(ended)))
    if not owing:
        return
    rows = [
        {"agency_id": each.agency_id, "opened_from": each.owes_from, "opened_until": first_of(today)} for each in owing
    ]
    statement = insert(summary_duties).values(rows)
    newer = {column: statement.excluded[column] for column in ("opened_from", "opened_until")}
    await connection.execute(statement.on_conflict_do_update(index_elements=["agency_id"], set_=newer))
