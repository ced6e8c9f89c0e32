"""What a change of holidays touches, counted again batch by batch (DUE-3)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Row, Select, func, select, update

from deadlines.adapters.following import followed_again
from deadlines.adapters.objects import is_owed
from deadlines.adapters.policies import load_rules
from deadlines.adapters.rows import facts_from
from deadlines.adapters.tables import cases, holiday_changes, obligations
from deadlines.app.store import Followed
from deadlines.domain.followed import FollowedObject
from deadlines.domain.followed_case import CaseFacts
from deadlines.domain.policy import CountedIn
from kit.clock import Clock
from kit.database.engine import Database

BATCH = 200


class SqlRecountStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @asynccontextmanager
    async def touched(self) -> AsyncIterator[Followed[CaseFacts] | None]:
        """A batch of what the oldest change that is not done touches; None when other copies are at all of it."""
        async with self._database.begin() as connection:
            change = (await connection.execute(_waiting().with_for_update(skip_locked=True))).one_or_none()
            if change is None:
                yield None
                return
            rules = await load_rules(connection)
            touched = list((await connection.execute(_touched_by(change))).scalars())
            locked = select(cases).where(cases.c.case_id.in_(touched)).order_by(cases.c.case_id).with_for_update()
            known = [FollowedObject(facts_from(row)) for row in (await connection.execute(locked)).all()]
            async with followed_again(connection, self._clock, rules, known) as followed:
                yield followed
            progress = {"recounted_to": touched[-1]} if len(touched) == BATCH else {"recounted_at": func.now()}
            await connection.execute(
                update(holiday_changes).where(holiday_changes.c.id == change.id).values(**progress)
            )

    async def is_recount_left(self) -> bool:
        async with self._database.read() as connection:
            return (await connection.execute(_waiting())).one_or_none() is not None


def _waiting() -> Select[Any]:
    return (
        select(holiday_changes)
        .where(holiday_changes.c.recounted_at.is_(None))
        .order_by(holiday_changes.c.position)
        .limit(1)
    )


def _touched_by(change: Row[Any]) -> Select[Any]:
    """Objects that owe something in working days over that day, missed ones included."""
    statement = (
        select(obligations.c.object_id)
        .distinct()
        .where(
            obligations.c.counted_in == int(CountedIn.WORKING_DAYS),
            is_owed(),
            obligations.c.counted_from < change.day,
            obligations.c.due_on >= change.day,
        )
        .order_by(obligations.c.object_id)
        .limit(BATCH)
    )
    return statement if change.recounted_to is None else statement.where(obligations.c.object_id > change.recounted_to)
