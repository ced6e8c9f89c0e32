"""REP-1 and REP-2 of whole months from the tallies: what the past left and what the month itself adds; no case is read.

What was before a month is rows of several grains of which three sums are asked, what was in it one row of each agency.
"""

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
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from reporting.adapters.round_tables import FIGURE_COLUMNS
from reporting.adapters.tables import tallies
from reporting.domain.tallying import SUMS, Grain, Span, past_of
from reporting.domain.terms import Era, Level

_PREFIX = {Era.BEFORE_RESOLUTION: "before_", Era.AFTER_RESOLUTION: "after_"}
_COMPLETED = ("ended", "minor", "serious", "other")
_COUNTED_AS_THEY_ARE = ("new", "first_reported", "progressed", *_COMPLETED, "criminal")
_ONCE: ColumnElement[int] = literal(1)


def tallied(level: Level, month: date) -> list[Select[Any]]:
    """`agency_id` and figures, to be added up: each agency's own of the month that begins on `month`.

    A round that nobody reports has failed from the first of the month in which its day lies.
    """
    agency_id, past = tallies.c.agency_id, past_of(month)
    left = select(agency_id, *_left_by(tallies, _times(past))).where(_of(level), _in_any(past)).group_by(agency_id)
    return [left, tallied_in(level, month)]


def tallied_in(level: Level, month: date) -> Select[Any]:
    """`agency_id` and what the month itself adds to its figures; nothing of what it was left."""
    return (
        select(tallies.c.agency_id, *_added_in(tallies))
        .where(_of(level), tallies.c.grain == int(Grain.MONTH), tallies.c.starts_on == month)
        .group_by(tallies.c.agency_id)
    )


def tallied_months(level: Level, months: Sequence[date], tree: Subquery) -> list[Select[Any]]:
    """`month` and figures, to be added up: of all agencies of `tree` for each of `months`, read once for all."""
    first, last = min(months), max(months)
    past, is_one = past_of(first), and_(tallies.c.grain == int(Grain.MONTH), tallies.c.starts_on.between(first, last))
    in_tree = tallies.join(tree, tree.c.id == tallies.c.agency_id)
    before = (
        select(*_left_by(tallies, _times(past)))
        .select_from(in_tree)
        .where(_of(level), _in_any(past))
        .subquery("before")
    )
    sums = (_total(tallies.c[name]).label(name) for name in SUMS)
    each = (
        select(tallies.c.starts_on, tallies.c.era, *sums)
        .select_from(in_tree)
        .where(_of(level), is_one)
        .group_by(tallies.c.starts_on, tallies.c.era)
        .cte("each")
    )
    asked = func.unnest(literal(list(months), ARRAY(Date))).table_valued("month").render_derived(name="asked")
    month = asked.c.month
    return [
        select(month, *(before.c[name] for name in FIGURE_COLUMNS)).select_from(asked.join(before, literal(True))),
        select(month, *_left_by(each)).select_from(asked.join(each, each.c.starts_on < month)).group_by(month),
        select(month, *_added_in(each)).select_from(asked.join(each, each.c.starts_on == month)).group_by(month),
    ]


def _of(level: Level) -> ColumnElement[bool]:
    return tallies.c.level == int(level)


def _in_any(spans: Sequence[Span]) -> ColumnElement[bool]:
    return or_(*(_in(span) for span in spans))


def _in(span: Span) -> ColumnElement[bool]:
    begins = [tallies.c.starts_on >= span.since]
    if span.until is not None:
        begins.append(tallies.c.starts_on < span.until)
    return and_(tallies.c.grain == int(span.grain), *begins)


def _times(spans: Sequence[Span]) -> ColumnElement[int]:
    """1 for the rows of spans that are added, -1 for those that are taken away."""
    return case({int(span.grain): 1 if span.is_added else -1 for span in spans}, value=tallies.c.grain)


def _left_by(sums: FromClause, times: ColumnElement[int] = _ONCE) -> list[Label[int]]:
    """What months over which `sums` runs leave to one after them: all that is outstanding, and how it is judged."""
    outstanding = {era: _total(times * _balance(sums), sums.c.era == int(era)) for era in Era}
    figures = {f"{_PREFIX[era]}carried_forward": outstanding[era] for era in Era}
    judged = {"followed": _total(times * sums.c.followed_open), "not_followed": _total(times * sums.c.failed_open)}
    return _named(figures | judged, outstanding[Era.AFTER_RESOLUTION])


def _added_in(sums: FromClause) -> list[Label[int]]:
    """What the one month of `sums` adds. What is completed in it is judged as at the closing, and no longer as open."""
    figures = {
        _PREFIX[era] + name: _total(sums.c[name], sums.c.era == int(era))
        for era in Era
        for name in _COUNTED_AS_THEY_ARE
    }
    judged = {
        "followed": _total(sums.c.followed_open + sums.c.followed_completed),
        "not_followed": _total(sums.c.failed_open + sums.c.failed_completed),
    }
    received = _total(sums.c.new + sums.c.first_reported, sums.c.era == int(Era.AFTER_RESOLUTION))
    return _named(figures | judged, received)


def _named(figures: dict[str, ColumnElement[int]], judged: ColumnElement[int]) -> list[Label[int]]:
    """In the order of FIGURE_COLUMNS; `judged` is how many cases followed, failed or are in progress."""
    in_progress = judged - figures["followed"] - figures["not_followed"]
    all_figures = figures | {"in_progress": in_progress}
    return [all_figures.get(name, literal(0, BigInteger)).label(name) for name in FIGURE_COLUMNS]


def _balance(sums: FromClause) -> ColumnElement[int]:
    """By how much what is outstanding has grown."""
    grown: ColumnElement[int] = sums.c.new + sums.c.first_reported
    for name in _COMPLETED:
        grown = grown - sums.c[name]
    return grown


def _total(what: ColumnElement[int], *which: ColumnElement[bool]) -> ColumnElement[int]:
    total = func.sum(what)
    return cast(func.coalesce(total.filter(*which) if which else total, 0), BigInteger)
