"""Granting an agency's own system: a service account bound to that agency (USER-1)."""

from dataclasses import dataclass
from uuid import UUID

from agencies.app.accounts import Accounts
from agencies.app.officer_store import OfficerStore
from agencies.domain.granting import check_roles
from agencies.domain.officer import OfficerState
from kit.directory.viewer import Viewer
from kit.domain.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class GrantIntegrator:
    viewer: Viewer
    client_id: str
    agency_id: UUID


async def grant_integrator(command: GrantIntegrator, *, store: OfficerStore, accounts: Accounts) -> tuple[UUID, str]:
    """The subject and the secret; the same two for the same system, each showing in the trail.

    Raises what `pending_integrator` raises, and Unavailable, after which the same request goes on where it stopped.
    """
    check_roles(command.viewer.agency, frozenset({"integrator"}))
    officer = await store.pending_integrator(command.viewer, command.client_id, command.agency_id)
    try:
        subject, secret = await accounts.create_integrator(
            client_id=officer.username, agency_id=officer.agency_id, marks=officer.marks
        )
    except InvalidInput:
        await store.withdraw(officer)
        raise
    if officer.state is OfficerState.PENDING:
        await store.activate(officer.id, subject)
    await store.show_secret(officer, command.viewer)
    return subject, secret
