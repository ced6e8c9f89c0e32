"""What can go wrong with an account in Keycloak, in the one family of errors."""

from typing import Literal
from uuid import UUID

from kit.domain.errors import Fault, InvalidInput, NotFound, Unavailable

Field = Literal["username", "email", "client_id"]

_TAKEN_THAI = {
    "username": "ชื่อผู้ใช้นี้มีผู้ใช้แล้ว",
    "email": "อีเมลนี้เป็นของบัญชีอื่น",
    "client_id": "ชื่อระบบนี้มีผู้ใช้แล้ว",
}
_TAKEN_ENGLISH = {
    "username": "Duplicate person: this user name belongs to another account.",
    "email": "Duplicate person: this address belongs to another account.",
    "client_id": "This name belongs to another client.",
}


class AccountsUnavailable(Unavailable):
    """Keycloak does not answer, or does not accept this service's own client. Nothing is wrong with the request:
    the same call can be repeated."""

    def __init__(self, detail: str) -> None:
        super().__init__("keycloak")
        self.detail = detail


class RaceLost(AccountsUnavailable):
    """Two calls changed one account at the same moment, and Keycloak undid this one."""


class AccountTaken(InvalidInput):
    """The value of `field` belongs to another account, or to one of the same name whose access has ended (USER-2)."""

    def __init__(self, field: Field) -> None:
        super().__init__([Fault(field, "USER-2", _TAKEN_THAI[field], _TAKEN_ENGLISH[field])])
        self.field = field


class AccountUnknown(NotFound):
    """No account has this subject."""

    def __init__(self, subject: UUID) -> None:
        super().__init__()
        self.subject = subject


class AccountRefused(InvalidInput):
    """Keycloak's password policy or user profile refuses what was given.

    `reason` is Keycloak's own message key (`invalidPasswordMinLengthMessage`, `error-invalid-email`), `field` the
    attribute, where Keycloak names one. Never the value: it is a person's.
    """

    def __init__(self, reason: str, field: str | None = None) -> None:
        named = {"firstName": "first_name", "lastName": "last_name"}.get(field or "", field) or "temporary_password"
        fault = Fault(named, "USER-4", f"ระบบบัญชีไม่รับค่านี้ ({reason})", f"The account system refuses this: {reason}.")
        super().__init__([fault])
        self.reason = reason
        self.field = field
