"""Reminders and their mails: planned once, in one copy's hand at a time, each mail claimed before it is sent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, false, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from deadlines.adapters.tables import cases, mails, obligations, reminders
from deadlines.domain.policy import POLICIES, Policy, ReminderStep
from deadlines.domain.reminder import Reminder
from deadlines.domain.state import ObligationState
from kit.database.engine import Database
from kit.database.tables import directory_agency

# SMTP allows one repeat, for a crash between the server's answer and the commit (DUE-6).
MOST_UNANSWERED = 2


class SqlReminderStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def plan(self, today: date) -> None:
        async with self._database.begin() as connection:
            for policy, step in _steps():
                falling = select(
                    func.gen_random_uuid(),
                    obligations.c.id,
                    literal(step.code),
                    obligations.c.due_on,
                    literal(today),
                ).where(_falls_on(today, policy, step))
                columns = ["id", "obligation_id", "step", "due_on", "falls_on"]
                await connection.execute(insert(reminders).from_select(columns, falling).on_conflict_do_nothing())

    async def waiting(self, today: date) -> list[UUID]:
        unfinished = (
            select(reminders.c.id)
            .join(obligations, _is_still_true())
            .where(reminders.c.falls_on == today, reminders.c.finished_at.is_(None))
            .order_by(reminders.c.id)
        )
        async with self._database.read() as connection:
            return list((await connection.execute(unfinished)).scalars())

    @asynccontextmanager
    async def delivering(self, reminder_id: UUID) -> AsyncIterator["SqlDelivery | None"]:
        """The row's lock lasts as long as the delivery, and ends with the process that holds it."""
        async with self._database.begin() as connection:
            locked = _whole(reminder_id).with_for_update(of=reminders, skip_locked=True, key_share=True)
            row = (await connection.execute(locked)).one_or_none()
            if row is None:
                yield None
                return
            delivery = SqlDelivery(self._database, _reminder_from(row))
            yield delivery
            if delivery.is_finished:
                finish = update(reminders).where(reminders.c.id == reminder_id)
                await connection.execute(finish.values(finished_at=func.now()))

    async def is_reminder_left(self, day: date) -> bool:
        finished = exists().where(
            reminders.c.obligation_id == obligations.c.id,
            reminders.c.due_on == obligations.c.due_on,
            reminders.c.falls_on == day,
            reminders.c.finished_at.is_not(None),
        )
        falling = or_(false(), *(_falls_on(day, policy, step) for policy, step in _steps()))
        left = select(select(obligations.c.id).where(falling, ~finished).exists())
        async with self._database.read() as connection:
            return bool((await connection.execute(left)).scalar_one())


class SqlDelivery:
    """Each step is a transaction of its own, so that a crash leaves what was done before it."""

    def __init__(self, database: Database, reminder: Reminder) -> None:
        self._database = database
        self.reminder = reminder
        self.is_finished = False

    async def claim(self, subject: UUID) -> bool:
        first = insert(mails).values(reminder_id=self.reminder.id, subject=subject, unanswered=1, claimed_at=func.now())
        claim = first.on_conflict_do_update(
            index_elements=["reminder_id", "subject"],
            set_={"unanswered": mails.c.unanswered + 1, "claimed_at": func.now()},
            where=and_(mails.c.settled_at.is_(None), mails.c.unanswered < MOST_UNANSWERED),
        )
        async with self._database.begin() as connection:
            return (await connection.execute(claim.returning(mails.c.subject))).one_or_none() is not None

    async def release(self, subject: UUID) -> None:
        await self._change(subject, {"unanswered": mails.c.unanswered - 1})

    async def settle(self, subject: UUID, refused_with: int | None = None) -> None:
        await self._change(subject, {"settled_at": func.now(), "refused_with": refused_with})

    def finish(self) -> None:
        self.is_finished = True

    async def _change(self, subject: UUID, values: dict[str, Any]) -> None:
        own = and_(mails.c.reminder_id == self.reminder.id, mails.c.subject == subject)
        async with self._database.begin() as connection:
            await connection.execute(update(mails).where(own).values(**values))


def _steps() -> list[tuple[Policy, ReminderStep]]:
    return [(policy, step) for policy in POLICIES.values() for step in policy.reminders]


def _falls_on(day: date, policy: Policy, step: ReminderStep) -> ColumnElement[bool]:
    return and_(
        obligations.c.state == int(ObligationState.OPEN),
        obligations.c.due_on == step.due_on(day),
        obligations.c.policy == policy.code,
    )


def _is_still_true() -> ColumnElement[bool]:
    return and_(
        obligations.c.id == reminders.c.obligation_id,
        obligations.c.due_on == reminders.c.due_on,
        obligations.c.state == int(ObligationState.OPEN),
    )


def _whole(reminder_id: UUID) -> Select[Any]:
    return (
        select(
            reminders,
            obligations.c.policy,
            obligations.c.agency_id,
            cases.c.number,
            cases.c.accused_indexes,
            directory_agency.c.thai_name,
            directory_agency.c.english_name,
        )
        .join(obligations, _is_still_true())
        .join(cases, cases.c.case_id == obligations.c.object_id)
        .join(directory_agency, directory_agency.c.id == obligations.c.agency_id)
        .where(reminders.c.id == reminder_id, reminders.c.finished_at.is_(None))
    )


def _reminder_from(row: Row[Any]) -> Reminder:
    policy = POLICIES[row.policy]
    return Reminder(
        id=row.id,
        obligation_id=row.obligation_id,
        policy=policy,
        step=next(step for step in policy.reminders if step.code == row.step),
        due_on=row.due_on,
        object_number=row.number,
        agency_id=row.agency_id,
        agency_thai_name=row.thai_name,
        agency_english_name=row.english_name,
        accused_indexes=tuple(row.accused_indexes),
    )
