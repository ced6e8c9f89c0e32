"""The right to see, as SQL: part of every read (ROLE-2, ROLE-5)."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, false, literal, not_, or_, true

from deadlines.adapters.tables import cases, obligations
from kit.database.tables import directory_agency
from kit.directory.viewer import Viewer, meets_none, within


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of `obligations` joined to `cases` the viewer may see, none of a complaint he is recused from."""
    opened = [within(obligations.c.agency_id, top) for top in _tops(viewer)]
    if viewer.actor.is_any("pacc"):
        opened.append(cases.c.is_with_pacc)
    if viewer.actor.is_any("auditor"):
        opened.append(true())
    return and_(or_(false(), *opened), meets_none(cases.c.accused_indexes, viewer.recusing), not_marked(viewer))


def not_marked(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the viewer is not marked as recused from the complaint of the row."""
    marked: ColumnElement[bool] = literal(viewer.actor.subject) == any_(cases.c.recused)
    return not_(marked)


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
