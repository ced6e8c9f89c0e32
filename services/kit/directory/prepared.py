"""Statements that ask for a viewer, built once for each kind of viewer and asked with the values of the one at hand.

Building a statement of many columns costs more than the database takes to answer it. What differs between two viewers
of one kind stands in it as a parameter: `viewer_agency`, `viewer_acoc`, `viewer_subject`, `viewer_recusing`.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, Uuid, bindparam, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.direct import Direct
from kit.directory.viewer import Viewer


class Prepared:
    """Built by `build`, which may look at what makes a viewer's kind, but writes no value of his into the statement."""

    def __init__(self, build: Callable[[Viewer], Select[Any]]) -> None:
        self._build = build
        self._built: dict[object, Direct] = {}

    async def rows(self, connection: AsyncConnection, viewer: Viewer, **values: object) -> list[Any]:
        """Its rows for the viewer; `values` are the parameters of its own."""
        kind = _kind_of(viewer)
        statement = self._built.get(kind)
        if statement is None:
            statement = self._built[kind] = Direct(self._build(viewer))
        return await statement.rows(connection, **parameters_of(viewer), **values)


class PreparedByIds:
    """As `Prepared`, for the rows that have one of some ids in `column`; `build` is told which condition that is.

    A single id is asked for as itself: of a list PostgreSQL does not know how long it is, and so plans anew each time.
    """

    def __init__(
        self, column: ColumnElement[UUID], build: Callable[[Viewer, ColumnElement[bool]], Select[Any]]
    ) -> None:
        is_it = column == bindparam("wanted", type_=Uuid())
        is_among = column == func.any(bindparam("wanted", type_=ARRAY(Uuid)))
        self._of_one = Prepared(lambda viewer: build(viewer, is_it))
        self._of_several = Prepared(lambda viewer: build(viewer, is_among))

    async def rows(self, connection: AsyncConnection, viewer: Viewer, ids: Sequence[UUID]) -> list[Any]:
        """The rows for the viewer, in the statement's own order."""
        if len(ids) == 1:
            return await self._of_one.rows(connection, viewer, wanted=ids[0])
        return await self._of_several.rows(connection, viewer, wanted=list(ids))


def _kind_of(viewer: Viewer) -> object:
    """Everything of a viewer that is no parameter: two of one kind are answered by one statement."""
    has = (viewer.agency is None, viewer.acoc is None, not viewer.recusing)
    return viewer.actor.roles, viewer.actor.marks, viewer.is_acoc_a_ministrys, has


def parameters_of(viewer: Viewer) -> dict[str, object]:
    return {
        "viewer_agency": viewer.agency,
        "viewer_acoc": viewer.acoc,
        "viewer_subject": viewer.actor.subject,
        "viewer_recusing": sorted(viewer.recusing),
    }


def agency_of(viewer: Viewer) -> BindParameter[UUID]:
    """His agency as a parameter; the same for the functions below."""
    return bindparam("viewer_agency", viewer.agency, Uuid())


def acoc_of(viewer: Viewer) -> BindParameter[UUID]:
    return bindparam("viewer_acoc", viewer.acoc, Uuid())


def subject_of(viewer: Viewer) -> BindParameter[UUID]:
    return bindparam("viewer_subject", viewer.actor.subject, Uuid())
