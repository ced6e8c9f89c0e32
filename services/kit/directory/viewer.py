"""What a caller may see: his token held against this service's copy of the directory."""

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, LargeBinary, Row, Select, Uuid, bindparam, func, literal, not_, select, true
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.auth.errors import OfficerEnded, OfficerUnknown, TokenSuperseded
from kit.database.engine import Database
from kit.database.tables import directory_agency, directory_officer
from kit.domain.actor import Actor
from rongrian.agencies.v1.agency_pb2 import AGENCY_KIND_MINISTRY

OFFICER_ROLES = frozenset({"unit", "acoc", "pacc", "approver", "auditor", "user_admin", "integrator"})
CACHE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Viewer:
    """A caller and the places of the tree that his roles open to him.

    `agency` is his own; `acoc` his ศปท., the nearest agency marked so at or above his own (ORG-2), None where there is
    none. `recusing` holds the blind indexes that he may meet in no complaint: his own, and those of the heads of his
    agency and of every agency above it (ROLE-5, TRI-10).
    """

    actor: Actor
    agency: UUID | None = None
    acoc: UUID | None = None
    is_acoc_a_ministrys: bool = False
    recusing: frozenset[bytes] = field(default_factory=frozenset)


class Directory:
    """The right to be here, judged by this service's own copy; asked once a second for each caller."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[Actor, tuple[float, Viewer]] = {}

    async def viewer(self, actor: Actor) -> Viewer:
        """What `actor` may see. Citizens and services are no officers and see by other rules.

        Raises OfficerUnknown, OfficerEnded, or TokenSuperseded when the token says other than the directory.
        """
        if actor.roles.isdisjoint(OFFICER_ROLES):
            return Viewer(actor)
        known = self._known.get(actor)
        if known is not None and time.monotonic() - known[0] < CACHE_SECONDS:
            return known[1]
        async with self._database.read() as connection:
            officer = _in_office(await _read_officer(connection, actor.subject))
            _hold_against(actor, officer)
            viewer = await _read_viewer(connection, actor, officer)
        if len(self._known) > 10_000:
            self._known.clear()
        self._known[actor] = (time.monotonic(), viewer)
        return viewer

    async def viewer_of(self, subject: UUID) -> Viewer:
        """What an officer may see who does not call himself: by his rights as they are in the directory now.

        For what is sent to him or read by a secret address of his. Raises OfficerUnknown or OfficerEnded.
        """
        async with self._database.read() as connection:
            officer = _in_office(await _read_officer(connection, subject))
            actor = Actor(subject, frozenset(officer.roles), officer.agency_id, frozenset(officer.marks))
            return await _read_viewer(connection, actor, officer)


async def _read_officer(connection: AsyncConnection, subject: UUID) -> Row[Any] | None:
    statement = select(directory_officer).where(directory_officer.c.subject == subject)
    return (await connection.execute(statement)).one_or_none()


async def _read_viewer(connection: AsyncConnection, actor: Actor, officer: Row[Any]) -> Viewer:
    above = (await connection.execute(_agencies_above(actor))).all()
    acoc = next((row for row in above if row.is_acoc), None)
    recusing = {row.head_index for row in above if row.head_index is not None}
    if officer.national_id_index is not None:
        recusing.add(officer.national_id_index)
    return Viewer(
        actor,
        agency=actor.agency_id,
        acoc=acoc.id if acoc else None,
        is_acoc_a_ministrys=acoc is not None and acoc.kind == AGENCY_KIND_MINISTRY,
        recusing=frozenset(recusing),
    )


def _in_office(officer: Row[Any] | None) -> Row[Any]:
    if officer is None:
        raise OfficerUnknown
    if not officer.is_active:
        raise OfficerEnded
    return officer


def _hold_against(actor: Actor, officer: Row[Any]) -> None:
    rights = (officer.agency_id, frozenset(officer.roles), frozenset(officer.marks))
    if rights != (actor.agency_id, actor.roles & OFFICER_ROLES, actor.marks):
        raise TokenSuperseded


def _agencies_above(actor: Actor) -> Select[tuple[UUID, int, bool, bytes | None]]:
    """The actor's agency and those above it, nearest first, each with its head's blind index."""
    own = directory_agency.alias("own")
    head = directory_officer.alias("head")
    depth = func.cardinality(directory_agency.c.path)
    return (
        select(
            directory_agency.c.id,
            directory_agency.c.kind,
            directory_agency.c.is_acoc,
            head.c.national_id_index.label("head_index"),
        )
        .select_from(own)
        .join(directory_agency, directory_agency.c.id == func.any(own.c.path))
        .outerjoin(head, head.c.subject == directory_agency.c.head)
        .where(own.c.id == actor.agency_id)
        .order_by(depth.desc())
    )


def meets_none(accused_indexes: ColumnElement[Any], recusing: Collection[bytes]) -> ColumnElement[bool]:
    """Whether a row's array of blind indexes, of all accused of its complaint, holds none of the viewer's (ROLE-5)."""
    if not recusing:
        return true()
    his = bindparam("viewer_recusing", sorted(recusing), ARRAY(LargeBinary))
    met: ColumnElement[bool] = accused_indexes.bool_op("&&")(his)
    return not_(met)


def within(agency_id: ColumnElement[UUID], top: UUID | ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether the agency of a row lies at or below `top`, as the tree is now."""
    its_id: ColumnElement[UUID] = literal(top, Uuid()) if isinstance(top, UUID) else top
    below = select(directory_agency.c.id).where(directory_agency.c.path.contains(array([its_id])))
    return agency_id.in_(below)
