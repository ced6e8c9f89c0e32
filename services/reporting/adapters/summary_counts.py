"""The two figures of a summary: by the row's own entry, whoever looks (REP-14, SUM-3)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, FromClause, Select, false, func, or_, select, true
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


async def count_for(connection: AsyncConnection, of: SummaryOf, viewer: Viewer) -> tuple[SummaryCounts, bool]:
    """What the viewer may see, and whether anything is left out of it because he is recused from it (REP-4).

    Of a closed month the same for all, with nothing left out. Read in one statement: a complaint that recuses him from
    this moment on is counted as before, or left out and known to be.
    """
    seen = _sums(of, added_of_agencies(of.level, of.basis, viewer)).subquery("seen")
    both = select(seen.c.received, seen.c.progressed, false())
    if not of.basis.is_published:
        hidden = _sums(of, hidden_of_agencies(of.level, of.basis.period, viewer)).subquery("hidden")
        is_any = or_(hidden.c.received != 0, hidden.c.progressed != 0)
        both = select(seen.c.received, seen.c.progressed, is_any).join(hidden, true())
    received, progressed, is_any_hidden = (await connection.execute(both)).one()
    return SummaryCounts(received, progressed), is_any_hidden


def _sums(of: SummaryOf, added: FromClause) -> Select[*tuple[Any, ...]]:
    """One row: what is added to the agency and to those below it."""
    tree = tree_of(of.basis, Standpoint(of.level, of.agency_id))
    names = ("received", "progressed")
    sums = (func.coalesce(func.sum(added.c[name]), 0).cast(BigInteger).label(name) for name in names)
    return select(*sums).select_from(tree.join(added, added.c.agency_id == tree.c.id))
