"""The store of the tree: one hand at a time, and a change written with its audit, events and our own copy at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from agencies.adapters.event_codec import encode_tree
from agencies.adapters.messages import agency_message
from agencies.adapters.rows import agency_from, agency_row
from agencies.adapters.scope import agencies_of_summaries_set_by, agencies_open_to, keeps_tree
from agencies.adapters.tables import agencies, officers
from agencies.domain.agency import Agency
from agencies.domain.officer import OfficerKind, OfficerState
from agencies.domain.tree import Tree, TreeHappening
from kit.audit.entry import AuditEntry
from kit.audit.trail import entry_of, record_entries
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.requests import RequestKey, refuse_repetition, remember_request
from kit.directory.copy import put_agencies
from kit.directory.viewer import Viewer
from kit.domain.actor import Actor
from kit.domain.errors import NotFound
from kit.events.outbox import record_events

# Whoever changes the tree or the officers holds it until the commit: two moves can make no circle, and an officer who
# is ended can not be appointed at the same moment.
_LOCK = 7_463_120
# Who acts where the service itself does.
_ITSELF = Actor(UUID(int=0), frozenset())
# A statement takes at most 32767 values.
_BATCH = 500


class SqlTreeStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @asynccontextmanager
    async def changing(self, viewer: Viewer, request: RequestKey | None = None) -> AsyncIterator[Tree]:
        async with self._change(viewer, request) as (_, tree):
            yield tree

    @asynccontextmanager
    async def appointing(self, viewer: Viewer, head: UUID | None) -> AsyncIterator[tuple[Tree, bool]]:
        async with self._change(viewer, None) as (connection, tree):
            yield tree, head is None or await _is_active(connection, head)

    @asynccontextmanager
    async def setting_summary_duty(self, viewer: Viewer, agency_id: UUID) -> AsyncIterator[Tree]:
        in_scope = select(agencies.c.id).where(agencies.c.id == agency_id, agencies_of_summaries_set_by(viewer))
        async with self._database.begin() as connection:
            tree = await load_to_change(connection)
            if (await connection.execute(in_scope)).one_or_none() is None:
                raise NotFound
            yield tree
            await save(connection, self._clock, viewer.actor, tree)

    async def settle_summaries(self) -> None:
        async with self._database.begin() as connection:
            await save(connection, self._clock, _ITSELF, await load_to_change(connection))

    async def whole(self, viewer: Viewer) -> Tree:
        if not keeps_tree(viewer):
            raise NotFound
        async with self._database.read() as connection:
            return await _load(connection)

    async def agencies(self, viewer: Viewer, *, with_closed: bool) -> list[Agency]:
        statement = select(agencies).where(agencies_open_to(viewer))
        if not with_closed:
            statement = statement.where(agencies.c.closed_on.is_(None))
        statement = statement.order_by(func.cardinality(agencies.c.path), agencies.c.code)
        async with self._database.read() as connection:
            return [agency_from(row) for row in await connection.execute(statement)]

    async def agency(self, agency_id: UUID, viewer: Viewer) -> Agency:
        statement = select(agencies).where(agencies.c.id == agency_id, agencies_open_to(viewer))
        async with self._database.read() as connection:
            row = (await connection.execute(statement)).one_or_none()
        if row is None:
            raise NotFound
        return agency_from(row)

    @asynccontextmanager
    async def _change(self, viewer: Viewer, request: RequestKey | None) -> AsyncIterator[tuple[AsyncConnection, Tree]]:
        if not keeps_tree(viewer):
            raise NotFound
        async with self._database.begin() as connection:
            tree = await load_to_change(connection)
            if request is not None:
                await refuse_repetition(connection, request)
            yield connection, tree
            await save(connection, self._clock, viewer.actor, tree)
            if request is not None and tree.happenings:
                remember_request(connection, request, tree.happenings[0].agencies[0])


async def load_to_change(connection: AsyncConnection) -> Tree:
    """The whole tree, which nobody else changes until this transaction ends."""
    await take_lock(connection)
    return await _load(connection)


async def take_lock(connection: AsyncConnection) -> None:
    """Be the only one to change the tree or the officers until this transaction ends."""
    await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


async def save(connection: AsyncConnection, clock: Clock, actor: Actor, tree: Tree) -> None:
    """Write what happened to the tree and what follows from it, and from a change of officers, for the summaries.

    In the transaction of `connection`, in which the officers stand as they shall be (SUM-0). Raises TooManyToMove.
    """
    tree.settle_summaries(await _with_unit(connection), clock.today())
    changed = tree.changed()
    for start in range(0, len(changed), _BATCH):
        part = changed[start : start + _BATCH]
        statement = insert(agencies).values([agency_row(agency) for agency in part])
        now = {column.name: statement.excluded[column.name] for column in agencies.c if column.name != "id"}
        await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=now))
    events = encode_tree(tree, actor=None if actor is _ITSELF else actor.subject, at=clock.business_now())
    entries = [entry for happening in tree.happenings for entry in _entries(clock, actor, tree, happening)]
    for start in range(0, max(len(events), len(entries)), _BATCH):
        record_events(connection, events[start : start + _BATCH])
        record_entries(connection, entries[start : start + _BATCH])
    await put_agencies(connection, [agency_message(agency) for agency in changed])


async def _load(connection: AsyncConnection) -> Tree:
    return Tree(agency_from(row) for row in await connection.execute(select(agencies)))


async def _with_unit(connection: AsyncConnection) -> set[UUID]:
    """The agencies that have an active officer with the role `unit`."""
    statement = select(officers.c.agency_id).where(
        officers.c.state == OfficerState.ACTIVE.value, officers.c.roles.contains(["unit"])
    )
    return set((await connection.execute(statement.distinct())).scalars())


async def _is_active(connection: AsyncConnection, subject: UUID) -> bool:
    statement = select(func.count()).where(
        officers.c.subject == subject,
        officers.c.state == OfficerState.ACTIVE.value,
        officers.c.kind == OfficerKind.PERSON.value,
    )
    return bool((await connection.execute(statement)).scalar_one())


def _entries(clock: Clock, actor: Actor, tree: Tree, happening: TreeHappening) -> list[AuditEntry]:
    """One for each agency that was meant; those that a move took along are counted, not listed."""
    return [_entry(clock, actor, tree, happening, agency_id) for agency_id in happening.agencies]


def _entry(clock: Clock, actor: Actor, tree: Tree, happening: TreeHappening, agency_id: UUID) -> AuditEntry:
    before, after = tree.before(agency_id), agency_row(tree.agency(agency_id))
    earlier: dict[str, Any] = agency_row(before) if before else {}
    differing = {column for column in after if after[column] != earlier.get(column)}
    carried = {"carried": len(happening.carried)} if happening.carried else {}
    return entry_of(
        clock,
        actor,
        happening.act.value,
        "agency",
        agency_id,
        before={column: earlier[column] for column in differing if column in earlier},
        after={column: after[column] for column in differing} | carried,
    )
