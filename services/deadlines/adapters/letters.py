"""What one officer is to be told on one day, read with his own right to see."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, exists, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.addressed import addressed_to, is_still_true, nearest_acoc
from deadlines.adapters.objects import KNOWN_BY, joined_to_object, number_from
from deadlines.adapters.reminder_tables import digests, mails, reminders
from deadlines.adapters.scope import not_marked
from deadlines.adapters.tables import cases, obligations, policies
from deadlines.app.letters import DigestLetter, Letter, OverdueCount, ReminderLetter
from deadlines.domain.policy import Words
from deadlines.domain.reminder import PACC_FROM_DAYS, Reminder
from kit.database.tables import directory_agency
from kit.directory.viewer import Viewer, meets_none

_WORDS = (
    obligations.c.policy,
    policies.c.thai_duty,
    policies.c.english_duty,
    policies.c.thai_basis,
    policies.c.english_basis,
)


async def letters_for(connection: AsyncConnection, viewer: Viewer, today: date) -> list[Letter]:
    """The letters of today that `viewer` has not had: mails of their own, and a digest if it holds anything."""
    rows = (await connection.execute(_untold(viewer, today))).all()
    own = [ReminderLetter(today, reminder_from(row)) for row in rows if row.is_own_mail]
    in_digest = tuple(reminder_from(row) for row in rows if not row.is_own_mail)
    counts = await _counts(connection, viewer, today) if viewer.actor.is_any("pacc") else ()
    return [*own, *([DigestLetter(today, in_digest, counts)] if in_digest or counts else [])]


def reminder_from(row: Row[Any]) -> Reminder:
    return Reminder(
        id=row.id,
        obligation_id=row.obligation_id,
        policy=row.policy,
        duty=Words(row.thai_duty, row.english_duty),
        basis=Words(row.thai_basis, row.english_basis),
        step=row.step,
        days_after_due=row.days_after_due,
        due_on=row.due_on,
        object_number=number_from(row),
        agency_thai_name=row.thai_name,
        agency_english_name=row.english_name,
        round=row.round,
    )


def _untold(viewer: Viewer, today: date) -> Select[Any]:
    told = exists().where(
        mails.c.reminder_id == reminders.c.id,
        mails.c.subject == viewer.actor.subject,
        mails.c.settled_at.is_not(None),
    )
    agency = directory_agency
    return (
        joined_to_object(
            select(reminders, *_WORDS, *KNOWN_BY, agency.c.thai_name, agency.c.english_name)
            .join(obligations, is_still_true())
            .join(policies, policies.c.code == obligations.c.policy)
        )
        .join(agency, agency.c.id == obligations.c.agency_id)
        .where(reminders.c.falls_on == today, reminders.c.finished_at.is_(None), addressed_to(viewer), not_(told))
        .order_by(reminders.c.due_on, reminders.c.id)
    )


async def _counts(connection: AsyncConnection, viewer: Viewer, today: date) -> tuple[OverdueCount, ...]:
    """What ป.ป.ท. is told of cases not sent to it: how many, by ศปท., none that the viewer is recused from (DUE-5).

    With what falls on this morning goes what became known during a day, after his last digest.
    """
    last_digest = (
        select(func.max(digests.c.falls_on))
        .where(digests.c.subject == viewer.actor.subject, digests.c.falls_on < today)
        .scalar_subquery()
    )
    falls_today = and_(reminders.c.falls_on == today, reminders.c.finished_at.is_(None), not_(reminders.c.is_own_mail))
    became_known_since = and_(
        reminders.c.falls_on < today,
        reminders.c.falls_on >= func.coalesce(last_digest, today - timedelta(days=1)),
        reminders.c.is_own_mail,
        not_(reminders.c.is_by_hand),
    )
    far_overdue = and_(
        or_(falls_today, became_known_since),
        reminders.c.days_after_due >= PACC_FROM_DAYS,
        not_(cases.c.is_with_pacc),
    )
    found = (
        select(nearest_acoc().label("acoc"))
        .select_from(reminders)
        .join(obligations, is_still_true())
        .join(cases, cases.c.case_id == obligations.c.object_id)
        .where(far_overdue, meets_none(cases.c.accused_indexes, viewer.recusing), not_marked(viewer))
        .subquery()
    )
    statement = (
        select(directory_agency.c.thai_name, directory_agency.c.english_name, func.count().label("number"))
        .join(found, found.c.acoc == directory_agency.c.id)
        .group_by(directory_agency.c.id)
        .order_by(directory_agency.c.code)
    )
    rows = (await connection.execute(statement)).all()
    return tuple(OverdueCount(row.thai_name, row.english_name, row.number) for row in rows)
