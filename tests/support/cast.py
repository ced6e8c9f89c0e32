"""The people of the tests: real accounts in Keycloak, and the same people as the directory knows them."""

import time
from dataclasses import dataclass, field
from uuid import UUID

import httpx

from agencies.adapters.keycloak import KeycloakAccounts
from kit.sealing.blind_index import BlindIndex
from rongrian.agencies.v1.agency_events_pb2 import OfficerRights
from rongrian.agencies.v1.officer_pb2 import Mark, Role
from tests.support import tree

PASSWORD = "คำที่มีแต่การทดสอบรู้-1"
# น้ำ สีใส of the worked example: the one of its numbers whose check digit is right.
NAM_NATIONAL_ID = "7461555555555"
_RENEW_AFTER_SECONDS = 200.0


@dataclass(slots=True)
class Person:
    username: str
    agency: UUID
    roles: frozenset[str]
    national_id: str = ""
    marks: frozenset[str] = field(default_factory=frozenset)
    subject: UUID | None = None

    def rights(self, blind_index: BlindIndex, *, version: int = 1, is_active: bool = True) -> OfficerRights:
        """As `agencies` would tell them."""
        return OfficerRights(
            subject=str(self.subject),
            agency_id=str(self.agency),
            roles=[Role.Value(f"ROLE_{role.upper()}") for role in sorted(self.roles)],
            marks=[Mark.Value(f"MARK_{mark.upper()}") for mark in sorted(self.marks)],
            is_active=is_active,
            national_id_index=blind_index.of(self.national_id) if self.national_id else b"",
            version=version,
        )


def _person(username: str, agency: UUID, *roles: str, national_id: str = "") -> Person:
    return Person(username, agency, frozenset(roles), national_id)


def people() -> dict[str, Person]:
    """One for each place and role that the tests need, by user name."""
    cast = [
        _person("test-krom1", tree.DEPARTMENT_1, "unit"),
        _person("test-krom1-nam", tree.DEPARTMENT_1, "unit", national_id=NAM_NATIONAL_ID),
        _person("test-krom2", tree.DEPARTMENT_2, "unit"),
        _person("test-krom10", tree.DEPARTMENT_10, "unit"),
        _person("test-office", tree.OFFICE, "unit"),
        _person("test-ministry", tree.MINISTRY, "unit"),
        _person("test-acoc", tree.MINISTRY, "acoc"),
        _person("test-office-acoc", tree.OFFICE, "acoc"),
        _person("test-approver", tree.MINISTRY, "approver"),
        _person("test-other", tree.OTHER_DEPARTMENT, "unit"),
        _person("test-other-acoc", tree.OTHER_MINISTRY, "acoc"),
        _person("test-pacc", tree.PACC, "pacc"),
        _person("test-auditor", tree.PACC, "auditor"),
        _person("test-user-admin", tree.COUNTRY, "user_admin"),
    ]
    return {person.username: person for person in cast}


class Cast:
    """Hands out tokens that Keycloak issued, a fresh one where the last is old."""

    def __init__(self, issuer: str, cast: dict[str, Person]) -> None:
        self._issuer = issuer
        self.people = cast
        self._tokens: dict[str, tuple[float, str]] = {}

    def __getitem__(self, username: str) -> Person:
        return self.people[username]

    def token(self, username: str) -> str:
        known = self._tokens.get(username)
        if known is not None and time.monotonic() - known[0] < _RENEW_AFTER_SECONDS:
            return known[1]
        token = password_token(self._issuer, username, PASSWORD)
        self._tokens[username] = (time.monotonic(), token)
        return token

    def metadata(self, username: str) -> tuple[tuple[str, str], ...]:
        """What a call as this person carries."""
        return (("authorization", f"Bearer {self.token(username)}"),)


def password_token(issuer: str, username: str, password: str) -> str:
    """An access token by the password grant, which only the realm of demo and test has."""
    form = {"grant_type": "password", "client_id": "rongrian-scripts", "username": username, "password": password}
    answer = httpx.post(f"{issuer}/protocol/openid-connect/token", data=form)
    answer.raise_for_status()
    return str(answer.json()["access_token"])


async def engage(accounts: KeycloakAccounts, issuer: str, cast: dict[str, Person] | None = None) -> Cast:
    """Make everybody's account, past the first change of password; `people()` where no others are named."""
    cast = cast or people()
    for person in cast.values():
        person.subject = await accounts.create_officer(
            username=person.username,
            email=f"{person.username}@agency.example",
            first_name="ทดสอบ",
            last_name="ระบบ",
            roles=person.roles,
            agency_id=person.agency,
            marks=person.marks,
            temporary_password="first-word-by-mail",
        )
        await accounts.set_password(person.subject, PASSWORD, temporary=False)
    return Cast(issuer, cast)
