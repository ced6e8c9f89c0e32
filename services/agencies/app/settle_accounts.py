"""What a kill or an outage has left open between this service's rows and the accounts."""

import secrets
from contextlib import suppress
from uuid import UUID

from agencies.app.accounts import Accounts
from agencies.app.officer_store import OfficerStore
from agencies.domain.officer import Officer, OfficerKind
from kit.domain.errors import InvalidInput, NotFound


async def settle_accounts(*, store: OfficerStore, accounts: Accounts) -> int:
    """Finish or forget half-made grants, close ended officers' accounts; gives how many. Raises Unavailable."""
    ended = await store.with_open_accounts()
    for officer in ended:
        await close_account(officer, store=store, accounts=accounts)
    half_made = await store.left_half_made()
    for officer in half_made:
        subject = await _account_of(officer, accounts)
        if subject is None:
            await store.withdraw(officer)
        else:
            await store.activate(officer.id, subject)
    return len(ended) + len(half_made)


async def close_account(officer: Officer, *, store: OfficerStore, accounts: Accounts) -> None:
    """No login and no session from now on (USER-5); may be repeated. Raises Unavailable."""
    if officer.kind is OfficerKind.INTEGRATOR:
        await accounts.end_integrator(officer.username)
    elif officer.subject is not None:
        with suppress(NotFound):
            await accounts.end_officer(officer.subject)
    await store.account_ended(officer.id)


async def _account_of(officer: Officer, accounts: Accounts) -> UUID | None:
    """The account of a half-made grant, completed, or None where none was made."""
    try:
        if officer.kind is OfficerKind.INTEGRATOR:
            subject, _ = await accounts.create_integrator(
                client_id=officer.username, agency_id=officer.agency_id, marks=officer.marks
            )
            return subject
        if await accounts.officer_named(officer.username, officer.email) is None:
            return None
        # The password that the granter chose is there, or else nobody's: it is reset by mail.
        return await accounts.create_officer(
            username=officer.username,
            email=officer.email,
            first_name=officer.first_name,
            last_name=officer.last_name,
            roles=officer.roles,
            agency_id=officer.agency_id,
            marks=officer.marks,
            temporary_password=secrets.token_urlsafe(24),
        )
    except InvalidInput:
        return None
