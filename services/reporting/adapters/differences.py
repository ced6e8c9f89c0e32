"""What has changed of a closed month: the cases published beside the same count made now (SUM-5)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, FromClause, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.clock import Clock
from kit.database.engine import Database
from kit.database.tables import directory_agency
from kit.directory.viewer import Viewer
from kit.domain.errors import NotFound
from reporting.adapters.counts import counted_cases
from reporting.adapters.difference_rows import COUNTED_AS, difference_of, figures_of, sums_of
from reporting.adapters.rebuilt import reading_whole
from reporting.adapters.reporting_agencies import lies_in
from reporting.adapters.round_tables import (
    FIGURE_COLUMNS,
    published_agencies,
    published_cases,
    published_figures,
    rounds,
)
from reporting.adapters.scope import Standpoint, not_recused, standpoint_of
from reporting.adapters.tables import cases
from reporting.app.round_store import DifferencePage
from reporting.domain.period import Period
from reporting.domain.summary_errors import MonthNotClosed
from reporting.domain.summary_round import RoundState, round_of_data

_ORIGIN = cases.alias("origin")


@dataclass(frozen=True, slots=True)
class _Scope:
    """What is compared: a closed month, by whose entry, from where down, and when it was closed."""

    standpoint: Standpoint
    below: UUID | None
    month: date
    closed_on: date

    def holds(self, path: ColumnElement[Any]) -> ColumnElement[bool]:
        return lies_in(self.standpoint, path, self.below)

    @property
    def is_published(self) -> ColumnElement[bool]:
        """Which published cases are of this month and level, whoever's."""
        return and_(published_cases.c.month == self.month, published_cases.c.level == int(self.standpoint.level))


class SqlDifferenceReader:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def page(
        self, viewer: Viewer, month: date, agency_id: UUID | None, after: UUID | None, limit: int
    ) -> DifferencePage:
        standpoint = standpoint_of(viewer)
        async with reading_whole(self._database) as connection:
            scope = _Scope(standpoint, agency_id, month, await _closed_on(connection, month))
            if agency_id is not None:
                await _refuse_unseen(connection, scope, agency_id)
            changed = _changed(scope, viewer, self._clock.today())
            published = await _published(connection, scope)
            rows = (await connection.execute(_page(changed, scope, after, limit + 1))).all()
        sums = rows[0]._mapping
        now = {name: number - sums[f"then_{name}"] + sums[f"now_{name}"] for name, number in published.items()}
        found = [difference_of(row, scope.closed_on) for row in rows if row.case_id is not None]
        is_last = len(found) <= limit
        return DifferencePage(scope.closed_on, figures_of(published), figures_of(now), tuple(found[:limit]), is_last)


async def _closed_on(connection: AsyncConnection, month: date) -> date:
    """Raises MonthNotClosed."""
    is_it = (rounds.c.round == round_of_data(month)) & (rounds.c.state == int(RoundState.CLOSED))
    closed_on: date | None = (await connection.execute(select(rounds.c.closed_on).where(is_it))).scalar_one_or_none()
    if closed_on is None:
        raise MonthNotClosed(month)
    return closed_on


async def _refuse_unseen(connection: AsyncConnection, scope: _Scope, agency_id: UUID) -> None:
    """Raises NotFound for an agency that lies in the scope neither now nor as the month was published."""
    now = exists().where(directory_agency.c.id == agency_id, scope.holds(directory_agency.c.path))
    then = exists().where(
        published_agencies.c.month == scope.month,
        published_agencies.c.agency_id == agency_id,
        scope.holds(published_agencies.c.path),
    )
    if not (await connection.execute(select(or_(now, then)))).scalar_one():
        raise NotFound


async def _published(connection: AsyncConnection, scope: _Scope) -> dict[str, int]:
    """The sums published for the scope, the same for all (REP-4)."""
    same = and_(
        published_agencies.c.month == published_figures.c.month,
        published_agencies.c.agency_id == published_figures.c.agency_id,
    )
    sums = (
        select(*(func.coalesce(func.sum(published_figures.c[name]), 0).label(name) for name in FIGURE_COLUMNS))
        .select_from(published_figures.join(published_agencies, same))
        .where(
            published_figures.c.month == scope.month,
            published_figures.c.level == int(scope.standpoint.level),
            scope.holds(published_agencies.c.path),
        )
    )
    return {name: int(number) for name, number in (await connection.execute(sums)).one()._mapping.items()}


def _changed(scope: _Scope, viewer: Viewer, today: date) -> CTE:
    """The cases that count otherwise, `then_…` beside `now_…`; none of a complaint that the viewer is recused from."""
    then, now = _then(scope, viewer), _now(scope, viewer, today)
    columns = [
        side.c[name].label(f"{when}_{name}")
        for when, side in (("then", then), ("now", now))
        for name in ("case_id", *COUNTED_AS)
    ]
    return (
        select(
            func.coalesce(then.c.case_id, now.c.case_id).label("case_id"),
            func.coalesce(then.c.agency_id, now.c.agency_id).label("agency_id"),
            *columns,
        )
        .select_from(then.join(now, then.c.case_id == now.c.case_id, isouter=True, full=True))
        .where(or_(*(then.c[name].is_distinct_from(now.c[name]) for name in COUNTED_AS)))
        .cte("changed")
    )


def _then(scope: _Scope, viewer: Viewer) -> CTE:
    same = and_(
        published_agencies.c.month == published_cases.c.month,
        published_agencies.c.agency_id == published_cases.c.agency_id,
    )
    joined = published_cases.join(published_agencies, same).outerjoin(cases, cases.c.id == published_cases.c.case_id)
    is_seen = or_(cases.c.id.is_(None), not_recused(viewer))
    in_scope = scope.holds(published_agencies.c.path)
    return _counted_as(published_cases).select_from(joined).where(scope.is_published, in_scope, is_seen).cte("then")


def _now(scope: _Scope, viewer: Viewer, today: date) -> CTE:
    counted = counted_cases(scope.standpoint.level, Period.of_months(scope.month, scope.month, today), viewer)
    joined = counted.join(directory_agency, directory_agency.c.id == counted.c.agency_id)
    return _counted_as(counted).select_from(joined).where(scope.holds(directory_agency.c.path)).cte("now")


def _counted_as(counted: FromClause) -> Select[Any]:
    """Each case and how it counts; how it was closed matters only where it was completed in the month."""
    columns = {name: counted.c[name] for name in ("case_id", "agency_id", *COUNTED_AS)}
    columns["outcome"] = case((counted.c.is_completed, counted.c.outcome)).label("outcome")
    columns["criminal"] = and_(counted.c.is_completed, counted.c.criminal).label("criminal")
    return select(*columns.values())


def _page(changed: CTE, scope: _Scope, after: UUID | None, limit: int) -> Select[Any]:
    """A row for each case of the page, the sums of all pages beside it; without any case one row of sums alone."""
    then, now = (sums_of(changed, when).subquery(f"{when}_sums") for when in ("then", "now"))
    page = _cases_of_page(changed, scope, after, limit).subquery("page")
    joined = then.join(now, true()).join(page, true(), isouter=True)
    return select(*page.c, *then.c, *now.c).select_from(joined).order_by(page.c.case_id)


def _cases_of_page(changed: CTE, scope: _Scope, after: UUID | None, limit: int) -> Select[Any]:
    then_agency, now_agency = published_agencies.alias("then_agency"), directory_agency.alias("now_agency")
    lay_in_scope = func.coalesce(scope.holds(then_agency.c.path), False)
    lies_in_scope = func.coalesce(scope.holds(now_agency.c.path), False)
    of_month = (then_agency.c.month == scope.month) & (then_agency.c.agency_id == changed.c.agency_id)
    joined = (
        changed.join(then_agency, of_month, isouter=True)
        .join(now_agency, now_agency.c.id == changed.c.agency_id, isouter=True)
        .join(cases, cases.c.id == changed.c.case_id, isouter=True)
        .join(_ORIGIN, _ORIGIN.c.id == cases.c.origin_case_id, isouter=True)
    )
    page = select(
        *changed.c,
        func.coalesce(now_agency.c.thai_name, then_agency.c.thai_name).label("agency_name"),
        exists().where(scope.is_published, published_cases.c.case_id == changed.c.case_id).label("was_published"),
        (lay_in_scope != lies_in_scope).label("has_moved"),
        func.coalesce(lies_in(scope.standpoint, now_agency.c.path), False).label("is_in_scope"),
        func.coalesce(cases.c.is_deleted, True).label("is_deleted"),
        cases.c.deleted_on,
        func.greatest(cases.c.corrected_on, _ORIGIN.c.corrected_on).label("corrected_on"),
    ).select_from(joined)
    if after is not None:
        page = page.where(changed.c.case_id > after)
    return page.order_by(changed.c.case_id).limit(limit)
