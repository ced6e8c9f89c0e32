"""REP-1 and REP-2 in SQL: the same arithmetic as `reporting.domain.counting`, which a test holds it equal to."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Label, Row, Subquery, and_, case, exists, func, literal, not_, null, or_, select

from kit.directory.viewer import meets_none
from reporting.adapters.tables import ENTRY_COLUMNS, acts, cases
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


def counted_cases(level: Level, period: Period, recusing: Collection[bytes]) -> Subquery:
    """The cases that count in the period at `level`: entered by its end, and not completed before it."""
    entered = func.coalesce(*(ENTRY_COLUMNS[above] for above in level.and_above()), null())
    # GREATEST passes over NULL, hence the CASE: an open case is not completed by entering.
    completed = case((cases.c.closed_on.is_not(None), func.greatest(cases.c.closed_on, entered)))
    in_it = and_(acts.c.case_id == cases.c.id, acts.c.recorded_on.between(period.first, period.last))
    is_completed = func.coalesce(completed <= period.last, False)
    days_over_before = case((is_completed, cases.c.closed_on), else_=literal(period.days_over_before))
    late = or_(cases.c.round_7_reported_on.is_(None), cases.c.round_7_reported_on > cases.c.round_7_due_on)
    failed = func.coalesce(and_(cases.c.round_7_due_on < days_over_before, late), False)
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
            failed.label("is_failed"),
        )
        .where(
            entered <= period.last,
            or_(completed.is_(None), completed >= period.first),
            meets_none(cases.c.accused_indexes, recusing),
        )
        .subquery("counted")
    )


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
        # Both rounds met in time; round 37 is not told yet, so no case has followed the resolution.
        literal(0).label("followed"),
        func.count().filter(after, counted.c.is_failed).label("not_followed"),
        func.count().filter(after, not_(counted.c.is_failed)).label("in_progress"),
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
