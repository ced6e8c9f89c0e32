"""The right to see, as SQL: part of every read (ROLE-2, ROLE-5, CASE-5); and what somebody is to a case."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Label,
    Row,
    Select,
    Uuid,
    and_,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import array

from cases.adapters.tables import cases, complaints
from cases.domain.stance import Stance
from cases.domain.terms import Level
from kit.database.tables import directory_agency
from kit.directory.prepared import acoc_of, agency_of, subject_of
from kit.directory.viewer import Viewer, meets_none, within
from rongrian.agencies.v1.agency_pb2 import AGENCY_KIND_MINISTRY

# Made once: an alias of a wide table costs more than asking the database by it.
_HANDLED = cases.alias("handled")
_OWN = directory_agency.alias("own_agency")
_ABOVE = directory_agency.alias("above_agency")


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of `cases` joined to `complaints` the viewer may see.

    What his roles open, less what is deleted, less every complaint that he is recused from.
    """
    return and_(in_scope_of(viewer), cases.c.deleted_on.is_(None), not_recused(viewer))


def in_scope_of(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of `cases` his roles open, whatever stands against him."""
    opened: list[ColumnElement[bool]] = []
    if viewer.actor.is_any("unit", "integrator") and viewer.agency is not None:
        opened.append(within(cases.c.agency_id, agency_of(viewer)))
    if viewer.actor.is_any("acoc") and viewer.acoc is not None:
        opened.append(within(cases.c.agency_id, acoc_of(viewer)))
    if viewer.actor.is_any("pacc"):
        opened.append(cases.c.entered_pacc_on.is_not(None))
    if viewer.actor.is_any("auditor"):
        opened.append(true())
    return or_(false(), *opened)


def not_recused(viewer: Viewer) -> ColumnElement[bool]:
    """Whether nobody accused in the complaint is the viewer or heads him, and he is not marked by hand (ROLE-5)."""
    marked = complaints.c.recused.contains(array([subject_of(viewer)], type_=Uuid()))
    return and_(meets_none(complaints.c.accused_indexes, viewer.recusing), not_(marked))


def may_change(viewer: Viewer) -> ColumnElement[bool]:
    """Which visible rows he may also change: his agency's own, those that it recorded, a ศปท. all of its subtree."""
    opened: list[ColumnElement[bool]] = []
    if viewer.actor.is_any("unit", "integrator"):
        opened += [cases.c.agency_id == agency_of(viewer), complaints.c.recorded_by_agency == agency_of(viewer)]
    return or_(false(), *opened, under_his_acoc(viewer))


def stance_columns(viewer: Viewer) -> tuple[Label[bool], ...]:
    """What `stance_from` reads of a row."""
    keeps = cases.c.agency_id == agency_of(viewer) if viewer.actor.is_any("unit") else false()
    is_his = _HANDLED.c.handler == subject_of(viewer)
    handles = exists().where(_HANDLED.c.complaint_id == cases.c.complaint_id, is_his)
    return (
        may_change(viewer).label("may_change"),
        and_(may_change(viewer), handles.correlate(cases)).label("is_handler"),
        or_(keeps, under_his_acoc(viewer)).label("is_keeper"),
        under_his_acoc(viewer).label("is_acoc"),
    )


def stance_from(row: Row[Any], viewer: Viewer) -> Stance:
    """What the viewer is to the case of a row that has the `stance_columns`."""
    return Stance(
        may_change=row.may_change,
        sends_from=senders(viewer),
        is_handler=row.is_handler,
        is_keeper=row.is_keeper,
        is_acoc=row.is_acoc,
        is_pacc=viewer.actor.is_any("pacc") and row.entered_pacc_on is not None,
    )


def acoc_kinds(agency_id: ColumnElement[UUID]) -> Select[Any]:
    """The kinds of the agencies marked ศปท. at or above an agency, as one array."""
    return (
        select(func.array_agg(_ABOVE.c.kind))
        .select_from(_OWN)
        .join(_ABOVE, _ABOVE.c.id == func.any(_OWN.c.path))
        .where(_OWN.c.id == agency_id, _ABOVE.c.is_acoc)
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


def under_his_acoc(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.actor.is_any("acoc") and viewer.acoc is not None:
        return within(cases.c.agency_id, acoc_of(viewer))
    return false()
