"""The world of the matrix, laid out once; its size is printed at the end and kept beside the versions."""

import json
from collections.abc import AsyncIterator, Iterator

import pytest

from agencies.adapters.keycloak import KeycloakAccounts
from dev.stack import Stack
from tests.security.callers import gather_callers
from tests.security.matrix import Tally
from tests.security.world import World, world_of

_TALLY = pytest.StashKey[Tally]()


@pytest.fixture(scope="session")
async def world(stack: Stack, accounts: KeycloakAccounts) -> AsyncIterator[World]:
    async with world_of(stack, await gather_callers(stack, accounts)) as laid_out:
        yield laid_out


@pytest.fixture(scope="session")
def tally(request: pytest.FixtureRequest, stack: Stack) -> Iterator[Tally]:
    counted = request.config.stash.setdefault(_TALLY, Tally())
    yield counted
    text = json.dumps(counted.as_json(), ensure_ascii=False, indent=1)
    (stack.folder.path / "access-matrix.json").write_text(text, encoding="utf-8")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counted = terminalreporter.config.stash.get(_TALLY, None)
    if counted is not None:
        terminalreporter.write_line(f"access matrix: {counted.sentence()}")
