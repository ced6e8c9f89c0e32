"""The cases behind a figure: those that it counts, no more and no fewer, as ids."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, Uuid, and_, func, literal, or_, select, true

from kit.directory.viewer import Viewer
from reporting.adapters.counts import conditions_of, counted_cases
from reporting.adapters.report_statements import round_reporting, type_of
from reporting.adapters.reporting_agencies import agencies_of
from reporting.adapters.round_tables import published_cases
from reporting.adapters.scope import Standpoint, not_recused
from reporting.adapters.tables import cases
from reporting.adapters.trees import below_id, top_id, tree_of
from reporting.domain.basis import Basis
from reporting.domain.figure_asked import FigureAsked
from reporting.domain.terms import Level


def case_ids(
    asked: FigureAsked,
    level: Level,
    basis: Basis,
    standpoint: Standpoint,
    viewer: Viewer,
    after: UUID | None,
    limit: int,
) -> Select[tuple[UUID]]:
    """In the order of the ids, those that come after `after`."""
    counted = _counted(level, basis, viewer)
    tree = tree_of(basis, standpoint)
    page: ColumnElement[bool] = counted.c.case_id > after if after is not None else true()
    of_era = counted.c.era == int(asked.era) if asked.era is not None else true()
    return (
        select(counted.c.case_id)
        .join(tree, tree.c.id == counted.c.agency_id)
        .where(conditions_of(counted)[asked.figure.name.lower()], of_era, _in_row(asked, tree, standpoint), page)
        .order_by(counted.c.case_id)
        .limit(limit)
    )


def row_of(asked: FigureAsked, basis: Basis, standpoint: Standpoint) -> Select[Any]:
    """`kind` of the row's agency, nothing where the viewer's report has no such row."""
    tree = tree_of(basis, standpoint)
    own = tree.c.id == asked.agency_id
    if asked.report == 5:
        owing = agencies_of(round_reporting(basis)).subquery("owing")
        return select(tree.c.kind).join(owing, owing.c.agency_id == tree.c.id).where(own, owing.c.owes)
    rows = tree_of(basis, standpoint, "rows")
    is_a_row = or_(top_id(rows, standpoint) == asked.agency_id, below_id(rows, standpoint) == asked.agency_id)
    return select(tree.c.kind).where(own, select(rows.c.id).where(is_a_row).exists())


def _counted(level: Level, basis: Basis, viewer: Viewer) -> Subquery:
    """As `counted_cases`, also of a closed month: it opens into no case that the viewer is recused from (REP-4)."""
    if not basis.is_published:
        return counted_cases(level, basis.period, viewer)
    of_month = and_(published_cases.c.month == basis.period.first, published_cases.c.level == int(level))
    joined = published_cases.join(cases, cases.c.id == published_cases.c.case_id)
    return select(published_cases).select_from(joined).where(of_month, not_recused(viewer)).subquery("counted")


def _in_row(asked: FigureAsked, tree: Subquery, standpoint: Standpoint) -> ColumnElement[bool]:
    """Whether an agency's own cases are counted in the row."""
    if asked.agency_type is not None:
        return type_of(tree) == int(asked.agency_type)
    if asked.agency_id is None:
        return true()
    if asked.is_agencys_own:
        return tree.c.id == asked.agency_id
    if asked.report == 5:
        return literal(asked.agency_id, Uuid) == func.any(tree.c.path)
    return or_(top_id(tree, standpoint) == asked.agency_id, below_id(tree, standpoint) == asked.agency_id)
