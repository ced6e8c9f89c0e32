"""REP-1 and REP-2 in SQL: the same arithmetic as `reporting.domain.counting`, which a test holds it equal to."""

from typing import Any

from sqlalchemy import ColumnElement, Label, Row, Subquery, and_, case, exists, func, literal, not_, null, or_, select

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


def counted_cases(level: Level, period: Period, viewer: Viewer) -> Subquery:
    """The cases that count in the period at `level`: entered by its end, not completed before it, and not deleted.

    None of a complaint that the viewer is recused from (REP-4).
    """
    entered = func.coalesce(*(ENTRY_COLUMNS[above] for above in level.and_above()), null())
    # GREATEST passes over NULL, hence the CASE: an open case is not completed by entering.
    completed = case((cases.c.closed_on.is_not(None), func.greatest(cases.c.closed_on, entered)))
    in_it = and_(acts.c.case_id == cases.c.id, acts.c.recorded_on.between(period.first, period.last))
    is_completed = func.coalesce(completed <= period.last, False)
    return (
        select(
            cases.c.agency_id,
            cases.c.era,
            (entered < period.first).label("is_carried"),
            (cases.c.received_on >= period.first).label("is_received_in_it"),
            and_(entered < period.first, exists().where(in_it)).label("is_progressed"),
            is_completed.label("is_completed"),
            cases.c.outcome,
            cases.c.criminal,
            *_compliance(is_completed, period),
        )
        .select_from(cases)
        .outerjoin(_ORIGIN, _ORIGIN.c.id == cases.c.origin_case_id)
        .where(
            not_(cases.c.is_deleted),
            entered <= period.last,
            or_(completed.is_(None), completed >= period.first),
            not_recused(viewer),
        )
        .subquery("counted")
    )


def _compliance(is_completed: ColumnElement[bool], period: Period) -> tuple[Label[bool], Label[bool]]:
    """`is_failed`: a round missed or met late; `is_followed`: both met in time.

    As at the closing, whose own day is not over then; else as at the period's end, or today while it runs. A case that
    an inquiry opened has no rounds and is judged by its origin's (CASE-15), which may not have been told yet.
    """
    days_over_before = case((is_completed, cases.c.closed_on), else_=literal(period.days_over_before))
    seen_on = case((is_completed, cases.c.closed_on), else_=literal(period.seen_on))
    failed, met = [], []
    for own_due_on, own_reported_on in ROUND_COLUMNS.values():
        due_on = func.coalesce(own_due_on, _ORIGIN.c[own_due_on.name])
        reported_on = func.coalesce(own_reported_on, _ORIGIN.c[own_reported_on.name])
        failed.append(and_(due_on < days_over_before, or_(reported_on.is_(None), reported_on > due_on)))
        met.append(and_(reported_on <= due_on, reported_on <= seen_on))
    is_failed, is_followed = func.coalesce(or_(*failed), False), func.coalesce(and_(*met), False)
    return is_failed.label("is_failed"), is_followed.label("is_followed")


def counts_of(counted: Subquery) -> list[Label[int]]:
    """Every figure of a row as an aggregate over `counted`."""
    conditions = _conditions(counted)
    of_eras = [
        func.count().filter(counted.c.era == int(era), conditions[name]).label(prefix + name)
        for era, prefix in _PREFIX.items()
        for name in _FIGURES_OF_AN_ERA
    ]
    after = counted.c.era == int(Era.AFTER_RESOLUTION)
    return [
        *of_eras,
        func.count().filter(after, counted.c.is_followed).label("followed"),
        func.count().filter(after, counted.c.is_failed).label("not_followed"),
        func.count().filter(after, not_(counted.c.is_followed), not_(counted.c.is_failed)).label("in_progress"),
    ]


def figures_from(row: Row[Any]) -> Figures:
    """The figures of a row that has the columns of `counts_of`."""
    values = row._mapping
    before, after = (
        EraFigures(**{name: values[_PREFIX[era] + name] for name in _FIGURES_OF_AN_ERA}) for era in _PREFIX
    )
    return Figures(before, after, Compliance(**{name: values[name] for name in _COMPLIANCE}))


def _conditions(counted: Subquery) -> dict[str, ColumnElement[bool]]:
    entered_in_it = not_(counted.c.is_carried)
    return {
        "new": and_(entered_in_it, counted.c.is_received_in_it),
        "first_reported": and_(entered_in_it, not_(counted.c.is_received_in_it)),
        "carried_forward": counted.c.is_carried,
        "progressed": counted.c.is_progressed,
        **{
            name: and_(counted.c.is_completed, counted.c.outcome == int(outcome))
            for name, outcome in _OUTCOME_OF.items()
        },
        "criminal": and_(counted.c.is_completed, counted.c.criminal),
    }
