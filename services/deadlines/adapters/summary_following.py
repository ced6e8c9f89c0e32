"""Monthly summaries and their obligations, inside the transaction in which the calendar or an event tells of them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.following import followed_again
from deadlines.adapters.policies import load_rules, share_rules
from deadlines.adapters.tables import acts, rounds, summaries
from deadlines.app.store import Followed
from deadlines.domain.followed import FollowedObject
from deadlines.domain.summary import ROUND_CLOSED, RoundClosing, SummaryFacts
from kit.clock import Clock

BATCH = 200


class SqlSummaryFollowing:
    """Whoever follows a summary holds its round, so that a closing and an opening never pass each other unseen."""

    def __init__(self, connection: AsyncConnection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    async def note_closed(self, closings: Sequence[RoundClosing]) -> None:
        await share_rules(self._connection)
        for each in sorted(closings, key=lambda closing: closing.round):
            closed = {"closed_at": each.recorded_at, "closed_on": each.recorded_on}
            statement = insert(rounds).values(round=each.round, **closed)
            first = {column: func.coalesce(rounds.c[column], statement.excluded[column]) for column in closed}
            await self._connection.execute(statement.on_conflict_do_update(index_elements=["round"], set_=first))

    @asynccontextmanager
    async def following(self, summaries: Sequence[SummaryFacts]) -> AsyncIterator[Followed[SummaryFacts]]:
        if not summaries:
            yield Followed.nothing()
            return
        facts = {each.object_id: each for each in summaries}
        rules = await load_rules(self._connection)
        closings = await self._hold({each.round for each in facts.values()})
        await self._lock(facts)
        known = [FollowedObject(each) for each in facts.values()]
        async with followed_again(self._connection, self._clock, rules, known) as followed:
            _tell_of(closings, followed)
            yield followed

    @asynccontextmanager
    async def closing(self, closings: Sequence[RoundClosing]) -> AsyncIterator[Followed[SummaryFacts] | None]:
        has_heard = exists().where(acts.c.object_id == summaries.c.id, acts.c.event == ROUND_CLOSED)
        of_rounds = summaries.c.round.in_([each.round for each in closings])
        unheard = select(summaries).where(of_rounds, ~has_heard).order_by(summaries.c.id).limit(BATCH)
        rules = await load_rules(self._connection)
        closed = await self._hold({each.round for each in closings})
        rows = (await self._connection.execute(unheard.with_for_update())).all()
        if not rows:
            yield None
            return
        known = [FollowedObject(SummaryFacts(row.agency_id, row.round)) for row in rows]
        async with followed_again(self._connection, self._clock, rules, known) as followed:
            _tell_of(closed, followed)
            yield followed

    async def _hold(self, wanted: set[date]) -> dict[date, RoundClosing]:
        """Put in or lock the rounds, in their order; those that are closed."""
        statement = insert(rounds).values([{"round": each} for each in sorted(wanted)])
        put_or_lock = statement.on_conflict_do_update(index_elements=["round"], set_={"round": rounds.c.round})
        rows = (await self._connection.execute(put_or_lock.returning(*rounds.c))).all()
        return {row.round: _closing_from(row) for row in rows if row.closed_at is not None}

    async def _lock(self, facts: dict[UUID, SummaryFacts]) -> None:
        rows = [{"id": id_, "agency_id": facts[id_].agency_id, "round": facts[id_].round} for id_ in sorted(facts)]
        statement = insert(summaries).values(rows)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["id"], set_={"round": summaries.c.round})
        )


def _closing_from(row: Row[Any]) -> RoundClosing:
    return RoundClosing(row.round, row.closed_at, row.closed_on)


def _tell_of(closings: dict[date, RoundClosing], followed: Followed[SummaryFacts]) -> None:
    for each in followed.objects.values():
        closing = closings.get(each.facts.round)
        if closing is not None:
            each.take(closing.of(each.facts))
