"""Planning of reminders: each step by a range of due dates, so that the cost grows with what is due (DUE-6, DUE-8)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, delete, exists, func, literal, not_, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.addressed import is_still_true
from deadlines.adapters.objects import is_owed
from deadlines.adapters.reminder_tables import reminder_plan, reminders, unplanned
from deadlines.adapters.tables import obligations
from deadlines.domain.policy import Policy, ReminderStep
from deadlines.domain.reminder import OWN_MAIL_DAYS, due_on_of
from kit.database.adding import Adding

_ONLY = 1
_NOTED = Adding(unplanned, lambda rows: rows.on_conflict_do_nothing())


async def note_unplanned(connection: AsyncConnection, obligation_ids: Sequence[UUID]) -> None:
    """Note what opened, opened again or moved, in the transaction in which it did: a step may have passed already."""
    await _NOTED.write(connection, [{"obligation_id": each} for each in sorted(set(obligation_ids))])


async def plan_reminders(connection: AsyncConnection, policies: Sequence[Policy], today: date, at: datetime) -> None:
    """Put in a reminder for each step whose day has come since the last plan, of several for one obligation the last.

    `connection` is in a transaction; other copies wait until it ends. `at` is the moment that the bell shows. A day's
    own plan makes the digest's lines; what becomes known later that day is a mail of its own.
    """
    planned_until = await _planned_until(connection, today)
    is_new_day = planned_until < today
    if is_new_day:
        for policy in policies:
            for step in policy.reminders:
                await _put(connection, policy, step, today, at, since=planned_until, in_digest=True)
    known_since = await connection.execute(delete(unplanned).returning(unplanned.c.obligation_id))
    found = list(known_since.scalars())
    if found:
        for policy in policies:
            for step in policy.reminders:
                await _put(connection, policy, step, today, at, among=found, in_digest=is_new_day)
    if is_new_day:
        await _carry_over(connection, today)
        await connection.execute(update(reminder_plan).values(planned_until=today))


async def is_planned(connection: AsyncConnection, day: date) -> bool:
    planned = select(exists().where(reminder_plan.c.planned_until == day))
    return bool((await connection.execute(planned)).scalar_one())


async def is_anything_unplanned(connection: AsyncConnection) -> bool:
    return bool((await connection.execute(select(exists().select_from(unplanned)))).scalar_one())


async def _planned_until(connection: AsyncConnection, today: date) -> date:
    """Where nothing was ever planned, the plan begins with today.

    So it does where a later day was planned: a demo's day has been set after a start on the real one.
    """
    first = insert(reminder_plan).values(id=_ONLY, planned_until=today - timedelta(days=1))
    await connection.execute(first.on_conflict_do_nothing())
    locked = select(reminder_plan.c.planned_until).with_for_update()
    planned_until: date = (await connection.execute(locked)).scalar_one()
    return planned_until if planned_until <= today else today - timedelta(days=1)


async def _put(
    connection: AsyncConnection,
    policy: Policy,
    step: ReminderStep,
    today: date,
    at: datetime,
    *,
    in_digest: bool,
    since: date | None = None,
    among: Sequence[UUID] | None = None,
) -> None:
    due = due_on_of(policy.reminders, step, today, since)
    if due.after >= due.until:
        return
    is_own_mail = step.days_after_due in OWN_MAIL_DAYS or not in_digest
    falling = select(
        obligations.c.id,
        literal(step.code),
        literal(step.days_after_due),
        obligations.c.due_on,
        literal(today),
        literal(is_own_mail),
        _tells_soon(step),
        literal(at),
    ).where(
        is_owed(),
        obligations.c.due_on > due.after,
        obligations.c.due_on <= due.until,
        obligations.c.policy == policy.code,
    )
    if among is not None:
        falling = falling.where(obligations.c.id == func.any(literal(list(among), ARRAY(Uuid))))
    columns = ["obligation_id", "step", "days_after_due", "due_on", "falls_on", "is_own_mail", "tells_soon", "noted_at"]
    await connection.execute(insert(reminders).from_select(columns, falling).on_conflict_do_nothing())


def _tells_soon(step: ReminderStep) -> ColumnElement[bool]:
    """Whether this is the first step before the due date."""
    if step.days_after_due >= 0:
        return literal(False)
    earlier = reminders.alias("earlier")
    return ~exists().where(
        earlier.c.obligation_id == obligations.c.id,
        earlier.c.due_on == obligations.c.due_on,
        earlier.c.days_after_due < 0,
        ~earlier.c.is_by_hand,
    )


async def _carry_over(connection: AsyncConnection, today: date) -> None:
    """What waits from an earlier day is told today; not what is settled, or has a later step (DUE-6)."""
    waits = and_(reminders.c.falls_on < today, reminders.c.finished_at.is_(None))
    later = reminders.alias("later")
    has_later_step = exists().where(
        later.c.obligation_id == reminders.c.obligation_id,
        later.c.due_on == reminders.c.due_on,
        later.c.days_after_due > reminders.c.days_after_due,
        # A step of the policy goes also to those above, whom nothing by hand tells.
        or_(not_(later.c.is_by_hand), reminders.c.is_by_hand),
    )
    is_over = or_(has_later_step, not_(exists().where(is_still_true())))
    await connection.execute(update(reminders).where(waits, is_over).values(finished_at=func.now()))
    await connection.execute(update(reminders).where(waits).values(falls_on=today))
