"""Where figures come from: each agency's own, by FIGURE_COLUMNS; of an agency there may be several rows to add up."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    Label,
    Select,
    Subquery,
    cast,
    func,
    literal,
    not_,
    select,
    union_all,
)

from kit.directory.viewer import Viewer
from reporting.adapters.counts import counted_cases, counted_where, counts_of, entered_on
from reporting.adapters.round_tables import FIGURE_COLUMNS, published_figures
from reporting.adapters.scope import is_recused
from reporting.adapters.tables import cases
from reporting.adapters.tally_reading import tallied, tallied_months
from reporting.domain.basis import Basis
from reporting.domain.period import Period
from reporting.domain.terms import Era, Level


def figures_of_agencies(level: Level, basis: Basis, viewer: Viewer) -> Subquery:
    """`agency_id` and the figures of the agency's own cases.

    Of a closed month what was published, the same for all; of another month the tallies, less the few complaints that
    the viewer is recused from (REP-4); of a range, which is no sum of months, the cases themselves.
    """
    if basis.is_published:
        return _published(level, basis.period.first).subquery("figures")
    if not basis.period.is_month:
        return from_cases(level, basis.period, viewer).subquery("figures")
    return union_all(*tallied(level, basis.period.first), *_corrections(level, basis.period, viewer)).subquery(
        "figures"
    )


def figures_of_months(level: Level, periods: Sequence[Period], viewer: Viewer, tree: Subquery) -> Subquery:
    """`month` and the figures of all agencies of `tree`, for live months."""
    corrections = [
        select(literal(period.first, Date), *(rows.c[name] for name in FIGURE_COLUMNS)).join(
            tree, tree.c.id == rows.c.agency_id
        )
        for period in periods
        for rows in (each.subquery() for each in _corrections(level, period, viewer))
    ]
    months = [period.first for period in periods]
    return union_all(*tallied_months(level, months, tree), *corrections).subquery("figures")


def from_cases(level: Level, period: Period, viewer: Viewer) -> Select[Any]:
    """Counted case by case."""
    counted = counted_cases(level, period, viewer)
    return select(counted.c.agency_id, *counts_of(counted)).group_by(counted.c.agency_id)


def totals_of(figures: FromClause) -> list[Label[int]]:
    """The sum of each figure, by its name."""
    return [cast(func.coalesce(func.sum(figures.c[name]), 0), BigInteger).label(name) for name in FIGURE_COLUMNS]


def _published(level: Level, month: date) -> Select[Any]:
    of_month = (published_figures.c.month == month, published_figures.c.level == int(level))
    columns = (published_figures.c[name] for name in ("agency_id", *FIGURE_COLUMNS))
    return select(*columns).where(*of_month)


def _corrections(level: Level, period: Period, viewer: Viewer) -> list[Select[Any]]:
    """What the tallies of a month have too much for this viewer on this day."""
    hidden = counted_where(level, period, is_recused(viewer))
    grouped = select(hidden.c.agency_id, *counts_of(hidden)).group_by(hidden.c.agency_id).subquery("hidden")
    less_hidden = select(grouped.c.agency_id, *((-grouped.c[name]).label(name) for name in FIGURE_COLUMNS))
    return [less_hidden, _not_failed_yet(level, period)] if period.is_running else [less_hidden]


def _not_failed_yet(level: Level, period: Period) -> Select[Any]:
    """Open cases that the tallies of the running month have as failed, while the day of the round is not over."""
    number = {"not_followed": -func.count(), "in_progress": func.count()}
    figures: list[ColumnElement[int]] = [number.get(name, literal(0)).label(name) for name in FIGURE_COLUMNS]
    return (
        select(cases.c.agency_id, *figures)
        .where(
            cases.c.era == int(Era.AFTER_RESOLUTION),
            cases.c.fails_on.between(period.today, period.last),
            cases.c.closed_on.is_(None),
            not_(cases.c.is_deleted),
            entered_on(level) <= period.last,
        )
        .group_by(cases.c.agency_id)
    )
