"""What is due, found by state and date; the cost grows with that alone (DUE-8)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select, text

from deadlines.adapters.rows import obligation_from, write_obligations
from deadlines.adapters.tables import obligations
from deadlines.domain.obligation import Obligation
from deadlines.domain.state import ObligationState
from kit.clock import Clock
from kit.database.engine import Database

BATCH = 500

# From one policy to the next by the index, so that the cost grows with their number alone.
_WITHOUT_SETTING = text("""
    WITH RECURSIVE named AS (
        SELECT min(policy) AS policy FROM obligations
        UNION ALL
        SELECT (SELECT min(policy) FROM obligations WHERE policy > named.policy) FROM named WHERE policy IS NOT NULL)
    SELECT policy FROM named WHERE policy IS NOT NULL AND policy NOT IN (SELECT code FROM policies) ORDER BY policy
""")


class SqlSweepStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @asynccontextmanager
    async def overdue(self, today: date) -> AsyncIterator[list[Obligation]]:
        due = select(obligations).where(_open_before(today)).order_by(obligations.c.due_on, obligations.c.id)
        async with self._database.begin() as connection:
            rows = await connection.execute(due.limit(BATCH).with_for_update(skip_locked=True, key_share=True))
            overdue = [obligation_from(row) for row in rows]
            yield overdue
            await write_obligations(connection, overdue, self._clock)

    async def is_overdue_left(self, day: date) -> bool:
        async with self._database.read() as connection:
            left = select(select(obligations.c.id).where(_open_before(day)).exists())
            return bool((await connection.execute(left)).scalar_one())

    async def policies_without_setting(self) -> list[str]:
        """The policies that some obligation names and that are not there."""
        async with self._database.read() as connection:
            return list((await connection.execute(_WITHOUT_SETTING)).scalars())

    async def counts(self) -> dict[tuple[str, ObligationState], int]:
        """How many are open and how many missed and still to be met, by policy."""
        watched = (ObligationState.OPEN, ObligationState.MISSED)
        statement = (
            select(obligations.c.policy, obligations.c.state, func.count().label("number"))
            .where(obligations.c.state.in_([int(state) for state in watched]), obligations.c.ended_on.is_(None))
            .group_by(obligations.c.policy, obligations.c.state)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(statement)).all()
        return {(row.policy, ObligationState(row.state)): row.number for row in rows}


def _open_before(day: date) -> ColumnElement[bool]:
    is_open = and_(obligations.c.state == int(ObligationState.OPEN), obligations.c.ended_on.is_(None))
    return and_(is_open, obligations.c.due_on < day)
