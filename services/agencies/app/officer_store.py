"""What the use cases of officers need of persistence. No way in without a viewer, but for what the service finishes."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol
from uuid import UUID

from agencies.domain.granting import Nomination
from agencies.domain.officer import Officer
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault


class Nominating(Protocol):
    """A nomination under way in one transaction, alone until it ends."""

    @property
    def has_acoc(self) -> bool:
        """Whether the agency has a ศปท. at or above it."""
        ...

    async def half_made(self, nomination: Nomination) -> Officer | None:
        """An earlier nomination of the same person under the same user name whose account is not made yet.

        Raises StillBeingGranted where it says something else and its call may still be under way.
        """
        ...

    async def faults_of_duplicates(self, nomination: Nomination) -> list[Fault]:
        """USER-2."""
        ...

    async def put(self, nomination: Nomination) -> Officer:
        """Write it down as pending, in the place of what was half made."""
        ...


class OfficerStore(Protocol):
    def nominating(
        self, viewer: Viewer, agency_id: UUID, request: RequestKey
    ) -> AbstractAsyncContextManager[Nominating]:
        """Raises NotFound for an agency out of the viewer's administration or closed, RepeatedRequest."""
        ...

    async def pending_integrator(self, viewer: Viewer, client_id: str, agency_id: UUID) -> Officer:
        """The agency's system of that name, written down as pending where it is new.

        Raises NotFound for an agency out of the viewer's administration or closed, InvalidInput for a name that was
        given to another agency or has been ended.
        """
        ...

    async def activate(self, officer_id: UUID, subject: UUID) -> None:
        """The account is there: tell everybody. Done once, however often it is called. Raises NotFound."""
        ...

    async def take_up(self, officer_id: UUID, viewer: Viewer) -> Officer:
        """Go on with what the same request began. Raises Conflict where it was forgotten at this moment."""
        ...

    async def withdraw(self, officer: Officer) -> None:
        """Forget a nomination that has no account, unless another call has taken it up meanwhile."""
        ...

    async def end(self, subject: UUID, viewer: Viewer, reason: str) -> Officer:
        """End the access here and tell everybody; the account is `account_ended`'s. An ended one stays as it is.

        Raises NotFound, PermissionMissing for roles that the viewer has no say in, LastUserAdmin.
        """
        ...

    async def account_ended(self, officer_id: UUID) -> None:
        """The account is closed; nothing is left to do."""
        ...

    async def officer(self, officer_id: UUID, viewer: Viewer) -> Officer:
        """Raises NotFound."""
        ...

    async def officers(self, viewer: Viewer, agency_id: UUID | None) -> list[Officer]:
        """Those in the viewer's administration, of an agency and below where it is named; pending ones are none yet."""
        ...

    async def show_secret(self, officer: Officer, viewer: Viewer) -> None:
        """Note who was shown an integrator's secret."""
        ...

    async def left_half_made(self) -> Sequence[Officer]:
        """Nominations whose call has not come back in time; they are the caller's for the same time now."""
        ...

    async def with_open_accounts(self) -> Sequence[Officer]:
        """Ended officers whose account is not closed yet."""
        ...
