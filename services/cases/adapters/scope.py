"""The right to see, as SQL: part of every read (ROLE-2, ROLE-5, CASE-5)."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select, true

from cases.adapters.tables import accused, cases
from cases.domain.terms import Level
from kit.database.tables import directory_agency
from kit.directory.viewer import Viewer, within
from rongrian.agencies.v1.agency_pb2 import AGENCY_KIND_MINISTRY


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of `cases` the viewer may see: what his roles open, less every complaint that he is recused from."""
    opened: list[ColumnElement[bool]] = []
    if viewer.actor.is_any("unit", "integrator") and viewer.agency is not None:
        opened.append(within(cases.c.agency_id, viewer.agency))
    if viewer.actor.is_any("acoc") and viewer.acoc is not None:
        opened.append(within(cases.c.agency_id, viewer.acoc))
    if viewer.actor.is_any("pacc"):
        opened.append(cases.c.entered_pacc_on.is_not(None))
    if viewer.actor.is_any("auditor"):
        opened.append(true())
    return and_(or_(false(), *opened), not_recused(viewer.recusing))


def not_recused(recusing: Collection[bytes]) -> ColumnElement[bool]:
    """Whether no accused of the row's whole complaint carries one of these blind indexes (ROLE-5)."""
    if not recusing:
        return true()
    met = accused.alias("met")
    statement = select(met.c.case_id).where(
        met.c.complaint_id == cases.c.complaint_id, met.c.national_id_index.in_(recusing)
    )
    return not_(statement.correlate(cases).exists())


def may_change(viewer: Viewer, recorded_by_agency: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Which visible rows he may also change: his agency's own, those that it recorded, a ศปท. all of its subtree."""
    opened: list[ColumnElement[bool]] = []
    if viewer.actor.is_any("unit", "integrator"):
        opened += [cases.c.agency_id == viewer.agency, recorded_by_agency == viewer.agency]
    if viewer.actor.is_any("acoc") and viewer.acoc is not None:
        opened.append(within(cases.c.agency_id, viewer.acoc))
    return or_(false(), *opened)


def acoc_kinds(agency_id: ColumnElement[UUID]) -> Select[Any]:
    """The kinds of the agencies marked ศปท. at or above an agency, as one array."""
    own = directory_agency.alias("own_agency")
    above = directory_agency.alias("above_agency")
    return (
        select(func.array_agg(above.c.kind))
        .select_from(own)
        .join(above, above.c.id == func.any(own.c.path))
        .where(own.c.id == agency_id, above.c.is_acoc)
    )


def levels_of(kinds: Collection[int] | None) -> tuple[Level, ...]:
    """The levels from an agency upward, by the kinds of the ศปท. at or above it."""
    of_acocs = {Level.of_acoc(kind == AGENCY_KIND_MINISTRY) for kind in kinds or ()}
    return tuple(sorted({Level.UNIT, Level.PACC} | of_acocs))


def senders(viewer: Viewer) -> frozenset[Level]:
    """The levels from which the viewer may send a case that he may change: the agency's, and that of his own ศปท."""
    if viewer.actor.is_any("acoc") and viewer.acoc is not None:
        return frozenset({Level.UNIT, Level.of_acoc(viewer.is_acoc_a_ministrys)})
    return frozenset({Level.UNIT})
