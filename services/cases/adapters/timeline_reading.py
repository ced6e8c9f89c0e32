"""The lists under a case: its timeline with earlier editions, its sendings, what was said, who is marked."""

from collections.abc import Container
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Label, Row, Text, cast, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.entry_editing import entry_from
from cases.adapters.tables import (
    cases,
    closed_months,
    complaints,
    recusals,
    remarks,
    sendings,
    timeline,
    timeline_editions,
)
from cases.app.views import EarlierEntry, RecusalView, RemarkView, SendingView, TimelineView
from cases.domain.case import Remark
from cases.domain.entry_edit import is_in_closed_month
from cases.domain.terms import Level, RemarkKind
from cases.domain.timeline import dated_before_earlier
from kit.domain.thai_dates import bangkok_date


async def timeline_of(
    connection: AsyncConnection, case_id: UUID, closed_months: Container[date] | None
) -> tuple[TimelineView, ...]:
    """The entries in order; `closed_months` None where the reader could edit none."""
    statement = select(timeline).where(timeline.c.case_id == case_id).order_by(timeline.c.number)
    rows = (await connection.execute(statement)).all()
    hinted = dated_before_earlier([entry_from(row) for row in rows])
    return tuple(_view(row, _is_editable(row, closed_months), row.number in hinted) for row in rows)


def is_editable() -> Label[bool]:
    """Whether the record of a case or an entry of its timeline lies in a month that is not closed (CASE-20)."""
    has_details = cast(timeline.c.details, Text) != "null"
    entry = exists().where(timeline.c.case_id == cases.c.id, has_details, _is_in_open_month(timeline.c.reported_at))
    return or_(_is_in_open_month(complaints.c.recorded_at), entry).label("is_editable")


def _is_in_open_month(moment: ColumnElement[datetime]) -> ColumnElement[bool]:
    month = cast(func.date_trunc("month", func.timezone("Asia/Bangkok", moment)), Date)
    return month.not_in(select(closed_months.c.month))


async def earlier_entries_of(connection: AsyncConnection, case_id: UUID, number: int) -> list[EarlierEntry]:
    """What an entry said before its edits, the oldest first."""
    of_entry = select(timeline_editions).where(
        timeline_editions.c.case_id == case_id, timeline_editions.c.number == number
    )
    rows = (await connection.execute(of_entry.order_by(timeline_editions.c.edition))).all()
    return [EarlierEntry(_view(row, is_editable=False), row.replaced_at, row.replaced_by) for row in rows]


async def sendings_of(connection: AsyncConnection, case_id: UUID) -> tuple[SendingView, ...]:
    statement = select(sendings).where(sendings.c.case_id == case_id).order_by(sendings.c.sent_at, sendings.c.id)
    rows = (await connection.execute(statement)).all()
    return tuple(SendingView(row.id, Level(row.level), row.sent_at, row.actor) for row in rows)


async def remarks_of(connection: AsyncConnection, case_id: UUID) -> tuple[RemarkView, ...]:
    statement = select(remarks).where(remarks.c.case_id == case_id).order_by(remarks.c.at, remarks.c.id)
    rows = (await connection.execute(statement)).all()
    return tuple(
        RemarkView(row.id, Remark(RemarkKind(row.kind), Level(row.level), row.text), row.at, row.actor) for row in rows
    )


async def recusals_of(connection: AsyncConnection, complaint_id: UUID) -> tuple[RecusalView, ...]:
    """The marks in force."""
    in_force = select(recusals).where(recusals.c.complaint_id == complaint_id, recusals.c.lifted_at.is_(None))
    rows = (await connection.execute(in_force.order_by(recusals.c.marked_at))).all()
    return tuple(RecusalView(row.officer, row.reason, row.marked_at, row.actor) for row in rows)


def _view(row: Row[tuple[object, ...]], is_editable: bool, is_hinted: bool = False) -> TimelineView:
    return TimelineView(entry_from(row), row.reported_at, row.actor, row.edition, is_editable, is_hinted)


def _is_editable(row: Row[tuple[object, ...]], closed_months: Container[date] | None) -> bool:
    if closed_months is None or row.details is None:
        return False
    return not is_in_closed_month(bangkok_date(row.reported_at), closed_months)
