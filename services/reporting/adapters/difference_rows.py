"""Rows of differences into values, and the sums over them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Row, Select, select

from reporting.adapters.counts import counts_of
from reporting.app.round_store import Difference
from reporting.domain.counted_as import CountedAs
from reporting.domain.difference import ChangedCase
from reporting.domain.figures import Compliance, EraFigures, Figures
from reporting.domain.terms import Era, Outcome

COUNTED_AS = tuple(CountedAs.__dataclass_fields__)


def sums_of(changed: CTE, when: str) -> Select[*tuple[Any, ...]]:
    """Every figure of one side of the changed cases, `then` or `now`, as `then_before_new` and so on."""
    counted = select(*(changed.c[f"{when}_{name}"].label(name) for name in COUNTED_AS))
    side = counted.where(changed.c[f"{when}_case_id"].is_not(None)).subquery(f"{when}_side")
    figures: list[ColumnElement[int]] = [figure.element.label(f"{when}_{figure.name}") for figure in counts_of(side)]
    return select(*figures)


def figures_of(values: Mapping[str, int]) -> Figures:
    """Figures by the names of their columns."""
    before, after = (
        EraFigures(**{name: values[f"{era}_{name}"] for name in EraFigures.__dataclass_fields__})
        for era in ("before", "after")
    )
    return Figures(before, after, Compliance(**{name: values[name] for name in Compliance.__dataclass_fields__}))


def difference_of(row: Row[Any], closed_on: date) -> Difference:
    cause, on = ChangedCase(
        was_published=row.was_published,
        has_moved=row.has_moved,
        is_deleted=row.is_deleted,
        deleted_on=row.deleted_on,
        corrected_on=row.corrected_on,
        closed_on=closed_on,
    ).cause()
    return Difference(
        case_id=row.case_id,
        agency_id=row.agency_id,
        agency_name=row.agency_name,
        cause=cause,
        on=on,
        is_in_scope=row.is_in_scope,
        published=_figures_of_side(row, "then"),
        now=_figures_of_side(row, "now"),
    )


def _figures_of_side(row: Row[Any], when: str) -> Figures:
    values = {name: row._mapping[f"{when}_{name}"] for name in COUNTED_AS}
    if row._mapping[f"{when}_case_id"] is None:
        return Figures()
    outcome = values["outcome"]
    values |= {"era": Era(values["era"]), "outcome": Outcome(outcome) if outcome is not None else None}
    return CountedAs(**values).figures()
