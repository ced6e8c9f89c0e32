"""Authorised reads of `deadlines`."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.objects import KNOWN_BY, is_owed, joined_to_case, joined_to_object
from deadlines.adapters.policies import load_policies
from deadlines.adapters.rows import line_from
from deadlines.adapters.scope import agency_open_to, visible_to
from deadlines.adapters.tables import cases, obligations, policies
from deadlines.app.views import (
    Compliance,
    ComplianceAsked,
    Figures,
    ObligationLine,
    ObligationPage,
    ObligationsAsked,
    PageAfter,
    Worklist,
    WorklistAsked,
    Worklists,
)
from deadlines.domain.errors import UnknownPolicy
from deadlines.domain.state import ObligationState
from kit.database.engine import Database
from kit.database.tables import directory_agency
from kit.directory.viewer import Viewer, within
from kit.domain.errors import NotFound

PAGE = 100


class ObligationReader:
    """Reads what a viewer may see; there is no read without one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, viewer: Viewer, asked: ObligationsAsked, after: PageAfter | None) -> ObligationPage:
        async with self._database.read() as connection:
            return await _page(connection, _lines(viewer).where(*_filters(asked)), after)

    async def line(self, viewer: Viewer, obligation_id: UUID) -> ObligationLine:
        async with self._database.read() as connection:
            statement = _lines(viewer).where(obligations.c.id == obligation_id)
            row = (await connection.execute(statement)).one_or_none()
            if row is None:
                raise NotFound
            return line_from(row, await load_policies(connection))

    async def worklists(self, viewer: Viewer, asked: WorklistAsked, after: PageAfter | None) -> Worklists:
        wanted = [_in(each, asked) for each in Worklist if asked.worklist in (None, each)]
        lines = _lines(viewer).where(or_(*wanted))
        numbers: list[Any] = [func.count().filter(_in(each, asked)).label(each.name) for each in Worklist]
        in_any = or_(*(_in(each, asked) for each in Worklist))
        counting = joined_to_case(select(*numbers).select_from(obligations)).where(visible_to(viewer), in_any)
        if asked.mine:
            is_mine = cases.c.handler == viewer.actor.subject
            lines, counting = lines.where(is_mine), counting.where(is_mine)
        async with self._database.read() as connection:
            row = (await connection.execute(counting)).one()
            counts = {each: int(getattr(row, each.name)) for each in Worklist}
            return Worklists(counts, await _page(connection, lines, after))

    async def compliance(self, viewer: Viewer, asked: ComplianceAsked) -> Compliance:
        figures = [count.label(name) for name, count in _figures(asked.today).items()]
        statement = (
            joined_to_case(select(obligations.c.agency_id, *figures))
            .where(
                visible_to(viewer),
                obligations.c.policy == asked.policy,
                obligations.c.due_on.between(asked.due_from, asked.due_to),
            )
            .group_by(obligations.c.agency_id)
        )
        if asked.agency_id is not None:
            statement = statement.where(within(obligations.c.agency_id, asked.agency_id))
        async with self._database.read() as connection:
            await _check(connection, viewer, asked)
            rows = (await connection.execute(statement)).all()
        names = _figures(asked.today)
        return Compliance({row.agency_id: Figures(**{name: getattr(row, name) for name in names}) for row in rows})


async def _check(connection: AsyncConnection, viewer: Viewer, asked: ComplianceAsked) -> None:
    known = select(policies.c.code).where(policies.c.code == asked.policy)
    if (await connection.execute(known)).one_or_none() is None:
        raise UnknownPolicy
    if asked.agency_id is not None:
        seen = select(directory_agency.c.id).where(directory_agency.c.id == asked.agency_id, agency_open_to(viewer))
        if (await connection.execute(seen)).one_or_none() is None:
            raise NotFound


def _lines(viewer: Viewer) -> Select[Any]:
    return joined_to_object(select(obligations, *KNOWN_BY)).where(visible_to(viewer))


async def _page(connection: AsyncConnection, lines: Select[Any], after: PageAfter | None) -> ObligationPage:
    """The earliest due first."""
    place = tuple_(obligations.c.due_on, obligations.c.id)
    statement = lines.order_by(obligations.c.due_on, obligations.c.id).limit(PAGE + 1)
    if after is not None:
        statement = statement.where(place > tuple_(after.due_on, after.obligation_id))
    rows = (await connection.execute(statement)).all()
    known = await load_policies(connection)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return ObligationPage(
        tuple(line_from(row, known) for row in rows[:PAGE]),
        PageAfter(last.due_on, last.id) if last is not None else None,
    )


def _filters(asked: ObligationsAsked) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if asked.object_id is not None:
        filters.append(obligations.c.object_id == asked.object_id)
    if asked.states:
        filters.append(obligations.c.state.in_([int(state) for state in asked.states]))
    if asked.policy:
        filters.append(obligations.c.policy == asked.policy)
    if asked.due_from is not None:
        filters.append(obligations.c.due_on >= asked.due_from)
    if asked.due_to is not None:
        filters.append(obligations.c.due_on <= asked.due_to)
    return filters


def _in(worklist: Worklist, asked: WorklistAsked) -> ColumnElement[bool]:
    """By the day alone, so that it holds also before the sweep has called missed what is."""
    match worklist:
        case Worklist.TODAY:
            return and_(is_owed(), obligations.c.due_on == asked.today)
        case Worklist.THIS_WEEK:
            return and_(is_owed(), obligations.c.due_on > asked.today, obligations.c.due_on <= asked.sunday)
        case Worklist.OVERDUE:
            return and_(is_owed(), obligations.c.due_on < asked.today)


def _figures(today: date) -> dict[str, ColumnElement[int]]:
    """What has ended is missed, whatever its date."""
    state = obligations.c.state
    has_ended = and_(state == int(ObligationState.MISSED), obligations.c.ended_on.is_not(None))
    return {
        "met_in_time": func.count().filter(state == int(ObligationState.MET)),
        "met_late": func.count().filter(state == int(ObligationState.MET_LATE)),
        "missed": func.count().filter(or_(has_ended, and_(is_owed(), obligations.c.due_on < today))),
        "open": func.count().filter(is_owed(), obligations.c.due_on >= today),
        "cancelled": func.count().filter(state == int(ObligationState.CANCELLED)),
    }
