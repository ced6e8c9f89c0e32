"""The two figures of a summary: by the row's own entry, whoever looks (REP-14, SUM-3)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, FromClause, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.directory.viewer import Viewer
from reporting.adapters.figure_sources import added_of_agencies, hidden_of_agencies
from reporting.adapters.scope import Standpoint
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
    return await _sum(connection, of, added_of_agencies(of.level, of.basis, viewer))


async def count_hidden(connection: AsyncConnection, of: SummaryOf, viewer: Viewer) -> SummaryCounts:
    """What the complaints that the viewer is recused from add to it as it is."""
    return await _sum(connection, of, hidden_of_agencies(of.level, of.basis.period, viewer))


async def _sum(connection: AsyncConnection, of: SummaryOf, added: FromClause) -> SummaryCounts:
    tree = tree_of(of.basis, Standpoint(of.level, of.agency_id))
    sums: Select[*tuple[Any, ...]] = select(
        *(func.coalesce(func.sum(added.c[name]), 0).cast(BigInteger) for name in ("received", "progressed"))
    )
    row = (await connection.execute(sums.select_from(tree.join(added, added.c.agency_id == tree.c.id)))).one()
    return SummaryCounts(*row)
