"""Ending an officer's access at once; what he did stays (USER-5)."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from agencies.app.accounts import Accounts
from agencies.app.officer_store import OfficerStore
from agencies.app.settle_accounts import close_account
from agencies.domain.officer import Officer
from kit.directory.viewer import Viewer
from kit.domain.errors import Unavailable


@dataclass(frozen=True, slots=True)
class EndOfficer:
    viewer: Viewer
    subject: UUID
    reason: str


async def end_officer(command: EndOfficer, *, store: OfficerStore, accounts: Accounts) -> Officer:
    """The ended officer. Raises what `OfficerStore.end` raises.

    Every service refuses him from the commit on, by its own copy. The account is closed after that; where Keycloak is
    away, `settle_accounts` does it as soon as it is back.
    """
    officer = await store.end(command.subject, command.viewer, command.reason)
    with suppress(Unavailable):
        await close_account(officer, store=store, accounts=accounts)
    return officer
