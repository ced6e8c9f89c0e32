"""Who calls in the matrix: an officer of each role, and everybody whose token says something else or nothing."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid4

from keycloak import KeycloakAdmin, KeycloakOpenIDConnection

from agencies.adapters.keycloak import KeycloakAccounts
from dev.stack import Stack
from tests.component.agencies.world import client_token
from tests.support import tree
from tests.support.cast import PASSWORD, Cast, Person, engage, password_token

# Whose places the tables of `law` speak of; everybody else has the same answer everywhere.
OFFICERS = (
    "unit",
    "handler",
    "acoc",
    "ministry_acoc",
    "pacc",
    "approver",
    "auditor",
    "user_admin",
    "acoc_user_admin",
    "integrator",
)
SERVICES = ("agencies", "intake", "cases", "deadlines", "files", "reporting", "portal")
ENDED = ("unit", "acoc", "pacc", "approver", "auditor", "user_admin", "integrator")
STRANGERS = (
    "citizen",
    *(f"svc-{service}" for service in SERVICES),
    "nobody",
    "forged",
    "unknown",
    "superseded",
    *(f"ended_{role}" for role in ENDED),
)
# They stand at their desks in the other places, and make there what the callers may or may not see.
CLERKS = ("clerk_acoc", "office_clerk", "ministry_clerk", "other_clerk", "other_acoc")
# Whoever is accused together with these is so by his own number.
ACCUSED_OF_NUMBER = ("unit", "acoc", "pacc", "auditor")
# Accused themselves, they head the agency of the callers and that of ป.ป.ท.
HEAD, PACC_HEAD = "head", "pacc_head"

Metadata = tuple[tuple[str, str], ...]
_RENEW_AFTER_SECONDS = 180.0
_NAME = "matrix-{}"


@dataclass(frozen=True, slots=True)
class Callers:
    """`cast` are the officers as the directory is told of them; a token is taken from Keycloak and kept a while."""

    cast: Cast
    _tokens: Mapping[str, Callable[[], str]]
    _kept: dict[str, tuple[float, str]]

    def person(self, caller: str) -> Person:
        return self.cast[_NAME.format(caller)]

    def subject(self, caller: str) -> str:
        return str(self.person(caller).subject)

    def metadata(self, caller: str) -> Metadata:
        """What a call as this caller carries; nothing for nobody."""
        if caller == "nobody":
            return ()
        known = self._kept.get(caller)
        if known is None or time.monotonic() - known[0] > _RENEW_AFTER_SECONDS:
            known = self._kept[caller] = (time.monotonic(), self._tokens[caller]())
        return (("authorization", f"Bearer {known[1]}"),)


def _people() -> dict[str, Person]:
    here, country = tree.DEPARTMENT_10, tree.COUNTRY
    ended = {f"ended_{role}": (here, role) for role in ENDED if role != "integrator"}
    seated = {
        "unit": (here, "unit"),
        "handler": (here, "unit"),
        "acoc": (here, "acoc"),
        "ministry_acoc": (tree.MINISTRY, "acoc"),
        "pacc": (tree.PACC, "pacc"),
        "approver": (here, "approver"),
        "auditor": (tree.PACC, "auditor"),
        "user_admin": (country, "user_admin"),
        "acoc_user_admin": (here, "user_admin"),
        "unknown": (here, "unit"),
        "superseded": (here, "unit"),
        "clerk_acoc": (here, "acoc"),
        "office_clerk": (tree.OFFICE, "unit"),
        "ministry_clerk": (tree.MINISTRY, "unit"),
        "other_clerk": (tree.OTHER_DEPARTMENT, "unit"),
        "other_acoc": (tree.OTHER_MINISTRY, "acoc"),
        **ended,
    }
    return {
        _NAME.format(name): Person(_NAME.format(name), agency, frozenset({role}), national_id=f"11001{place:08}")
        for place, (name, (agency, role)) in enumerate(seated.items())
    }


def _heads() -> dict[str, Person]:
    """They have no account: nobody calls as one of them."""
    seats = {HEAD: tree.DEPARTMENT_10, PACC_HEAD: tree.PACC}
    return {
        _NAME.format(name): Person(_NAME.format(name), agency, frozenset({"unit"}), f"11002{place:08}", subject=uuid4())
        for place, (name, agency) in enumerate(seats.items())
    }


async def gather_callers(stack: Stack, accounts: KeycloakAccounts) -> Callers:
    """Everybody with an account in Keycloak."""
    issuer = stack.around.keycloak.issuer
    cast = await engage(accounts, issuer, _people())
    tokens: dict[str, Callable[[], str]] = {
        name.removeprefix("matrix-"): partial(password_token, issuer, name, PASSWORD) for name in cast.people
    }
    for name in ("integrator", "ended_integrator"):
        client_id = f"integrator-{_NAME.format(name).replace('_', '-')}"
        subject, secret = await accounts.create_integrator(
            client_id=client_id, agency_id=tree.DEPARTMENT_10, marks=frozenset()
        )
        tokens[name] = partial(client_token, stack, client_id, secret)
        cast.people[_NAME.format(name)] = _integrator(_NAME.format(name), subject)
    for service in SERVICES:
        secret = stack.around.secrets[f"SVC_{service.upper()}_SECRET"]
        tokens[f"svc-{service}"] = partial(client_token, stack, f"svc-{service}", secret)
    citizen = await _make_citizen(stack)
    tokens["citizen"] = partial(password_token, issuer, citizen, PASSWORD)
    tokens["forged"] = lambda: f"{tokens['unit']().rpartition('.')[0]}.{'A' * 342}"
    cast.people |= _heads()
    return Callers(cast, tokens, {})


def _integrator(name: str, subject: UUID) -> Person:
    return Person(name, tree.DEPARTMENT_10, frozenset({"integrator"}), subject=subject)


async def _make_citizen(stack: Stack) -> str:
    """The address of somebody of the public: an account with the role `citizen` and no agency."""
    connection = KeycloakOpenIDConnection(
        server_url=stack.around.keycloak.url.rstrip("/") + "/",
        realm_name="rongrian",
        client_id="svc-agencies",
        client_secret_key=stack.around.secrets["SVC_AGENCIES_SECRET"],
    )
    admin = KeycloakAdmin(connection=connection)
    address = f"citizen-{uuid4().hex[:12]}@public.example"
    password = {"type": "password", "value": PASSWORD, "temporary": False}
    names = {"firstName": "ประชาชน", "lastName": "ทดสอบ"}
    account = {"username": address, "email": address, "enabled": True, "emailVerified": True, "credentials": [password]}
    subject = await admin.a_create_user(account | names)
    roles = await admin.a_get_available_realm_roles_of_user(subject)
    await admin.a_assign_realm_roles(subject, [role for role in roles if role["name"] == "citizen"])
    await connection.aclose()
    await connection.keycloak_openid.connection.aclose()
    return address
