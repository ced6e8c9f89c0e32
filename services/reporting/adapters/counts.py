"""REP-1 and REP-2 in SQL, case by case, for any period; a test holds the tallies equal to it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Label,
    Row,
    Subquery,
    and_,
    case,
    column,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY

from kit.directory.viewer import Viewer
from reporting.adapters.scope import not_recused
from reporting.adapters.tables import ENTRY_COLUMNS, ROUND_COLUMNS, acts, cases
from reporting.domain.figures import Compliance, EraFigures, Figures
from reporting.domain.period import Period
from reporting.domain.terms import Era, Level, Outcome

_FIGURES_OF_AN_ERA = tuple(EraFigures.__dataclass_fields__)
_COMPLIANCE = tuple(Compliance.__dataclass_fields__)
_PREFIX = {Era.BEFORE_RESOLUTION: "before_", Era.AFTER_RESOLUTION: "after_"}
_OUTCOME_OF = {
    "ended": Outcome.ENDED,
    "minor": Outcome.MINOR,
    "serious": Outcome.SERIOUS,
    "other": Outcome.OTHER,
}

_ORIGIN = cases.alias("origin")


@dataclass(frozen=True, slots=True)
class PeriodColumns:
    """Several periods at once, in the columns of a table: what a `Period` says of one."""

    first: ColumnElement[date]
    last: ColumnElement[date]
    seen_on: ColumnElement[date]
    days_over_before: ColumnElement[date]

    @classmethod
    def of(cls, periods: Sequence[Period]) -> "PeriodColumns":
        names = [field.name for field in fields(cls)]
        values = (literal([getattr(period, name) for period in periods], ARRAY(Date)) for name in names)
        table = func.unnest(*values).table_valued(*(column(name, Date) for name in names))
        columns = table.render_derived(name="periods").c
        return cls(**{name: columns[name] for name in names})


def counted_cases(level: Level, period: Period, viewer: Viewer | None) -> Subquery:
    """`counted_where` for what a viewer may see: no case of a complaint that he is recused from (REP-4).

    None for a viewer is everybody: for what is published, which is the same for all.
    """
    return counted_where(level, period, not_recused(viewer) if viewer is not None else true())


def counted_where(
    level: Level, period: Period | PeriodColumns, which: ColumnElement[bool], *also: ColumnElement[Any]
) -> Subquery:
    """The cases that count in the period at `level`: entered by its end, not completed before it, and not deleted.

    `which` is a condition on `cases`. The columns are those of `published_cases`, less month and level, and `also`.
    """
    entered = entered_on(level)
    # GREATEST passes over NULL, hence the CASE: an open case is not completed by entering.
    completed = case((cases.c.closed_on.is_not(None), func.greatest(cases.c.closed_on, entered)))
    in_it = and_(acts.c.case_id == cases.c.id, acts.c.recorded_on.between(period.first, period.last))
    is_completed = func.coalesce(completed <= period.last, False)
    return (
        select(
            cases.c.id.label("case_id"),
            cases.c.complaint_id,
            cases.c.agency_id,
            cases.c.era,
            (entered < period.first).label("is_carried"),
            (cases.c.received_on >= period.first).label("is_received_in_it"),
            and_(entered < period.first, exists().where(in_it)).label("is_progressed"),
            is_completed.label("is_completed"),
            cases.c.outcome,
            cases.c.criminal,
            *_compliance(is_completed, period),
            *also,
        )
        .select_from(cases)
        .outerjoin(_ORIGIN, _ORIGIN.c.id == cases.c.origin_case_id)
        .where(
            not_(cases.c.is_deleted),
            entered <= period.last,
            or_(completed.is_(None), completed >= period.first),
            which,
        )
        .subquery("counted")
    )


def entered_on(level: Level) -> ColumnElement[Any]:
    """The first entry of a case at `level` or above it (REP-1); LEAST passes over what is NULL."""
    return func.least(*(ENTRY_COLUMNS[above] for above in level.and_above()))


def _compliance(is_completed: ColumnElement[bool], period: Period | PeriodColumns) -> tuple[Label[bool], Label[bool]]:
    """`is_failed`: a round missed or met late; `is_followed`: both met in time.

    As at the closing, whose own day is not over then; else as at the period's end, or today while it runs. A case that
    an inquiry opened has no rounds and is judged by its origin's (CASE-15), which may not have been told yet.
    """
    days_over_before = case((is_completed, cases.c.closed_on), else_=period.days_over_before)
    seen_on = case((is_completed, cases.c.closed_on), else_=period.seen_on)
    failed, met = [], []
    for own_due_on, own_reported_on in ROUND_COLUMNS.values():
        due_on = func.coalesce(own_due_on, _ORIGIN.c[own_due_on.name])
        reported_on = func.coalesce(own_reported_on, _ORIGIN.c[own_reported_on.name])
        failed.append(and_(due_on < days_over_before, or_(reported_on.is_(None), reported_on > due_on)))
        met.append(and_(reported_on <= due_on, reported_on <= seen_on))
    is_failed, is_followed = func.coalesce(or_(*failed), False), func.coalesce(and_(*met), False)
    return is_failed.label("is_failed"), is_followed.label("is_followed")


def counts_of(counted: FromClause) -> list[Label[int]]:
    """Every figure of a row as an aggregate over `counted`, which has the columns of `counted_cases`."""
    conditions = conditions_of(counted)
    of_eras = [
        func.count().filter(counted.c.era == int(era), conditions[name]).label(prefix + name)
        for era, prefix in _PREFIX.items()
        for name in _FIGURES_OF_AN_ERA
    ]
    return [*of_eras, *(func.count().filter(conditions[name]).label(name) for name in _COMPLIANCE)]


def figures_from(row: Row[Any]) -> Figures:
    """The figures of a row that has the columns of `counts_of`."""
    values = row._mapping
    before, after = (
        EraFigures(**{name: values[_PREFIX[era] + name] for name in _FIGURES_OF_AN_ERA}) for era in _PREFIX
    )
    return Figures(before, after, Compliance(**{name: values[name] for name in _COMPLIANCE}))


def conditions_of(counted: FromClause) -> dict[str, ColumnElement[bool]]:
    """Which cases of `counted` each figure counts, by the figure's name."""
    is_new = and_(not_(counted.c.is_carried), counted.c.is_received_in_it)
    is_after = counted.c.era == int(Era.AFTER_RESOLUTION)
    return {
        "new": is_new,
        "first_reported": and_(not_(counted.c.is_carried), not_(counted.c.is_received_in_it)),
        "received": not_(counted.c.is_carried),
        "carried_forward": counted.c.is_carried,
        "progressed": counted.c.is_progressed,
        "completed": counted.c.is_completed,
        **{
            name: and_(counted.c.is_completed, counted.c.outcome == int(outcome))
            for name, outcome in _OUTCOME_OF.items()
        },
        "criminal": and_(counted.c.is_completed, counted.c.criminal),
        "outstanding": not_(counted.c.is_completed),
        "followed": and_(is_after, counted.c.is_followed),
        "not_followed": and_(is_after, counted.c.is_failed),
        "in_progress": and_(is_after, not_(counted.c.is_followed), not_(counted.c.is_failed)),
        "all": true(),
    }
