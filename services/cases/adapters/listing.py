"""The list of cases: what narrows it, its queues, its pages (CASE-25)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.numbering import is_numbered
from cases.adapters.scope import may_change
from cases.adapters.search import page_of_words
from cases.adapters.tables import accusations, accused, cases, co_offenders
from cases.app.views import PageAfter
from cases.domain.era import Era
from cases.domain.filter import CaseFilter
from cases.domain.search_words import words_of_query
from cases.domain.terms import Queue
from kit.directory.viewer import Viewer, within
from kit.sealing.blind_index import BlindIndex


def narrowed_by(
    narrowed: CaseFilter, viewer: Viewer, today: date, blind_index: BlindIndex
) -> list[ColumnElement[bool]]:
    """The conditions of a filter, without its words: these have a way of their own."""
    conditions: list[ColumnElement[bool]] = [
        column == int(wanted)
        for column, wanted in (
            (cases.c.status, narrowed.status),
            (cases.c.closed_as, narrowed.closed_as),
            (cases.c.era, narrowed.era),
        )
        if wanted is not None
    ]
    if narrowed.number:
        conditions.append(is_numbered(narrowed.number))
    if narrowed.national_id:
        conditions.append(_concerns(blind_index.of(narrowed.national_id)))
    if narrowed.received is not None:
        conditions.append(cases.c.received_on.between(*narrowed.received))
    if narrowed.agency_id is not None:
        conditions.append(within(cases.c.agency_id, narrowed.agency_id))
    if narrowed.case_ids:
        conditions.append(cases.c.id.in_(narrowed.case_ids))
    if narrowed.queue is not None:
        conditions += [may_change(viewer), queue_is(narrowed.queue, today)]
    return conditions


async def page_after(
    connection: AsyncConnection, statement: Select[Any], words: str, after: PageAfter | None, limit: int
) -> Sequence[Row[Any]]:
    """The first `limit` rows of the list behind `after`, newest reception first, with these words in them."""
    place = (after.received_on, after.national_number) if after is not None else None
    wanted = words_of_query(words)
    if wanted:
        return await page_of_words(connection, statement, wanted, place, limit)
    stands = tuple_(cases.c.received_on, cases.c.national_number)
    if place is not None:
        statement = statement.where(stands < tuple_(*place))
    ordered = statement.order_by(cases.c.received_on.desc(), cases.c.national_number.desc())
    rows: Sequence[Row[Any]] = (await connection.execute(ordered.limit(limit))).all()
    return rows


def queue_is(queue: Queue, today: date) -> ColumnElement[bool]:
    """Whether a case would accept the act of a queue now; a test holds this equal to `steps_possible`."""
    c = cases.c
    is_before = c.era == int(Era.BEFORE_RESOLUTION)
    is_open, is_inquired = c.closed_on.is_(None), c.concluded_on.is_(None)
    seven_done, is_37_owed = c.round_7_reported_on.is_not(None), c.round_37_reported_on.is_(None)
    late_7 = and_(c.round_7_due_on < today, c.round_7_explained_on.is_(None))
    late_37 = and_(c.round_37_due_on < today, c.round_37_explained_on.is_(None))
    # Also of a case that is concluded or closed: a correction may leave it with this round to report (CASE-22).
    owes_7 = and_(c.round_7_due_on.is_not(None), c.round_7_reported_on.is_(None))
    owes_37 = and_(is_inquired, seven_done, is_37_owed)
    conditions: dict[Queue, ColumnElement[bool]] = {
        Queue.ROUND_7: and_(owes_7, ~late_7),
        Queue.LATENESS_7: and_(owes_7, late_7),
        Queue.ROUND_37: and_(owes_37, ~late_37),
        Queue.LATENESS_37: and_(owes_37, late_37),
        Queue.CONCLUSION: and_(is_inquired, or_(is_before, and_(seven_done, or_(~is_37_owed, ~late_37)))),
        Queue.PROCEEDINGS: c.concluded_on.is_not(None),
        Queue.OUTCOME: c.proceedings_reports > 0,
    }
    is_of_round_7 = queue in (Queue.ROUND_7, Queue.LATENESS_7)
    return func.coalesce(conditions[queue] if is_of_round_7 else and_(is_open, conditions[queue]), False)


def _concerns(index: bytes) -> ColumnElement[bool]:
    """Whether the number of that index is the accused's, or that of a co-offender under one of his allegations.

    As ids from two indexes: an OR over two tables would go through every case that the viewer sees.
    """
    is_accused = select(accused.c.case_id).where(accused.c.national_id_index == index).correlate(None)
    under_his = accusations.join(co_offenders, co_offenders.c.allegation_id == accusations.c.allegation_id)
    is_with_him = select(accusations.c.case_id).select_from(under_his).where(co_offenders.c.identifier_index == index)
    return cases.c.id.in_(is_accused.union(is_with_him))
