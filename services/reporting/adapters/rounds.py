"""Rounds: which there are, how they stand, and the door through which one is closed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.audit.trail import entry_of, record_entries
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.requests import RequestKey, refuse_repetition, remember_request
from kit.database.tables import directory_agency
from kit.directory.viewer import Viewer
from kit.domain.errors import NotFound
from reporting.adapters.reporting_agencies import agencies_of, lies_in
from reporting.adapters.round_tables import rounds, summaries
from reporting.adapters.scope import Standpoint, standpoint_of
from reporting.app.round_store import Closing, RoundLine
from reporting.domain.period import iso_month
from reporting.domain.summary_round import RoundState, SummaryRound, WaitsFor, round_of_data


class SqlRoundStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def rounds(self, viewer: Viewer, before: date | None, limit: int) -> list[RoundLine]:
        standpoint, this_month = standpoint_of(viewer), self._clock.today().replace(day=1)
        async with self._database.read() as connection:
            oldest = await first_round(connection)
            wanted = _newest(oldest, min(before or date.max, round_of_data(this_month)))[:limit]
            return [await _line(connection, each, standpoint) for each in await _load(connection, wanted)]

    async def round(self, viewer: Viewer, first: date) -> RoundLine:
        standpoint = standpoint_of(viewer)
        async with self._database.read() as connection:
            round_ = await load_round(connection, first)
            round_.refuse_before_its_month(self._clock.today())
            return await _line(connection, round_, standpoint)

    async def open_before(self, first: date) -> list[date]:
        async with self._database.read() as connection:
            begun = _newest(await first_round(connection), first)
            open_ = [each.first for each in await _load(connection, begun) if each.state is RoundState.OPEN]
        return sorted(open_)

    @asynccontextmanager
    async def closing(self, viewer: Viewer, first: date, request: RequestKey) -> AsyncIterator[Closing]:
        async with self._database.begin() as connection:
            await refuse_repetition(connection, request)
            await hold_round(connection, first)
            before = await load_round(connection, first)
            closing = Closing(before)
            yield closing
            remember_request(connection, request, before.id)
            if closing.round.state is before.state:
                return
            row = {
                "round": first,
                "state": int(closing.round.state),
                "closing_at": self._clock.now(),
                "closing_by": viewer.actor.subject,
                "waits_for": closing.round.waits_for,
            }
            await connection.execute(insert(rounds).values(row))
            said = {"round": iso_month(first), "state": closing.round.state.name}
            entry = entry_of(self._clock, viewer.actor, "round.closing", "summary_round", before.id, after=said)
            record_entries(connection, [entry])


async def hold_round(connection: AsyncConnection, first: date, *, with_others: bool = False) -> None:
    """Nobody closes the round while the transaction lasts; `with_others`, such as submit to it, may hold it too."""
    lock = func.pg_advisory_xact_lock_shared if with_others else func.pg_advisory_xact_lock
    await connection.execute(select(lock(func.hashtextextended(f"round:{first.isoformat()}", 0))))


async def load_round(connection: AsyncConnection, first: date) -> SummaryRound:
    """The round that begins on `first`. Raises NotFound for one before the first that any agency owes."""
    oldest = await first_round(connection)
    if oldest is None or first < oldest:
        raise NotFound
    [found] = await _load(connection, [first])
    return found


async def first_round(connection: AsyncConnection) -> date | None:
    """The first that any agency owes or ever owed; None while none does."""
    began = [select(func.min(column)).scalar_subquery() for column in _BEGINNINGS]
    oldest: date | None = (await connection.execute(select(func.least(*began)))).scalar_one()
    return oldest


def round_from(row: Row[Any]) -> SummaryRound:
    """The round of a row that is closing or closed."""
    return SummaryRound(row.round, RoundState(row.state), WaitsFor(row.waits_for), row.closed_at, row.closed_on)


_BEGINNINGS = (directory_agency.c.owes_summaries_from, summaries.c.round, rounds.c.round)


def _newest(oldest: date | None, before: date) -> list[date]:
    """The months before `before`, back to `oldest`, the newest first."""
    found: list[date] = []
    each = SummaryRound(before).data_month
    while oldest is not None and each >= oldest:
        found.append(each)
        each = SummaryRound(each).data_month
    return found


async def _load(connection: AsyncConnection, firsts: list[date]) -> list[SummaryRound]:
    rows = (await connection.execute(select(rounds).where(rounds.c.round.in_(firsts)))).all()
    kept = {row.round: round_from(row) for row in rows}
    return [kept.get(first, SummaryRound(first)) for first in firsts]


async def _line(connection: AsyncConnection, round_: SummaryRound, standpoint: Standpoint) -> RoundLine:
    agencies = agencies_of(round_).subquery("agencies")
    submitted = (summaries.c.round == round_.first) & (summaries.c.agency_id == agencies.c.agency_id)
    counts = (
        select(func.count(agencies.c.agency_id).label("owing"), func.count(summaries.c.agency_id).label("submitted"))
        .select_from(agencies.outerjoin(summaries, submitted))
        .where(agencies.c.owes, lies_in(standpoint, agencies.c.path))
    )
    row = (await connection.execute(counts)).one()
    return RoundLine(round_, row.owing, row.submitted)
