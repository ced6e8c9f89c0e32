"""The right to see, as SQL: part of every read (ROLE-2, ROLE-5)."""

from sqlalchemy import ColumnElement, and_, false, or_, true

from deadlines.adapters.tables import cases, obligations
from kit.directory.viewer import Viewer, meets_none, within


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of `obligations` joined to `cases` the viewer may see, none of a complaint he is recused from."""
    opened: list[ColumnElement[bool]] = []
    if viewer.actor.is_any("unit", "integrator") and viewer.agency is not None:
        opened.append(within(obligations.c.agency_id, viewer.agency))
    if viewer.actor.is_any("acoc") and viewer.acoc is not None:
        opened.append(within(obligations.c.agency_id, viewer.acoc))
    if viewer.actor.is_any("pacc"):
        opened.append(cases.c.is_with_pacc)
    if viewer.actor.is_any("auditor"):
        opened.append(true())
    return and_(or_(false(), *opened), meets_none(cases.c.accused_indexes, viewer.recusing))
