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
    SelectBase,
    Subquery,
    cast,
    func,
    literal,
    not_,
    select,
    union_all,
)

from kit.directory.viewer import Viewer
from reporting.adapters.counts import PeriodColumns, counted_cases, counted_where, counts_of, entered_on
from reporting.adapters.round_tables import FIGURE_COLUMNS, PROGRESSED_COLUMNS, RECEIVED_COLUMNS, published_figures
from reporting.adapters.scope import is_recused
from reporting.adapters.tables import cases
from reporting.adapters.tally_reading import tallied, tallied_in, tallied_months
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
    rows = [*tallied(level, basis.period.first), *_corrections(level, basis.period, viewer)]
    return union_all(*rows).subquery("figures")


def added_of_agencies(level: Level, basis: Basis, viewer: Viewer) -> Subquery:
    """`agency_id`, `received` and `progressed` of the agency's own cases, from where `figures_of_agencies` has them.

    What the past left to a live month is no part of either, and is not read (REP-14).
    """
    if basis.is_published:
        return _added(_published(level, basis.period.first))
    if not basis.period.is_month:
        return _added(from_cases(level, basis.period, viewer))
    return _added(union_all(tallied_in(level, basis.period.first), _less_hidden(level, basis.period, viewer)))


def hidden_of_agencies(level: Level, period: Period, viewer: Viewer) -> Subquery:
    """`agency_id`, `received` and `progressed`: what the complaints that he is recused from add to them."""
    return _added(_hidden(level, period, viewer))


def figures_of_months(level: Level, periods: Sequence[Period], viewer: Viewer, tree: Subquery) -> Subquery:
    """`month` and the figures of all agencies of `tree`, for live months."""
    rows = [
        *tallied_months(level, [period.first for period in periods], tree),
        _less_hidden_in(level, periods, viewer, tree),
    ]
    for period in periods:
        if period.is_running:
            early = _not_failed_yet(level, period).subquery("early")
            figures = (early.c[name] for name in FIGURE_COLUMNS)
            rows.append(select(literal(period.first, Date), *figures).join(tree, tree.c.id == early.c.agency_id))
    return union_all(*rows).subquery("figures")


def from_cases(level: Level, period: Period, viewer: Viewer) -> Select[Any]:
    """Counted case by case."""
    counted = counted_cases(level, period, viewer)
    return select(counted.c.agency_id, *counts_of(counted)).group_by(counted.c.agency_id)


def sum_of(figures: FromClause, *names: str) -> ColumnElement[int]:
    """The figures of a row by these names, added up."""
    total: ColumnElement[int] = literal(0)
    for name in names:
        total = total + figures.c[name]
    return total


def totals_of(figures: FromClause) -> list[Label[int]]:
    """The sum of each figure, by its name."""
    return [cast(func.coalesce(func.sum(figures.c[name]), 0), BigInteger).label(name) for name in FIGURE_COLUMNS]


def _published(level: Level, month: date) -> Select[Any]:
    of_month = (published_figures.c.month == month, published_figures.c.level == int(level))
    columns = (published_figures.c[name] for name in ("agency_id", *FIGURE_COLUMNS))
    return select(*columns).where(*of_month)


def _corrections(level: Level, period: Period, viewer: Viewer) -> list[Select[Any]]:
    """What the tallies of a month have too much for this viewer on this day."""
    less_hidden = _less_hidden(level, period, viewer)
    return [less_hidden, _not_failed_yet(level, period)] if period.is_running else [less_hidden]


def _less_hidden(level: Level, period: Period, viewer: Viewer) -> Select[Any]:
    """What the complaints that he is recused from count, taken away."""
    hidden = _hidden(level, period, viewer).subquery("hidden")
    return select(hidden.c.agency_id, *((-hidden.c[name]).label(name) for name in FIGURE_COLUMNS))


def _less_hidden_in(level: Level, periods: Sequence[Period], viewer: Viewer, tree: Subquery) -> Select[Any]:
    """`month` and what `_less_hidden` takes away in each of `periods`: the few complaints are looked for once."""
    columns = PeriodColumns.of(periods)
    hidden = counted_where(level, columns, is_recused(viewer), columns.first.label("month"))
    # Grouped before the tree is looked at: so they are found by who is recused, and not by the agencies' many cases.
    grouped = (
        select(hidden.c.month, hidden.c.agency_id, *counts_of(hidden))
        .group_by(hidden.c.month, hidden.c.agency_id)
        .subquery("hidden")
    )
    less = ((-grouped.c[name]).label(name) for name in FIGURE_COLUMNS)
    return select(grouped.c.month, *less).join(tree, tree.c.id == grouped.c.agency_id)


def _hidden(level: Level, period: Period, viewer: Viewer) -> Select[Any]:
    hidden = counted_where(level, period, is_recused(viewer))
    return select(hidden.c.agency_id, *counts_of(hidden)).group_by(hidden.c.agency_id)


def _added(figures: SelectBase) -> Subquery:
    of = figures.subquery("figures")
    received, progressed = (sum_of(of, *names) for names in (RECEIVED_COLUMNS, PROGRESSED_COLUMNS))
    return select(of.c.agency_id, received.label("received"), progressed.label("progressed")).subquery("added")


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
