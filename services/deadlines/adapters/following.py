"""The copy of the cases, their acts and their obligations, inside the transaction in which events are taken in."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.policies import acocs_above, load_rules
from deadlines.adapters.rows import act_from, facts_from, obligation_from, row_of, write_obligations
from deadlines.adapters.tables import acts, cases, due_changes, obligations
from deadlines.app.store import Followed
from deadlines.domain.followed_case import FollowedCase, Told
from deadlines.domain.happenings import MoveCause
from deadlines.domain.owed import Extension
from kit.clock import Clock


class SqlCaseFollowing:
    def __init__(self, connection: AsyncConnection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    @asynccontextmanager
    async def following(self, told: Sequence[Told]) -> AsyncIterator[Followed]:
        if not told:
            yield Followed.nothing()
            return
        rules = await load_rules(self._connection)
        known = await self._lock(told)
        async with followed_again(self._connection, self._clock, known) as cases_known:
            versions = {case_id: case.facts.version for case_id, case in cases_known.items()}
            kept = {case_id: set(case.acts) for case_id, case in cases_known.items()}
            yield Followed(cases_known, rules)
            await self._renew([case for id_, case in cases_known.items() if case.facts.version > versions[id_]])
            named = [
                {"object_id": case_id, **asdict(act)}
                for case_id, case in cases_known.items()
                for version, act in case.acts.items()
                if version not in kept[case_id] and rules.name(act.event)
            ]
            if named:
                await self._connection.execute(insert(acts).values(named).on_conflict_do_nothing())

    async def _lock(self, told: Sequence[Told]) -> list[FollowedCase]:
        """A new case is put in, a known one locked, in the order of their ids, so that two copies never block."""
        first = {each.facts.case_id: each.facts for each in reversed(told)}
        statement = insert(cases).values([row_of(first[case_id]) for case_id in sorted(first)])
        put_or_lock = statement.on_conflict_do_update(index_elements=["case_id"], set_={"version": cases.c.version})
        rows = (await self._connection.execute(put_or_lock.returning(*cases.c))).all()
        return [FollowedCase(facts_from(row)) for row in rows]

    async def _renew(self, renewed: Sequence[FollowedCase]) -> None:
        if not renewed:
            return
        rows = [row_of(case.facts) for case in renewed]
        statement = insert(cases).values(rows)
        newer = {column: statement.excluded[column] for column in rows[0] if column != "case_id"}
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["case_id"], set_=newer))


@asynccontextmanager
async def followed_again(
    connection: AsyncConnection, clock: Clock, locked: Sequence[FollowedCase]
) -> AsyncIterator[dict[UUID, FollowedCase]]:
    """Locked cases with everything known of them; what becomes of their obligations is written when the block ends."""
    followed = {case.facts.case_id: case for case in locked}
    await _fill(connection, followed)
    yield followed
    changed = [obligation for case in followed.values() for obligation in case.obligations.values()]
    await write_obligations(connection, changed, clock)


async def _fill(connection: AsyncConnection, followed: dict[UUID, FollowedCase]) -> None:
    owed = select(obligations).where(obligations.c.object_id.in_(followed)).order_by(obligations.c.id)
    for row in (await connection.execute(owed.with_for_update(key_share=True))).all():
        followed[row.object_id].obligations[row.id] = obligation_from(row)
    for row in (await connection.execute(select(acts).where(acts.c.object_id.in_(followed)))).all():
        followed[row.object_id].acts[row.version] = act_from(row)
    extended = (
        select(due_changes, obligations.c.object_id)
        .join(obligations, obligations.c.id == due_changes.c.obligation_id)
        .where(obligations.c.object_id.in_(followed), due_changes.c.cause == int(MoveCause.EXTENSION))
    )
    for row in (await connection.execute(extended)).all():
        extensions = followed[row.object_id].extensions
        given = Extension(row.new_due_on, row.made_at)
        extensions[row.obligation_id] = (*extensions.get(row.obligation_id, ()), given)
    acocs = await acocs_above(connection, [case.facts.agency_id for case in followed.values()])
    for case in followed.values():
        case.acocs = acocs.get(case.facts.agency_id, ())
