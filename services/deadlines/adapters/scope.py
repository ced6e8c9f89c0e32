"""The right to see, as SQL: part of every read (ROLE-2, ROLE-5)."""

from uuid import UUID

from sqlalchemy import ColumnElement, LargeBinary, Uuid, and_, any_, false, func, literal, not_, or_, true
from sqlalchemy.dialects.postgresql import ARRAY

from deadlines.adapters.objects import is_of_summary
from deadlines.adapters.tables import cases, obligations
from kit.database.tables import directory_agency
from kit.directory.viewer import Viewer, meets_none, within


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of `obligations` joined to `cases` the viewer may see, none of a complaint he is recused from.

    A summary is about no complaint, and ป.ป.ท. sees it in the whole country. What is about neither nobody sees.
    """
    opened = [within(obligations.c.agency_id, top) for top in _tops(viewer)]
    if viewer.actor.is_any("pacc"):
        opened.append(concerns_pacc())
    if viewer.actor.is_any("auditor"):
        opened.append(true())
    is_known = or_(cases.c.case_id.is_not(None), is_of_summary())
    return and_(is_known, or_(false(), *opened), meets_none(accused_indexes(), viewer.recusing), not_marked(viewer))


def not_marked(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the viewer is not marked as recused from the complaint of the row."""
    marked: ColumnElement[bool] = literal(viewer.actor.subject) == any_(recused())
    return not_(marked)


def concerns_pacc() -> ColumnElement[bool]:
    """What was sent to ป.ป.ท., and every summary."""
    return or_(is_of_summary(), cases.c.is_with_pacc)


def accused_indexes() -> ColumnElement[list[bytes]]:
    """Of the complaint of the row; empty for a summary."""
    return func.coalesce(cases.c.accused_indexes, literal([], ARRAY(LargeBinary)))


def recused() -> ColumnElement[list[UUID]]:
    """Who is marked as recused from the complaint of the row; nobody for a summary."""
    return func.coalesce(cases.c.recused, literal([], ARRAY(Uuid)))


def agency_open_to(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of the copy of the agencies the viewer may ask figures of."""
    if viewer.actor.is_any("pacc", "auditor"):
        return true()
    return or_(false(), *(within(directory_agency.c.id, top) for top in _tops(viewer)))


def _tops(viewer: Viewer) -> list[UUID]:
    """The agencies whose subtrees are open to the viewer."""
    tops: list[UUID] = []
    if viewer.actor.is_any("unit", "integrator") and viewer.agency is not None:
        tops.append(viewer.agency)
    if viewer.actor.is_any("acoc") and viewer.acoc is not None:
        tops.append(viewer.acoc)
    return tops
