"""What the use cases need of the identity provider: accounts."""

from typing import Protocol
from uuid import UUID


class Accounts(Protocol):
    """Every verb may be repeated after a failure at any step, and raises Unavailable where the provider is away."""

    async def create_officer(
        self,
        *,
        username: str,
        email: str,
        first_name: str,
        last_name: str,
        roles: frozenset[str],
        agency_id: UUID,
        marks: frozenset[str],
        temporary_password: str,
    ) -> UUID:
        """The account's subject, the same when called again. Raises InvalidInput for what is taken or refused."""
        ...

    async def officer_named(self, username: str, email: str) -> UUID | None:
        """The subject of an officer's account, None where there is none. Raises InvalidInput where it is another's."""
        ...

    async def end_officer(self, subject: UUID) -> None:
        """Raises NotFound where there is no such account."""
        ...

    async def create_integrator(self, *, client_id: str, agency_id: UUID, marks: frozenset[str]) -> tuple[UUID, str]:
        """Subject and secret, the same when called again. Raises InvalidInput where the name is taken."""
        ...

    async def end_integrator(self, client_id: str) -> None: ...
