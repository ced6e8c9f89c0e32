"""What can go wrong with an account in Keycloak."""

from typing import Literal
from uuid import UUID

Field = Literal["username", "email", "client_id"]


class AccountsUnavailable(Exception):
    """Keycloak does not answer, or does not accept this service's own client. Nothing is wrong with the request:
    the same call can be repeated."""


class AccountTaken(Exception):
    """The value of `field` belongs to another account, or to one of the same name whose access has ended."""

    def __init__(self, field: Field) -> None:
        super().__init__(f"{field} belongs to another account")
        self.field = field


class AccountUnknown(Exception):
    """No account has this subject."""

    def __init__(self, subject: UUID) -> None:
        super().__init__(f"no account has the subject {subject}")
        self.subject = subject


class AccountRefused(Exception):
    """Keycloak's password policy or user profile refuses what was given.

    `reason` is Keycloak's own message key (`invalidPasswordMinLengthMessage`, `error-invalid-email`), `field` the
    attribute, where Keycloak names one. Never the value: it is a person's.
    """

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.reason = reason
        self.field = field
