"""Authorised counts over the read models."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, literal, or_, select

from kit.database.engine import Database
from kit.database.tables import directory_agency
from kit.directory.viewer import Viewer
from reporting.adapters.counts import counted_cases, counts_of, figures_from
from reporting.adapters.scope import Standpoint, standpoint_of
from reporting.domain.agency_rows import AgencyLine, NamedAgency
from reporting.domain.period import Period
from rongrian.agencies.v1.agency_pb2 import AGENCY_KIND_MINISTRY

# In the path of an agency: the country, its ministry, the agencies directly under that.
_MINISTRY_STEP = 2


class SqlFigureReader:
    """Counts what a viewer may see; there is no count without one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lines_by_agency(self, viewer: Viewer, period: Period) -> list[AgencyLine]:
        statement = _by_agency(viewer, standpoint_of(viewer), period)
        async with self._database.read() as connection:
            return [_line(row) for row in await connection.execute(statement)]


def _by_agency(viewer: Viewer, standpoint: Standpoint, period: Period) -> Select[Any]:
    """One row for each agency that a row of report 1 opens into, with everything below it counted in.

    It reads every case in scope. Where that are millions (PERF-6), `counted` becomes a table kept by the consumer:
    the counts of an agency by era, level, month of entry, of reception, of completion and of each round's failing,
    with only the open month and the recused viewer's few complaints still counted from the cases.
    """
    counted = counted_cases(standpoint.level, period, viewer)
    step = _step_of(standpoint)
    path = directory_agency.c.path
    top, below = directory_agency.alias("top"), directory_agency.alias("below")
    has_cases = func.count(counted.c.agency_id) > 0
    is_open = func.bool_or(directory_agency.c.closed_on.is_(None))
    has_a_row = or_(top.c.kind == AGENCY_KIND_MINISTRY, top.c.id == standpoint.top)
    return (
        select(
            top.c.id.label("top_id"),
            top.c.thai_name.label("top_name"),
            below.c.id.label("agency_id"),
            below.c.thai_name.label("agency_name"),
            *counts_of(counted),
        )
        .select_from(directory_agency)
        .join(top, top.c.id == func.coalesce(path[step], directory_agency.c.id))
        .join(below, below.c.id == func.coalesce(path[step + 1], path[step], directory_agency.c.id))
        .outerjoin(counted, counted.c.agency_id == directory_agency.c.id)
        .where(standpoint.opens())
        .group_by(top.c.id, below.c.id)
        .having(or_(has_cases, is_open & has_a_row))
        .order_by(top.c.code, below.c.id != top.c.id, below.c.code)
    )


def _step_of(standpoint: Standpoint) -> ColumnElement[int]:
    """Where in a path the agencies stand that have rows of their own: ministries, or the top of what is seen below."""
    if standpoint.top is None:
        return literal(_MINISTRY_STEP)
    own = directory_agency.alias("own")
    depth = select(func.cardinality(own.c.path)).where(own.c.id == standpoint.top).scalar_subquery()
    return func.greatest(depth, _MINISTRY_STEP)


def _line(row: Row[Any]) -> AgencyLine:
    return AgencyLine(
        top=NamedAgency(row.top_id, row.top_name),
        agency=NamedAgency(row.agency_id, row.agency_name),
        figures=figures_from(row),
    )
