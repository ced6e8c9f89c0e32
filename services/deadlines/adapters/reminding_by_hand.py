"""Reminders that somebody asks for: noted for today, known by obligation, day and due date (SUM-4, DUE-6)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Date, Select, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.objects import is_owed
from deadlines.adapters.reminder_tables import reminders
from deadlines.adapters.tables import obligations
from deadlines.domain.reminder import by_hand_on
from deadlines.domain.summary import POLICY, SummaryFacts
from kit.audit.trail import entry_of, record_entries
from kit.clock import Clock
from kit.database.engine import Database
from kit.domain.actor import Actor


class SqlByHand:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def note(self, summaries: Sequence[SummaryFacts], actor: Actor, asked_by: UUID) -> list[UUID]:
        facts = {each.object_id: each for each in summaries}
        async with self._database.begin() as connection:
            noted = await self._put(connection, list(facts))
            entries = [
                entry_of(
                    self._clock,
                    actor,
                    "summary.reminded",
                    "obligation",
                    obligation_id,
                    after={
                        "agency_id": facts[object_id].agency_id,
                        "round": facts[object_id].round,
                        "asked_by": asked_by,
                    },
                )
                for obligation_id, object_id in noted.items()
            ]
            record_entries(connection, entries)
        return sorted(facts[object_id].agency_id for object_id in noted.values())

    async def _put(self, connection: AsyncConnection, objects: Sequence[UUID]) -> dict[UUID, UUID]:
        """The obligations that get a reminder, each with its object."""
        columns = ["obligation_id", "step", "days_after_due", "due_on", "falls_on", "is_own_mail", "tells_soon"]
        columns += ["noted_at", "is_by_hand"]
        put = insert(reminders).from_select(columns, self._owed(objects)).on_conflict_do_nothing()
        noted = list((await connection.execute(put.returning(reminders.c.obligation_id))).scalars())
        known = select(obligations.c.id, obligations.c.object_id).where(obligations.c.id.in_(noted))
        return {row.id: row.object_id for row in (await connection.execute(known)).all()}

    def _owed(self, objects: Sequence[UUID]) -> Select[tuple[UUID, str, int, date, date, bool, bool, date, bool]]:
        today = self._clock.today()
        return select(
            obligations.c.id,
            literal(by_hand_on(today)),
            literal(today, Date) - obligations.c.due_on,
            obligations.c.due_on,
            literal(today),
            literal(True),
            literal(False),
            literal(self._clock.business_now()),
            literal(True),
        ).where(obligations.c.policy == POLICY, obligations.c.object_id.in_(objects), is_owed())
