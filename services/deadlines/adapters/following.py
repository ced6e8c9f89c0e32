"""The copy of the cases and their obligations, inside the transaction in which events are taken in."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.rows import facts_from, obligation_from, row_of, write_obligations
from deadlines.adapters.tables import cases, obligations
from deadlines.domain.followed_case import CaseFacts, FollowedCase
from kit.clock import Clock


class SqlCaseFollowing:
    def __init__(self, connection: AsyncConnection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    @asynccontextmanager
    async def following(self, told: Sequence[CaseFacts]) -> AsyncIterator[dict[UUID, FollowedCase]]:
        followed = await self._load(told)
        known = {case_id: case.facts for case_id, case in followed.items()}
        yield followed
        renewed = [
            row_of(case.facts) for case_id, case in followed.items() if case.facts.version > known[case_id].version
        ]
        await self._renew(renewed)
        changed = [obligation for case in followed.values() for obligation in case.obligations.values()]
        await write_obligations(self._connection, changed, self._clock)

    async def _load(self, told: Sequence[CaseFacts]) -> dict[UUID, FollowedCase]:
        """A new case is put in, a known one locked, in the order of their ids, so that two copies never block."""
        first = {facts.case_id: facts for facts in reversed(told)}
        if not first:
            return {}
        statement = insert(cases).values([row_of(first[case_id]) for case_id in sorted(first)])
        put_or_lock = statement.on_conflict_do_update(index_elements=["case_id"], set_={"version": cases.c.version})
        rows = (await self._connection.execute(put_or_lock.returning(*cases.c))).all()
        followed = {row.case_id: FollowedCase(facts_from(row), {}) for row in rows}
        owed = select(obligations).where(obligations.c.object_id.in_(followed)).order_by(obligations.c.id)
        for row in (await self._connection.execute(owed.with_for_update(key_share=True))).all():
            followed[row.object_id].obligations[row.policy] = obligation_from(row)
        return followed

    async def _renew(self, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        statement = insert(cases).values(rows)
        newer = {column: statement.excluded[column] for column in rows[0] if column != "case_id"}
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["case_id"], set_=newer))
