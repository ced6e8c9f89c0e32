"""Freezing a month (SUM-5): what a closing waits for, and the one transaction in which it ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from uuid import UUID

from sqlalchemy import func, insert, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.audit.trail import entry_of, record_entries
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.tables import directory_agency
from kit.domain.actor import Actor
from kit.events.outbox import record_events
from kit.events.rebuilding import is_rebuilding
from reporting.adapters.counts import counted_cases, counts_of
from reporting.adapters.reporting_agencies import agencies_of
from reporting.adapters.round_events import round_closed
from reporting.adapters.round_tables import (
    FIGURE_COLUMNS,
    published_agencies,
    published_cases,
    published_figures,
    rounds,
)
from reporting.adapters.rounds import round_from
from reporting.domain.period import Period, iso_month
from reporting.domain.summary_round import RoundState, SummaryRound, WaitsFor
from reporting.domain.terms import Level

# Who freezes: the service itself, whenever it comes to it. Who had the round closed is said in what it writes.
_ITSELF = Actor(UUID(int=0), frozenset())


class SqlClosingStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def closing_rounds(self) -> list[SummaryRound]:
        closing = select(rounds).where(rounds.c.state == int(RoundState.CLOSING)).order_by(rounds.c.round)
        async with self._database.read() as connection:
            return [round_from(row) for row in await connection.execute(closing)]

    @asynccontextmanager
    async def alone(self, closing: SummaryRound) -> AsyncIterator[bool]:
        """The lock ends with its transaction, which holds nothing else: also when this process is killed."""
        key = func.hashtextextended(f"closing:{closing.first.isoformat()}", 0)
        async with self._database.begin() as connection:
            yield bool((await connection.execute(select(func.pg_try_advisory_xact_lock(key)))).scalar_one())

    async def note(self, closing: SummaryRound, waits_for: WaitsFor) -> None:
        is_it = (rounds.c.round == closing.first) & (rounds.c.state == int(RoundState.CLOSING))
        async with self._database.begin() as connection:
            await connection.execute(update(rounds).where(is_it).values(waits_for=waits_for))

    async def freeze(self, closing: SummaryRound) -> bool:
        """`closing` as it shall be. All of it is read at one moment; a second freezing finds nothing to change."""
        async with self._database.begin() as connection:
            await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            if await is_rebuilding(connection):
                return False
            by = await _close(connection, closing)
            if by is None:
                return True
            await _publish_agencies(connection, closing)
            for level in Level:
                await _publish_cases(connection, closing.data_month, level, self._clock.today())
            await _publish_figures(connection, closing.data_month)
            said = {"round": iso_month(closing.first), "state": closing.state.name, "closing_by": by}
            entry = entry_of(self._clock, _ITSELF, "round.closed", "summary_round", closing.id, after=said)
            record_entries(connection, [entry])
            assert closing.closed_at is not None
            record_events(connection, [round_closed(closing, closing.closed_at, by)])
        return True


async def _close(connection: AsyncConnection, closing: SummaryRound) -> UUID | None:
    """Who has closed it; None where it is closed already."""
    is_closing = (rounds.c.round == closing.first) & (rounds.c.state == int(RoundState.CLOSING))
    values = {
        "state": int(closing.state),
        "waits_for": closing.waits_for,
        "closed_at": closing.closed_at,
        "closed_on": closing.closed_on,
    }
    closed = update(rounds).where(is_closing).values(values).returning(rounds.c.closing_by)
    by: UUID | None = (await connection.execute(closed)).scalar_one_or_none()
    return by


async def _publish_agencies(connection: AsyncConnection, closing: SummaryRound) -> None:
    owing = agencies_of(SummaryRound(closing.first)).subquery("owing")
    columns = ("month", "agency_id", "path", "code", "thai_name", "kind", "type", "is_open", "owes_summary")
    now = (
        select(
            literal(closing.data_month),
            directory_agency.c.id,
            directory_agency.c.path,
            directory_agency.c.code,
            directory_agency.c.thai_name,
            directory_agency.c.kind,
            directory_agency.c.type,
            directory_agency.c.closed_on.is_(None),
            owing.c.owes,
        )
        .select_from(directory_agency)
        .join(owing, owing.c.agency_id == directory_agency.c.id)
    )
    await connection.execute(insert(published_agencies).from_select(columns, now))


async def _publish_cases(connection: AsyncConnection, month: date, level: Level, today: date) -> None:
    counted = counted_cases(level, Period.of_months(month, month, today), None)
    columns = [column.name for column in published_cases.columns if column.name not in ("month", "level")]
    rows = select(literal(month), literal(int(level)), *(counted.c[name] for name in columns))
    await connection.execute(insert(published_cases).from_select(["month", "level", *columns], rows))


async def _publish_figures(connection: AsyncConnection, month: date) -> None:
    of_month = select(published_cases).where(published_cases.c.month == month).subquery("counted")
    figures = {each.name: each for each in counts_of(of_month)}
    place = (of_month.c.month, of_month.c.level, of_month.c.agency_id)
    sums = select(*place, *(figures[name] for name in FIGURE_COLUMNS)).group_by(*place)
    columns = ["month", "level", "agency_id", *FIGURE_COLUMNS]
    await connection.execute(insert(published_figures).from_select(columns, sums))
