"""What all tests stand on: the real servers, started once, and the people of the tests."""

import json
import random
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import jwt
import pytest
from hypothesis import settings

from agencies.adapters.keycloak import KeycloakAccounts
from dev.stack import Stack
from tests.support.cast import Cast, engage, password_token


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `tests/faults` asks for; here, so that it is known wherever pytest is started."""
    parser.addoption("--kills", type=int, default=1, help="how often tests/faults kills each process")
    parser.addoption("--fault-seed", type=int, default=random.randrange(10**6), help="when tests/faults kills it")


# Nothing is kept between runs: a checkout may be read-only, and a failure prints what repeats it.
settings.register_profile("rongrian", database=None, deadline=None, print_blob=True)
settings.load_profile("rongrian")


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest) -> Iterator[Stack]:
    """PostgreSQL, NATS, Keycloak and the mailbox; our services too where a chosen test asks for the whole `system`."""
    chosen = (item for item in request.session.items if isinstance(item, pytest.Function))
    services = any("system" in item.fixturenames for item in chosen)
    with Stack.for_tests().started(services=services, fresh=True) as started:
        (started.folder.path / "versions.json").write_text(json.dumps(started.versions(), indent=1))
        yield started


@pytest.fixture(scope="session")
def system(stack: Stack) -> Stack:
    """Everything, as `make run` starts it: servers and services, each in its own process."""
    return stack


@pytest.fixture(scope="session")
def keycloak_url(stack: Stack) -> str:
    return stack.around.keycloak.url


@pytest.fixture(scope="session")
async def accounts(stack: Stack) -> AsyncIterator[KeycloakAccounts]:
    opened = KeycloakAccounts(
        url=stack.around.keycloak.url,
        realm="rongrian",
        client_id="svc-agencies",
        client_secret=stack.around.secrets["SVC_AGENCIES_SECRET"],
    )
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def token_of(stack: Stack) -> Callable[[str, str], dict[str, Any]]:
    """The claims of the access token that a name and a password give."""

    def claims(username: str, password: str) -> dict[str, Any]:
        token = password_token(stack.around.keycloak.issuer, username, password)
        return jwt.decode(token, options={"verify_signature": False})

    return claims


@pytest.fixture(scope="session")
async def cast(stack: Stack, accounts: KeycloakAccounts) -> Cast:
    return await engage(accounts, stack.around.keycloak.issuer)
