"""The tree that figures are seen through: as it is now, or as it was when the month was closed."""

from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, Uuid, func, literal, select

from kit.database.tables import directory_agency
from reporting.adapters.reporting_agencies import lies_in
from reporting.adapters.round_tables import published_agencies
from reporting.adapters.scope import Standpoint
from reporting.domain.basis import Basis

# In the path of an agency: the country, its ministry, the agencies directly under that.
MINISTRY_STEP = 2


def tree_of(basis: Basis, standpoint: Standpoint, name: str = "tree") -> Subquery:
    """The agencies in a viewer's scope: a moved one stays where it was published."""
    if basis.is_published:
        then = published_agencies.c
        rows = select(
            then.agency_id.label("id"), then.path, then.code, then.thai_name, then.kind, then.type, then.is_open
        ).where(then.month == basis.period.first, lies_in(standpoint, then.path))
        return rows.subquery(name)
    now = directory_agency.c
    is_open = now.closed_on.is_(None).label("is_open")
    rows = select(now.id, now.path, now.code, now.thai_name, now.kind, now.type, is_open)
    return rows.where(lies_in(standpoint, now.path)).subquery(name)


def top_id(tree: Subquery, standpoint: Standpoint) -> ColumnElement[UUID]:
    """Under which row of report 1 an agency stands: its ministry's, or that of the top of what is seen below one."""
    top: ColumnElement[UUID] = func.coalesce(tree.c.path[_step(tree, standpoint)], tree.c.id)
    return top


def below_id(tree: Subquery, standpoint: Standpoint) -> ColumnElement[UUID]:
    """In which of the rows that this one opens into it is counted; the top's own id for what is the top's own."""
    step = _step(tree, standpoint)
    below: ColumnElement[UUID] = func.coalesce(tree.c.path[step + 1], tree.c.path[step], tree.c.id)
    return below


def _step(tree: Subquery, standpoint: Standpoint) -> ColumnElement[int]:
    """Where in a path the agencies stand that have rows of their own."""
    if standpoint.top is None:
        return literal(MINISTRY_STEP)
    return func.greatest(func.array_position(tree.c.path, literal(standpoint.top, Uuid)), MINISTRY_STEP)
