"""The store of officers: nominations, and grants and ends written with their audit, events and this service's copy."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from agencies.adapters.event_codec import encode_officer
from agencies.adapters.messages import rights_message
from agencies.adapters.nominating import LEASE, SqlNominating, forget, pending_values
from agencies.adapters.officer_reading import OfficerReader
from agencies.adapters.rows import officer_from
from agencies.adapters.scope import agencies_administered_by, officers_administered_by
from agencies.adapters.tables import agencies, officers
from agencies.adapters.tree_store import load_to_change, save, take_lock
from agencies.domain.errors import LastUserAdmin
from agencies.domain.granting import check_roles, taken
from agencies.domain.officer import Officer, OfficerKind, OfficerState
from agencies.domain.permissions import END, GRANT
from agencies.domain.terms import ROOT
from kit.audit.trail import entry_of, record_entries
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.requests import RequestKey, refuse_repetition
from kit.directory.copy import put_officers
from kit.directory.viewer import Viewer
from kit.domain.actor import Actor
from kit.domain.errors import Conflict, InvalidInput, NotFound
from kit.events.outbox import record_events
from kit.sealing.blind_index import BlindIndex
from kit.sealing.seal import Sealer

_AT_ONCE = 20


class SqlOfficerStore(OfficerReader):
    """The one door to the table for a change; reading is `OfficerReader`'s."""

    def __init__(self, database: Database, clock: Clock, sealer: Sealer, blind_index: BlindIndex) -> None:
        super().__init__(database)
        self._clock = clock
        self._sealer = sealer
        self._blind_index = blind_index

    @asynccontextmanager
    async def nominating(self, viewer: Viewer, agency_id: UUID, request: RequestKey) -> AsyncIterator[SqlNominating]:
        async with self._database.begin() as connection:
            await take_lock(connection)
            await refuse_repetition(connection, request)
            has_acoc = await _has_acoc(connection, viewer, agency_id)
            yield SqlNominating(connection, viewer, request, self._sealer, self._blind_index, has_acoc=has_acoc)

    async def pending_integrator(self, viewer: Viewer, client_id: str, agency_id: UUID) -> Officer:
        async with self._database.begin() as connection:
            await take_lock(connection)
            await _has_acoc(connection, viewer, agency_id)
            earlier = (await connection.execute(select(officers).where(officers.c.username == client_id))).one_or_none()
            if earlier is None:
                return await _put_integrator(connection, viewer, client_id, agency_id)
            officer = officer_from(earlier)
            if officer.agency_id != agency_id or officer.state is OfficerState.ENDED:
                reason = ("ชื่อระบบนี้มีผู้ใช้แล้ว", "This name belongs to another system, or to one that was ended.")
                raise InvalidInput([taken("client_id", *reason)])
            await _lease(connection, officer.id)
            return officer

    async def take_up(self, officer_id: UUID, viewer: Viewer) -> Officer:
        async with self._database.begin() as connection:
            await _lease(connection, officer_id)
        try:
            return await self.officer(officer_id, viewer)
        except NotFound:
            raise Conflict from None

    async def withdraw(self, officer: Officer) -> None:
        async with self._database.begin() as connection:
            row = await _locked(connection, officer.id)
            if row is None or row.state != OfficerState.PENDING.value or row.leased_until != officer.leased_until:
                return
            await forget(connection, officer.id)
            granter = _granter(row)
            entry = entry_of(self._clock, granter, "officer.withdraw", "officer", officer.id, before=_rights(officer))
            record_entries(connection, [entry])

    async def activate(self, officer_id: UUID, subject: UUID) -> None:
        async with self._database.begin() as connection:
            tree = await load_to_change(connection)
            row = await _locked(connection, officer_id)
            if row is None:
                raise NotFound
            officer = officer_from(row)
            if officer.state is not OfficerState.PENDING:
                return
            officer.activate(subject)
            if officer.is_head and tree.agency(officer.agency_id).is_open:
                tree.appoint_head(officer.agency_id, subject)
            granter = _granter(row)
            given = _rights(officer) | {"national_id": row.national_id, "is_head": officer.is_head}
            await self._tell(connection, granter, GRANT, officer, {}, given)
            await save(connection, self._clock, granter, tree)

    async def end(self, subject: UUID, viewer: Viewer, reason: str) -> Officer:
        async with self._database.begin() as connection:
            tree = await load_to_change(connection)
            statement = select(officers).where(officers.c.subject == subject, officers_administered_by(viewer))
            row = (await connection.execute(statement.with_for_update(of=officers))).one_or_none()
            if row is None:
                raise NotFound
            officer = officer_from(row)
            check_roles(viewer.agency, officer.roles, END)
            if not officer.is_active:
                return officer
            before = _rights(officer)
            officer.end()
            await _refuse_last_user_admin(connection, officer)
            tree.vacate(subject)
            await self._tell(connection, viewer.actor, END, officer, before, _rights(officer), reason)
            await save(connection, self._clock, viewer.actor, tree)
        return officer

    async def account_ended(self, officer_id: UUID) -> None:
        async with self._database.begin() as connection:
            await connection.execute(update(officers).where(officers.c.id == officer_id).values(account_open=False))

    async def show_secret(self, officer: Officer, viewer: Viewer) -> None:
        async with self._database.begin() as connection:
            entry = entry_of(self._clock, viewer.actor, "integrator.show_secret", "officer", officer.id)
            record_entries(connection, [entry])

    async def left_half_made(self) -> Sequence[Officer]:
        abandoned = (
            select(officers.c.id)
            .where(officers.c.state == OfficerState.PENDING.value, officers.c.leased_until < func.now())
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        claimed = update(officers).where(officers.c.id.in_(abandoned)).values(leased_until=func.now() + LEASE)
        async with self._database.begin() as connection:
            return [officer_from(row) for row in await connection.execute(claimed.returning(officers))]

    async def with_open_accounts(self) -> Sequence[Officer]:
        still_open = select(officers).where(officers.c.state == OfficerState.ENDED.value, officers.c.account_open)
        async with self._database.read() as connection:
            return [officer_from(row) for row in await connection.execute(still_open.limit(_AT_ONCE))]

    async def _tell(
        self,
        connection: AsyncConnection,
        actor: Actor,
        act: str,
        officer: Officer,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        reason: str = "",
    ) -> None:
        changed = {"state": officer.state.value, "subject": officer.subject, "version": officer.version}
        await connection.execute(update(officers).where(officers.c.id == officer.id).values(changed))
        event = encode_officer(officer, actor=actor.subject, at=self._clock.business_now())
        record_events(connection, [event])
        await put_officers(connection, [rights_message(officer)])
        entry = entry_of(
            self._clock, actor, act, "officer", officer.subject or officer.id, before=before, after=after, reason=reason
        )
        record_entries(connection, [entry])


async def _has_acoc(connection: AsyncConnection, viewer: Viewer, agency_id: UUID) -> bool:
    """Raises NotFound for an agency out of the viewer's administration, or closed."""
    above = agencies.alias("above")
    acoc = select(func.bool_or(above.c.is_acoc)).where(above.c.id == func.any(agencies.c.path)).correlate(agencies)
    statement = select(acoc.scalar_subquery().label("has_acoc")).where(
        agencies.c.id == agency_id, agencies.c.closed_on.is_(None), agencies_administered_by(viewer)
    )
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return bool(row.has_acoc)


async def _put_integrator(connection: AsyncConnection, viewer: Viewer, client_id: str, agency_id: UUID) -> Officer:
    empty = dict.fromkeys(("first_name", "last_name", "position", "telephone", "email"), "")
    values = pending_values(viewer, OfficerKind.INTEGRATOR) | empty
    statement = insert(officers).values(
        id=uuid7(), username=client_id, agency_id=agency_id, roles=["integrator"], marks=[], is_head=False, **values
    )
    return officer_from((await connection.execute(statement.returning(officers))).one())


async def _lease(connection: AsyncConnection, officer_id: UUID) -> None:
    of_pending = update(officers).where(officers.c.id == officer_id, officers.c.state == OfficerState.PENDING.value)
    await connection.execute(of_pending.values(leased_until=func.now() + LEASE))


async def _locked(connection: AsyncConnection, officer_id: UUID) -> Any:
    statement = select(officers).where(officers.c.id == officer_id).with_for_update()
    return (await connection.execute(statement)).one_or_none()


async def _refuse_last_user_admin(connection: AsyncConnection, ended: Officer) -> None:
    """Somebody of ป.ป.ท. must be left to grant. Raises LastUserAdmin."""
    if ended.agency_id != ROOT or "user_admin" not in ended.roles:
        return
    others = select(func.count()).where(
        officers.c.agency_id == ROOT,
        officers.c.state == OfficerState.ACTIVE.value,
        officers.c.roles.contains(["user_admin"]),
        officers.c.id != ended.id,
    )
    if (await connection.execute(others)).scalar_one() == 0:
        raise LastUserAdmin


def _granter(row: Any) -> Actor:
    """Who nominated: the act is his, also where it is finished later."""
    return Actor(row.granted_by, frozenset({"user_admin"}), row.granted_by_agency)


def _rights(officer: Officer) -> dict[str, Any]:
    return {
        "state": officer.state.value,
        "agency_id": officer.agency_id,
        "roles": sorted(officer.roles),
        "marks": sorted(officer.marks),
    }
