"""The rows of the reports, in SQL: figures of agencies, seen through a tree."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

from kit.directory.viewer import Viewer
from reporting.adapters.figure_sources import (
    added_of_agencies,
    figures_of_agencies,
    figures_of_months,
    sum_of,
    totals_of,
)
from reporting.adapters.reporting_agencies import agencies_of, lies_in
from reporting.adapters.round_tables import published_agencies, published_figures, summaries
from reporting.adapters.scope import Standpoint
from reporting.adapters.trees import MINISTRY_STEP, below_id, top_id, tree_of
from reporting.domain.basis import Basis
from reporting.domain.summary import level_of_summary
from reporting.domain.summary_round import RoundState, SummaryRound, round_of_data
from reporting.domain.terms import AgencyType
from rongrian.agencies.v1.agency_pb2 import AGENCY_KIND_MINISTRY

Rows = Select[*tuple[Any, ...]]

_COUNTED = tuple(
    f"{era}_{name}" for era in ("before", "after") for name in ("new", "first_reported", "carried_forward")
)


def by_agency(basis: Basis, standpoint: Standpoint, viewer: Viewer) -> Rows:
    """One row for each agency that a row of report 1 opens into, with everything below it counted in."""
    figures = figures_of_agencies(standpoint.level, basis, viewer)
    tree, top, below = (tree_of(basis, standpoint, name) for name in ("tree", "top", "below"))
    has_cases = func.coalesce(func.sum(sum_of(figures, *_COUNTED)), 0) > 0
    has_a_row = or_(top.c.kind == AGENCY_KIND_MINISTRY, top.c.id == standpoint.top)
    names = (top.c.id, top.c.thai_name, top.c.code, top.c.kind, below.c.id, below.c.thai_name, below.c.code)
    return (
        select(
            top.c.id.label("top_id"),
            top.c.thai_name.label("top_name"),
            below.c.id.label("agency_id"),
            below.c.thai_name.label("agency_name"),
            *totals_of(figures),
        )
        .select_from(tree)
        .join(top, top.c.id == top_id(tree, standpoint))
        .join(below, below.c.id == below_id(tree, standpoint))
        .outerjoin(figures, figures.c.agency_id == tree.c.id)
        .group_by(*names)
        .having(or_(has_cases, func.bool_or(tree.c.is_open) & has_a_row))
        .order_by(top.c.code, below.c.id != top.c.id, below.c.code)
    )


def by_type(basis: Basis, standpoint: Standpoint, viewer: Viewer) -> Rows:
    """One row for each type of agency that has cases."""
    figures = figures_of_agencies(standpoint.level, basis, viewer)
    tree = tree_of(basis, standpoint)
    joined = tree.join(figures, figures.c.agency_id == tree.c.id)
    type_ = type_of(tree)
    return select(type_.label("type"), *totals_of(figures)).select_from(joined).group_by(type_)


def in_all(basis: Basis, standpoint: Standpoint, viewer: Viewer) -> Rows:
    """One row."""
    figures = figures_of_agencies(standpoint.level, basis, viewer)
    tree = tree_of(basis, standpoint)
    return select(*totals_of(figures)).select_from(tree.join(figures, figures.c.agency_id == tree.c.id))


def by_month(bases: Sequence[Basis], standpoint: Standpoint, viewer: Viewer) -> list[Rows]:
    """`month` and its figures; one statement for all that are live, one for all that are published."""
    live = [basis for basis in bases if not basis.is_published]
    published = [basis.period.first for basis in bases if basis.is_published]
    statements: list[Rows] = []
    if live:
        tree = tree_of(live[0], standpoint)
        figures = figures_of_months(standpoint.level, [basis.period for basis in live], viewer, tree)
        statements.append(select(figures.c.month, *totals_of(figures)).group_by(figures.c.month))
    if published:
        statements.append(_published_months(published, standpoint))
    return statements


def _published_months(months: Sequence[date], standpoint: Standpoint) -> Rows:
    then, figures = published_agencies.c, published_figures
    joined = figures.join(
        published_agencies, and_(then.month == figures.c.month, then.agency_id == figures.c.agency_id)
    )
    return (
        select(figures.c.month, *totals_of(figures))
        .select_from(joined)
        .where(figures.c.month.in_(months), figures.c.level == int(standpoint.level), lies_in(standpoint, then.path))
        .group_by(figures.c.month)
    )


def by_reporting_agency(basis: Basis, standpoint: Standpoint, viewer: Viewer) -> Rows:
    """One row for each agency in scope that owes the round's summary: what it stated, what was counted (REP-14)."""
    of = round_reporting(basis)
    agencies, ministries = agencies_of(of).subquery("reporting"), agencies_of(of).subquery("ministry")
    counts = _counts_of_summaries(agencies, basis, standpoint, viewer)
    ministry_id = func.coalesce(agencies.c.path[MINISTRY_STEP], agencies.c.agency_id)
    has_submitted = and_(summaries.c.round == of.first, summaries.c.agency_id == agencies.c.agency_id)
    return (
        select(
            agencies.c.agency_id,
            agencies.c.thai_name.label("agency_name"),
            ministries.c.agency_id.label("ministry_id"),
            ministries.c.thai_name.label("ministry_name"),
            func.coalesce(counts.c.received, 0).label("received"),
            func.coalesce(counts.c.progressed, 0).label("progressed"),
            *(summaries.c[name] for name in ("new", "progress", "submitted_on", "note")),
        )
        .select_from(agencies)
        .join(ministries, ministries.c.agency_id == ministry_id)
        .outerjoin(counts, counts.c.agency_id == agencies.c.agency_id)
        .outerjoin(summaries, has_submitted)
        .where(agencies.c.owes, lies_in(standpoint, agencies.c.path))
        .order_by(ministries.c.code, agencies.c.agency_id != ministries.c.agency_id, agencies.c.code)
    )


def _counts_of_summaries(agencies: Subquery, basis: Basis, standpoint: Standpoint, viewer: Viewer) -> Subquery:
    """The two numbers of each reporting agency: over everything below it, by the entry of its own level (REP-14)."""
    levels = [
        select(literal(int(level)).label("level"), *added_of_agencies(level, basis, viewer).c)
        for level in (level_of_summary(is_ministry=each) for each in (True, False))
    ]
    added, tree = union_all(*levels).subquery("counted"), tree_of(basis, standpoint)
    above = select(tree.c.id, func.unnest(tree.c.path).label("above")).subquery("above")
    return (
        select(
            agencies.c.agency_id,
            *(func.sum(added.c[name]).cast(BigInteger).label(name) for name in ("received", "progressed")),
        )
        .select_from(agencies)
        .join(above, above.c.above == agencies.c.agency_id)
        .join(added, and_(added.c.agency_id == above.c.id, added.c.level == level_of_row(agencies)))
        .where(agencies.c.owes)
        .group_by(agencies.c.agency_id)
        .subquery("counts")
    )


def round_reporting(basis: Basis) -> SummaryRound:
    """The round that reports the month of `basis`, open where its figures are live."""
    return SummaryRound(round_of_data(basis.period.first), RoundState.CLOSED if basis.is_published else RoundState.OPEN)


def level_of_row(agencies: Subquery) -> ColumnElement[int]:
    """By whose entry the row of an agency counts in report 5."""
    ministry, unit = (int(level_of_summary(is_ministry=each)) for each in (True, False))
    return case((agencies.c.kind == AGENCY_KIND_MINISTRY, ministry), else_=unit)


def type_of(tree: Subquery) -> ColumnElement[int]:
    """The row of report 2 in which an agency is counted; อื่นๆ where nothing was said."""
    return func.coalesce(func.nullif(tree.c.type, 0), int(AgencyType.OTHER))
