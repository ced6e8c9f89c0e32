"""The right to see, as SQL: part of every read (ROLE-2)."""

from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, false, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from agencies.adapters.tables import agencies, officers
from agencies.domain.terms import ROOT
from kit.directory.viewer import Viewer


def sees_whole_country(viewer: Viewer) -> bool:
    return viewer.actor.is_any("pacc", "auditor")


def keeps_tree(viewer: Viewer) -> bool:
    return viewer.actor.is_any("pacc")


def agencies_open_to(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of `agencies` the viewer may see."""
    if sees_whole_country(viewer):
        return true()
    tops = set[UUID | None]()
    if viewer.actor.is_any("unit", "approver", "integrator"):
        tops.add(viewer.agency)
    if viewer.actor.is_any("acoc"):
        tops.add(viewer.acoc)
    if viewer.actor.is_any("user_admin"):
        tops.add(top_administered_by(viewer))
    return _below_any(tops)


def top_administered_by(viewer: Viewer) -> UUID | None:
    """Where a `user_admin` may grant and end: ป.ป.ท.'s in the whole country, a ศปท.'s in the subtree of its ศปท."""
    if not viewer.actor.is_any("user_admin"):
        return None
    return ROOT if viewer.agency == ROOT else viewer.acoc


def agencies_administered_by(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of `agencies` a `user_admin` may grant officers of."""
    return _below_any({top_administered_by(viewer)})


def agencies_of_summaries_set_by(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of `agencies` are the viewer's to say whether they owe summaries (SUM-0)."""
    if keeps_tree(viewer):
        return true()
    return _below_any({viewer.acoc} if viewer.actor.is_any("acoc") else set())


def officers_administered_by(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of `officers` a `user_admin` may end."""
    return officers.c.agency_id.in_(select(agencies.c.id).where(agencies_administered_by(viewer)))


def officers_open_to(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of `officers` the viewer may see."""
    return true() if sees_whole_country(viewer) else officers_administered_by(viewer)


def _below_any(tops: set[UUID | None]) -> ColumnElement[bool]:
    known = [top for top in tops if top is not None]
    return agencies.c.path.overlap(literal(known, ARRAY(Uuid))) if known else false()
