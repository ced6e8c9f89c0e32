"""Authorised figures: of the read models, or as published."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from kit.database.engine import Database
from kit.directory.viewer import Viewer
from kit.domain.errors import NotFound
from reporting.adapters.counts import figures_from
from reporting.adapters.figure_cases import case_ids, row_of
from reporting.adapters.rebuilt import reading_whole
from reporting.adapters.report_statements import Rows, by_agency, by_month, by_reporting_agency, by_type, in_all
from reporting.adapters.round_tables import rounds
from reporting.adapters.scope import standpoint_of
from reporting.domain.agency_rows import AgencyLine, NamedAgency
from reporting.domain.basis import Basis
from reporting.domain.figure_asked import FigureAsked
from reporting.domain.figures import Figures
from reporting.domain.report_rows import SummaryRow
from reporting.domain.summary import level_of_summary
from reporting.domain.summary_round import RoundState, round_of_data
from reporting.domain.terms import AgencyType, Stated
from rongrian.agencies.v1.agency_pb2 import AGENCY_KIND_MINISTRY


class SqlFigureReader:
    """Counts what a viewer may see; there is no count without one.

    What the live figures are read for is refused while they are made anew; what was published is answered (REP-1).
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def closings(self, months: Sequence[date]) -> Mapping[date, date]:
        by_round = {round_of_data(month): month for month in months}
        closed = select(rounds.c.round, rounds.c.closed_on).where(
            rounds.c.round.in_(by_round), rounds.c.state == int(RoundState.CLOSED)
        )
        return {by_round[row.round]: row.closed_on for row in await self._recorded(closed)}

    async def lines_by_agency(self, viewer: Viewer, basis: Basis) -> list[AgencyLine]:
        return [_line(row) for row in await self._read(by_agency(basis, standpoint_of(viewer), viewer), basis)]

    async def figures_by_type(self, viewer: Viewer, basis: Basis) -> Mapping[AgencyType, Figures]:
        rows = await self._read(by_type(basis, standpoint_of(viewer), viewer), basis)
        return {AgencyType(row.type): figures_from(row) for row in rows}

    async def figures_by_month(self, viewer: Viewer, bases: Sequence[Basis]) -> Mapping[date, Figures]:
        statements = by_month(bases, standpoint_of(viewer), viewer)
        return {row.month: figures_from(row) for each in statements for row in await self._read(each, *bases)}

    async def figures_in_all(self, viewer: Viewer, basis: Basis) -> Figures:
        [row] = await self._read(in_all(basis, standpoint_of(viewer), viewer), basis)
        return figures_from(row)

    async def summary_rows(self, viewer: Viewer, basis: Basis) -> list[SummaryRow]:
        statement = by_reporting_agency(basis, standpoint_of(viewer), viewer)
        return [_summary_row(row) for row in await self._read(statement, basis)]

    async def case_ids(
        self, viewer: Viewer, basis: Basis, asked: FigureAsked, after: UUID | None, limit: int
    ) -> list[UUID]:
        standpoint = standpoint_of(viewer)
        level = standpoint.level
        if asked.agency_id is not None:
            row = next(iter(await self._recorded(row_of(asked, basis, standpoint))), None)
            if row is None:
                raise NotFound
            if asked.report == 5:
                level = level_of_summary(is_ministry=row.kind == AGENCY_KIND_MINISTRY)
        statement = case_ids(asked, level, basis, standpoint, viewer, after, limit)
        # Also of a closed month: who is recused from a case is known by the read models alone.
        return [row.case_id for row in await self._live(statement)]

    async def _read(self, statement: Rows, *bases: Basis) -> Sequence[Row[Any]]:
        """Raises FiguresBeingRebuilt where any of `bases` is live."""
        is_published = all(basis.is_published for basis in bases)
        return await (self._recorded(statement) if is_published else self._live(statement))

    async def _recorded(self, statement: Rows) -> Sequence[Row[Any]]:
        """Of what was published, and of the directory."""
        async with self._database.read() as connection:
            return (await connection.execute(statement)).all()

    async def _live(self, statement: Rows) -> Sequence[Row[Any]]:
        async with reading_whole(self._database) as connection:
            return (await connection.execute(statement)).all()


def _line(row: Row[Any]) -> AgencyLine:
    return AgencyLine(
        top=NamedAgency(row.top_id, row.top_name),
        agency=NamedAgency(row.agency_id, row.agency_name),
        figures=figures_from(row),
    )


def _summary_row(row: Row[Any]) -> SummaryRow:
    return SummaryRow(
        agency_id=row.agency_id,
        agency_name=row.agency_name,
        ministry_id=row.ministry_id,
        ministry_name=row.ministry_name,
        new=Stated(row.new) if row.new else None,
        received=row.received,
        progress=Stated(row.progress) if row.progress else None,
        progressed=row.progressed,
        submitted_on=row.submitted_on,
        note=row.note or "",
    )
