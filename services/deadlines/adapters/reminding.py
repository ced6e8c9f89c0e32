"""Reminders and their letters: planned once, each officer in one copy's hand, each letter claimed before it is sent."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from deadlines.adapters.addressed import is_still_true
from deadlines.adapters.letters import letters_for
from deadlines.adapters.planning import is_anything_unplanned, is_planned, plan_reminders
from deadlines.adapters.policies import load_policies
from deadlines.adapters.reminder_tables import reminders
from deadlines.adapters.soon import tell_due_soon
from deadlines.adapters.tables import obligations
from deadlines.adapters.telling import SqlTelling
from deadlines.domain.reminder import ACOC_FROM_DAYS, PACC_FROM_DAYS
from kit.auth.errors import OfficerEnded, OfficerUnknown
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.tables import directory_agency, directory_officer
from kit.directory.viewer import Directory


class SqlReminderStore:
    def __init__(self, database: Database, directory: Directory, clock: Clock) -> None:
        self._database = database
        self._directory = directory
        self._clock = clock

    async def is_planned(self, today: date) -> bool:
        async with self._database.read() as connection:
            return await is_planned(connection, today)

    async def plan(self, today: date) -> None:
        async with self._database.begin() as connection:
            policies = await load_policies(connection)
            await plan_reminders(connection, list(policies.values()), today, self._clock.business_now())

    async def tell_soon(self) -> None:
        while True:
            async with self._database.begin() as connection:
                if not await tell_due_soon(connection, self._clock):
                    return

    async def waiting(self, today: date) -> list[UUID]:
        unfinished = select(reminders.c.id).join(obligations, is_still_true()).where(_falls_on(today))
        async with self._database.read() as connection:
            return list((await connection.execute(unfinished.order_by(reminders.c.id))).scalars())

    async def to_tell(self, today: date) -> list[UUID]:
        concerned = select(directory_officer.c.subject).where(directory_officer.c.is_active, _may_concern(today))
        async with self._database.read() as connection:
            return list((await connection.execute(concerned.order_by(directory_officer.c.subject))).scalars())

    @asynccontextmanager
    async def telling(self, today: date, subject: UUID) -> AsyncIterator[SqlTelling | None]:
        """The lock lasts as long as the telling, and ends with the process that holds it."""
        key = func.hashtextextended(f"telling {subject}", 0)
        async with self._database.begin() as connection:
            if not (await connection.execute(select(func.pg_try_advisory_xact_lock(key)))).scalar_one():
                yield None
                return
            try:
                viewer = await self._directory.viewer_of(subject)
            except (OfficerEnded, OfficerUnknown):
                yield SqlTelling(self._database, subject, ())
                return
            yield SqlTelling(self._database, subject, await letters_for(connection, viewer, today))

    async def finish(self, reminder_ids: Sequence[UUID]) -> None:
        told = reminders.c.id == func.any(literal(list(reminder_ids), ARRAY(Uuid)))
        async with self._database.begin() as connection:
            await connection.execute(update(reminders).where(told).values(finished_at=func.now()))

    async def is_reminder_left(self, day: date) -> bool:
        left = select(select(reminders.c.id).join(obligations, is_still_true()).where(_falls_on(day)).exists())
        soon = select(exists().where(reminders.c.tells_soon))
        async with self._database.read() as connection:
            if not await is_planned(connection, day) or await is_anything_unplanned(connection):
                return True
            return any([(await connection.execute(question)).scalar_one() for question in (left, soon)])


def _falls_on(day: date) -> ColumnElement[bool]:
    return and_(reminders.c.falls_on == day, reminders.c.finished_at.is_(None))


def _may_concern(today: date) -> ColumnElement[bool]:
    """Officers of the agencies that owe, of the ศปท. above them and of ป.ป.ท., as far as today's steps reach."""
    falling = (
        select(obligations.c.agency_id, func.max(reminders.c.days_after_due).label("days"))
        .select_from(reminders)
        .join(obligations, is_still_true())
        .where(_falls_on(today))
        .group_by(obligations.c.agency_id)
        .cte("falling")
    )
    above = (
        select(func.unnest(directory_agency.c.path))
        .join(falling, falling.c.agency_id == directory_agency.c.id)
        .where(falling.c.days >= ACOC_FROM_DAYS)
    )
    officer = directory_officer.c
    return or_(
        and_(officer.roles.overlap(["unit", "acoc"]), officer.agency_id.in_(select(falling.c.agency_id))),
        and_(officer.roles.contains(["acoc"]), officer.agency_id.in_(above)),
        and_(officer.roles.contains(["pacc"]), exists().where(falling.c.days >= PACC_FROM_DAYS)),
    )
