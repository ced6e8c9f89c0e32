"""A nomination under way: who is there already, and the pending row with its sealed number (USER-2, SEC-3)."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from agencies.adapters.rows import officer_from
from agencies.adapters.tables import officers
from agencies.domain.errors import StillBeingGranted
from agencies.domain.granting import Nomination, faults_of_duplicates
from agencies.domain.officer import Officer, OfficerKind, OfficerState
from kit.database.requests import RequestKey, remember_request
from kit.database.tables import answered_request, sealed_key
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault
from kit.sealing.blind_index import BlindIndex
from kit.sealing.seal import Sealer

# For this long a pending row belongs to the call that makes the account; longer than that call can last.
LEASE = timedelta(minutes=2)


class SqlNominating:
    """Inside a transaction that holds the lock of `tree_store`."""

    def __init__(
        self,
        connection: AsyncConnection,
        viewer: Viewer,
        request: RequestKey,
        sealer: Sealer,
        blind_index: BlindIndex,
        *,
        has_acoc: bool,
    ) -> None:
        self.has_acoc = has_acoc
        self._connection = connection
        self._viewer = viewer
        self._request = request
        self._sealer = sealer
        self._blind_index = blind_index

    async def half_made(self, nomination: Nomination) -> Officer | None:
        pending = (
            select(officers, (officers.c.leased_until > func.now()).label("under_way"))
            .where(officers.c.username == nomination.username, officers.c.state == OfficerState.PENDING.value)
            .where(officers.c.national_id_index == self._index(nomination))
            .where(func.lower(officers.c.email) == nomination.email.lower())
        )
        row = (await self._connection.execute(pending)).one_or_none()
        if row is None:
            return None
        officer = officer_from(row)
        if row.under_way and not _says_the_same(nomination, officer):
            raise StillBeingGranted
        return officer

    async def faults_of_duplicates(self, nomination: Nomination) -> list[Fault]:
        not_ended = officers.c.state != OfficerState.ENDED.value
        same_number = (officers.c.national_id_index == self._index(nomination)) & not_ended
        same_address = (func.lower(officers.c.email) == nomination.email.lower()) & not_ended
        return faults_of_duplicates(
            national_id=await self._is_there(same_number),
            email=await self._is_there(same_address),
            username=await self._is_there(officers.c.username == nomination.username),
        )

    async def put(self, nomination: Nomination) -> Officer:
        earlier = await self.half_made(nomination)
        values = self._values(nomination)
        if earlier is None:
            officer_id = uuid7()
            key, seal = self._sealer.new_record(officer_id)
            values["national_id"] = seal.seal("national_id", nomination.national_id)
            values["national_id_index"] = self._index(nomination)
            await self._connection.execute(insert(sealed_key).values(asdict(key)))
            statement = insert(officers).values(id=officer_id, **values).returning(officers)
            row = (await self._connection.execute(statement)).one()
        else:
            changed = update(officers).where(officers.c.id == earlier.id).values(values).returning(officers)
            row = (await self._connection.execute(changed)).one()
        remember_request(self._connection, self._request, row.id)
        return officer_from(row)

    def _values(self, nomination: Nomination) -> dict[str, Any]:
        return pending_values(self._viewer, OfficerKind.PERSON) | {
            "username": nomination.username,
            "first_name": nomination.first_name,
            "last_name": nomination.last_name,
            "position": nomination.position,
            "telephone": nomination.telephone,
            "email": nomination.email,
            "agency_id": nomination.agency_id,
            "roles": sorted(nomination.roles),
            "marks": sorted(nomination.marks),
            "is_head": nomination.is_head,
        }

    def _index(self, nomination: Nomination) -> bytes:
        return self._blind_index.of(nomination.national_id)

    async def _is_there(self, condition: ColumnElement[bool]) -> bool:
        found = select(func.count()).select_from(officers).where(condition)
        return bool((await self._connection.execute(found)).scalar_one())


def pending_values(viewer: Viewer, kind: OfficerKind) -> dict[str, Any]:
    """What every new row begins with."""
    return {
        "kind": kind.value,
        "state": OfficerState.PENDING.value,
        "version": 0,
        "granted_by": viewer.actor.subject,
        "granted_by_agency": viewer.agency,
        "leased_until": func.now() + LEASE,
        "account_open": True,
    }


async def forget(connection: AsyncConnection, officer_id: UUID) -> None:
    """The row, its key, and what answers a repetition of the request that made it."""
    await connection.execute(delete(officers).where(officers.c.id == officer_id))
    await connection.execute(delete(sealed_key).where(sealed_key.c.record_id == officer_id))
    await connection.execute(delete(answered_request).where(answered_request.c.object_id == officer_id))


def _says_the_same(nomination: Nomination, officer: Officer) -> bool:
    return (
        nomination.agency_id == officer.agency_id
        and nomination.roles == officer.roles
        and nomination.marks == officer.marks
        and (nomination.first_name, nomination.last_name) == (officer.first_name, officer.last_name)
    )
