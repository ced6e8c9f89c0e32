"""Granting an officer: written down first, then the account, then told to all (USER-1, USER-4).

A kill between two steps leaves a pending row. The same request takes it up again; if none comes, `settle_accounts`
finishes it where the account exists, and forgets it where there is none.
"""

import asyncio
from dataclasses import dataclass, field
from uuid import UUID

from agencies.app.accounts import Accounts
from agencies.app.officer_store import OfficerStore
from agencies.domain.granting import Nomination, check_roles
from agencies.domain.officer import Officer, OfficerState
from kit.database.requests import RepeatedRequest, RequestKey
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput, Unavailable

# Shorter than the time after which `settle_accounts` takes a nomination for abandoned.
ACCOUNT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class GrantOfficer:
    """`faults` are those that the contract has found."""

    viewer: Viewer
    nomination: Nomination
    temporary_password: str = field(repr=False)
    faults: tuple[Fault, ...]
    request: RequestKey


async def grant_officer(command: GrantOfficer, *, store: OfficerStore, accounts: Accounts) -> Officer:
    """The new officer, also when the request was answered before.

    Raises NotFound for the agency, PermissionMissing for a role beyond the granter, InvalidInput with every fault;
    Unavailable when the account cannot be made now: the same request then goes on where it stopped.
    """
    try:
        officer = await _nominate(command, store)
    except RepeatedRequest as repeated:
        officer = await store.take_up(repeated.object_id, command.viewer)
    if officer.state is OfficerState.PENDING:
        try:
            subject = await _account(officer, command.temporary_password, accounts)
        except InvalidInput:
            await store.withdraw(officer)
            raise
        await store.activate(officer.id, subject)
    return await store.officer(officer.id, command.viewer)


async def _nominate(command: GrantOfficer, store: OfficerStore) -> Officer:
    nomination, viewer = command.nomination, command.viewer
    async with store.nominating(viewer, nomination.agency_id, command.request) as nominating:
        check_roles(viewer.agency, nomination.roles)
        faults = [*command.faults, *nomination.faults(has_acoc=nominating.has_acoc)]
        if await nominating.half_made(nomination) is None:
            faults += await nominating.faults_of_duplicates(nomination)
        if faults:
            raise InvalidInput(faults)
        return await nominating.put(nomination)


async def _account(officer: Officer, temporary_password: str, accounts: Accounts) -> UUID:
    try:
        async with asyncio.timeout(ACCOUNT_SECONDS):
            return await accounts.create_officer(
                username=officer.username,
                email=officer.email,
                first_name=officer.first_name,
                last_name=officer.last_name,
                roles=officer.roles,
                agency_id=officer.agency_id,
                marks=officer.marks,
                temporary_password=temporary_password,
            )
    except TimeoutError:
        raise Unavailable("keycloak") from None
