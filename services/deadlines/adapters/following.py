"""The copy of the cases, acts and obligations, inside the transaction in which events are taken in."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.policies import acocs_above, load_rules
from deadlines.adapters.rows import act_from, facts_from, obligation_from, row_of, write_obligations
from deadlines.adapters.tables import acts, cases, due_changes, obligations
from deadlines.app.store import Followed
from deadlines.domain.followed import F, FollowedObject
from deadlines.domain.followed_case import CaseFacts, CaseTold, FollowedCase
from deadlines.domain.happenings import MoveCause
from deadlines.domain.owed import Extension, Rules
from kit.clock import Clock
from kit.database.adding import Adding
from kit.database.direct import Direct
from kit.events.consumer import BATCH


class SqlCaseFollowing:
    def __init__(self, connection: AsyncConnection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    @asynccontextmanager
    async def following(self, told: Sequence[CaseTold]) -> AsyncIterator[Followed[CaseFacts]]:
        if not told:
            yield Followed.nothing()
            return
        rules = await load_rules(self._connection)
        known = await self._lock(told)
        async with followed_again(self._connection, self._clock, rules, known) as followed:
            versions = {case_id: case.facts.version for case_id, case in followed.objects.items()}
            yield followed
            newer = [case for id_, case in followed.objects.items() if case.facts.version > versions[id_]]
            await self._renew(newer)

    async def _lock(self, told: Sequence[CaseTold]) -> list[FollowedCase]:
        """A new case is put in, a known one locked, in the order of their ids, so that two copies never block."""
        first = {each.facts.case_id: each.facts for each in reversed(told)}
        given = {
            f"{name}_{place}": value
            for place, case_id in enumerate(sorted(first))
            for name, value in row_of(first[case_id]).items()
        }
        rows = await _put_or_lock(len(first)).rows(self._connection, **given)
        return [FollowedObject(facts_from(row)) for row in rows]

    async def _renew(self, renewed: Sequence[FollowedCase]) -> None:
        if renewed:
            rows = [{f"new_{name}": value for name, value in row_of(case.facts).items()} for case in renewed]
            await self._connection.execute(_RENEW, rows)


@lru_cache(maxsize=BATCH)
def _put_or_lock(many: int) -> Direct:
    """Built once for each number of cases: a statement of so many values costs more to build than to carry out.

    Not one of arrays for every number, as elsewhere: columns that hold arrays themselves would be taken apart.
    """
    rows: list[dict[str, Any]] = [
        {column.name: bindparam(f"{column.name}_{place}") for column in cases.c} for place in range(many)
    ]
    known = {"version": cases.c.version}
    put = insert(cases).values(rows).on_conflict_do_update(index_elements=["case_id"], set_=known)
    return Direct(put.returning(*cases.c))


_RENEW = (
    update(cases)
    .where(cases.c.case_id == bindparam("new_case_id"))
    .values({column.name: bindparam(f"new_{column.name}") for column in cases.c if column.name != "case_id"})
)
_ADDED_ACTS = Adding(acts, lambda rows: rows.on_conflict_do_nothing())
_IDS = bindparam("ids", type_=ARRAY(Uuid))
_OBLIGATIONS = Direct(
    select(obligations)
    .where(obligations.c.object_id == func.any(_IDS))
    .order_by(obligations.c.id)
    .with_for_update(key_share=True)
)
_ACTS = Direct(select(acts).where(acts.c.object_id == func.any(_IDS)))
_EXTENSIONS = Direct(
    select(due_changes, obligations.c.object_id)
    .join(obligations, obligations.c.id == due_changes.c.obligation_id)
    .where(obligations.c.object_id == func.any(_IDS), due_changes.c.cause == int(MoveCause.EXTENSION))
)


@asynccontextmanager
async def followed_again(
    connection: AsyncConnection, clock: Clock, rules: Rules, locked: Sequence[FollowedObject[F]]
) -> AsyncIterator[Followed[F]]:
    """Locked objects with everything known of them.

    When the block ends, the acts that they have heard of meanwhile, where a policy goes by them, and what has become of
    their obligations are written.
    """
    followed = {each.facts.object_id: each for each in locked}
    await _fill(connection, followed)
    kept = {id_: set(each.acts) for id_, each in followed.items()}
    yield Followed(followed, rules)
    named = [
        {"object_id": id_, **asdict(act)}
        for id_, each in followed.items()
        for version, act in each.acts.items()
        if version not in kept[id_] and rules.name(act.event)
    ]
    await _ADDED_ACTS.write(connection, named)
    changed = [obligation for each in followed.values() for obligation in each.obligations.values()]
    await write_obligations(connection, changed, clock)


async def _fill(connection: AsyncConnection, followed: dict[UUID, FollowedObject[F]]) -> None:
    ids = list(followed)
    for row in await _OBLIGATIONS.rows(connection, ids=ids):
        followed[row.object_id].obligations[row.id] = obligation_from(row)
    for row in await _ACTS.rows(connection, ids=ids):
        followed[row.object_id].acts[row.version] = act_from(row)
    for row in await _EXTENSIONS.rows(connection, ids=ids):
        extensions = followed[row.object_id].extensions
        given = Extension(row.new_due_on, row.made_at)
        extensions[row.obligation_id] = (*extensions.get(row.obligation_id, ()), given)
    acocs = await acocs_above(connection, [each.facts.agency_id for each in followed.values()])
    for each in followed.values():
        each.acocs = acocs.get(each.facts.agency_id, ())
