"""The right to see, as SQL: part of every count (ROLE-2, ROLE-5, REP-4)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, literal, literal_column, not_, or_, true
from sqlalchemy.dialects.postgresql import ARRAY

from kit.database.tables import directory_agency
from kit.directory.viewer import Viewer, meets_none
from kit.domain.errors import NotFound
from reporting.adapters.tables import cases
from reporting.domain.terms import Level


@dataclass(frozen=True, slots=True)
class Standpoint:
    """By whose entry a viewer counts, and the top of what he sees; None is the country."""

    level: Level
    top: UUID | None

    def opens(self) -> ColumnElement[bool]:
        """Which agencies of the directory lie in it, as the tree is now."""
        if self.top is None:
            return true()
        return directory_agency.c.path.contains(literal([self.top], ARRAY(Uuid)))


def standpoint_of(viewer: Viewer) -> Standpoint:
    """The widest that his roles open. Raises NotFound where none opens anything, such as a ศปท. role without a ศปท."""
    actor = viewer.actor
    if actor.is_any("pacc"):
        return Standpoint(Level.PACC, None)
    if actor.is_any("auditor"):
        return Standpoint(Level.UNIT, None)
    if actor.is_any("acoc") and viewer.acoc is not None:
        return Standpoint(Level.MINISTRY_ACOC if viewer.is_acoc_a_ministrys else Level.DEPARTMENT_ACOC, viewer.acoc)
    if actor.is_any("unit", "integrator") and viewer.agency is not None:
        return Standpoint(Level.UNIT, viewer.agency)
    raise NotFound


def is_recused(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of `cases` are of a complaint that accuses the viewer or who heads him, or that he is marked for."""
    # The first half says nothing more than the second, but that the index of the few that have marks will do.
    has_marks = cases.c.recused != literal_column("'{}'::uuid[]")
    is_marked = and_(has_marks, cases.c.recused.contains(literal([viewer.actor.subject], ARRAY(Uuid))))
    return or_(not_(meets_none(cases.c.accused_indexes, viewer.recusing)), is_marked)


def not_recused(viewer: Viewer) -> ColumnElement[bool]:
    return not_(is_recused(viewer))
