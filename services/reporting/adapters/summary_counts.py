"""The two figures of a summary: by the row's own entry, whoever looks (REP-14, SUM-3)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.directory.viewer import Viewer
from reporting.adapters.counts import counted_where, counts_of
from reporting.adapters.figure_sources import figures_of_agencies
from reporting.adapters.round_tables import PROGRESSED_COLUMNS, RECEIVED_COLUMNS
from reporting.adapters.scope import Standpoint, is_recused
from reporting.adapters.trees import tree_of
from reporting.domain.basis import Basis
from reporting.domain.summary import SummaryCounts
from reporting.domain.terms import Level


@dataclass(frozen=True, slots=True)
class SummaryOf:
    """Whose summary, by which level's entry, and of what: the month as it is, or as it was published."""

    agency_id: UUID
    level: Level
    basis: Basis


async def count_for(connection: AsyncConnection, of: SummaryOf, viewer: Viewer) -> SummaryCounts:
    """As the viewer may see it: of a closed month the same for all, else without what he is recused from (REP-4)."""
    return await _sum(connection, of, figures_of_agencies(of.level, of.basis, viewer))


async def count_hidden(connection: AsyncConnection, of: SummaryOf, viewer: Viewer) -> SummaryCounts:
    """What the complaints that the viewer is recused from add to it as it is."""
    hidden = counted_where(of.level, of.basis.period, is_recused(viewer))
    figures = select(hidden.c.agency_id, *counts_of(hidden)).group_by(hidden.c.agency_id)
    return await _sum(connection, of, figures.subquery("figures"))


async def _sum(connection: AsyncConnection, of: SummaryOf, figures: FromClause) -> SummaryCounts:
    tree = tree_of(of.basis, Standpoint(of.level, of.agency_id))
    sums: Select[*tuple[Any, ...]] = select(
        *(_total(figures, names) for names in (RECEIVED_COLUMNS, PROGRESSED_COLUMNS))
    )
    row = (await connection.execute(sums.select_from(tree.join(figures, figures.c.agency_id == tree.c.id)))).one()
    return SummaryCounts(*row)


def _total(figures: FromClause, names: tuple[str, ...]) -> ColumnElement[int]:
    total: ColumnElement[int] = literal(0)
    for name in names:
        total = total + figures.c[name]
    return func.coalesce(func.sum(total), 0).cast(BigInteger)
