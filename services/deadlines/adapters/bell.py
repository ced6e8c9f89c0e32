"""The bell, worked out for its reader at each reading: what addresses him, what he may see, how it stands now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Row,
    Select,
    Subquery,
    and_,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.addressed import addressed_to, concerns_as_owner, is_supervised_by
from deadlines.adapters.objects import KNOWN_BY, joined_to_case, joined_to_object
from deadlines.adapters.policies import load_policies
from deadlines.adapters.reminder_tables import bell_reads, reminders
from deadlines.adapters.rows import line_from
from deadlines.adapters.scope import visible_to
from deadlines.adapters.tables import due_changes, obligations
from deadlines.app.bell import BellPage, Notice, NoticeAfter, NoticeKind
from deadlines.domain.policy import Policy
from kit.clock import Clock
from kit.database.engine import Database
from kit.directory.viewer import Viewer

PAGE = 50
KEPT = timedelta(days=90)
MOST_UNREAD = 1000


class SqlBell:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def page(self, viewer: Viewer, after: NoticeAfter | None) -> BellPage:
        notices = _notices(viewer, self._clock.business_now() - KEPT).subquery("notices")
        async with self._database.read() as connection:
            read_until = await _read_until(connection, viewer)
            rows = (await connection.execute(_lines(notices, after))).all()
            unread = await _unread(connection, notices, read_until)
            policies = await load_policies(connection)
        last = rows[PAGE - 1] if len(rows) > PAGE else None
        return BellPage(
            tuple(_notice_from(row, read_until, policies) for row in rows[:PAGE]),
            NoticeAfter(last.noted_at, last.notice_id) if last is not None else None,
            unread,
        )

    async def mark_read(self, viewer: Viewer, up_to: datetime) -> None:
        """Not beyond this moment: what is noted later is not read by having been feared."""
        until = min(up_to, self._clock.business_now())
        statement = insert(bell_reads).values(subject=viewer.actor.subject, read_until=until)
        later = func.greatest(bell_reads.c.read_until, statement.excluded.read_until)
        async with self._database.begin() as connection:
            await connection.execute(
                statement.on_conflict_do_update(index_elements=["subject"], set_={"read_until": later})
            )


def _notices(viewer: Viewer, since: datetime) -> CompoundSelect[Any]:
    told = joined_to_case(
        select(
            reminders.c.id.label("notice_id"),
            literal(int(NoticeKind.REMINDER)).label("kind"),
            reminders.c.noted_at,
            reminders.c.obligation_id,
            reminders.c.days_after_due,
            sql_cast(null(), Date).label("old_due_on"),
            sql_cast(null(), Date).label("new_due_on"),
        ).join(obligations, _is_of_its_date())
    ).where(reminders.c.noted_at > since, addressed_to(viewer))
    moved = joined_to_case(
        select(
            due_changes.c.id,
            literal(int(NoticeKind.DUE_MOVED)),
            due_changes.c.made_at,
            due_changes.c.obligation_id,
            sql_cast(literal(0), Integer),
            due_changes.c.old_due_on,
            due_changes.c.new_due_on,
        ).join(obligations, obligations.c.id == due_changes.c.obligation_id)
    ).where(due_changes.c.made_at > since, _concerns(viewer))
    return union_all(told, moved)


def _is_of_its_date() -> ColumnElement[bool]:
    """A reminder of a date that has moved since says nothing true; the move itself is in the bell."""
    return and_(obligations.c.id == reminders.c.obligation_id, obligations.c.due_on == reminders.c.due_on)


def _concerns(viewer: Viewer) -> ColumnElement[bool]:
    """Whom the move of a date concerns: whoever owes, and the ศปท. above him."""
    concerned = [concerns_as_owner(viewer)]
    if viewer.actor.is_any("acoc") and viewer.agency is not None and viewer.agency == viewer.acoc:
        concerned.append(is_supervised_by(viewer.agency))
    return and_(or_(*concerned), visible_to(viewer))


def _lines(notices: Subquery, after: NoticeAfter | None) -> Select[Any]:
    """A page and the notice behind it; the page is cut before the rest is joined to it."""
    newest_first = (notices.c.noted_at.desc(), notices.c.notice_id.desc())
    cut = select(notices).order_by(*newest_first).limit(PAGE + 1)
    if after is not None:
        place = tuple_(notices.c.noted_at, notices.c.notice_id)
        cut = cut.where(place < tuple_(after.noted_at, after.notice_id))
    page = cut.subquery("page")
    lines = select(page, obligations, *KNOWN_BY).join(obligations, obligations.c.id == page.c.obligation_id)
    return joined_to_object(lines).order_by(page.c.noted_at.desc(), page.c.notice_id.desc())


async def _read_until(connection: AsyncConnection, viewer: Viewer) -> datetime | None:
    own = select(bell_reads.c.read_until).where(bell_reads.c.subject == viewer.actor.subject)
    read_until: datetime | None = (await connection.execute(own)).scalar_one_or_none()
    return read_until


async def _unread(connection: AsyncConnection, notices: Subquery, read_until: datetime | None) -> int:
    unread = select(notices.c.notice_id).limit(MOST_UNREAD)
    if read_until is not None:
        unread = unread.where(notices.c.noted_at > read_until)
    return int((await connection.execute(select(func.count()).select_from(unread.subquery()))).scalar_one())


def _notice_from(row: Row[Any], read_until: datetime | None, policies: Mapping[str, Policy]) -> Notice:
    return Notice(
        id=row.notice_id,
        kind=NoticeKind(row.kind),
        noted_at=row.noted_at,
        is_read=read_until is not None and row.noted_at <= read_until,
        line=line_from(row, policies),
        days_after_due=row.days_after_due,
        old_due_on=row.old_due_on,
        new_due_on=row.new_due_on,
    )
