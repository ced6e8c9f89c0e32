"""Faults come last: they kill the servers that all other tests stand on. What they found is printed at the end."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from dev.day import present, step_to
from dev.demo.client import DemoClient
from dev.demo.seed import seed
from dev.stack import Stack
from tests.faults.caller import Caller
from tests.faults.figures import after
from tests.faults.outcome import lines
from tests.faults.world import World

_HERE = Path(__file__).parent
_WORLD = pytest.StashKey[World]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After everything else, also after the journeys, whose days must not have passed."""
    items.sort(key=lambda item: item.path.is_relative_to(_HERE))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The ledger's result."""
    world = config.stash.get(_WORLD, None)
    if world is not None:
        terminalreporter.section(f"faults, --fault-seed={config.getoption('fault_seed')}")
        for line in lines(world):
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def kills(pytestconfig: pytest.Config) -> int:
    """How often each process is killed."""
    return int(pytestconfig.getoption("kills"))


@pytest.fixture(scope="session")
async def world(system: Stack, pytestconfig: pytest.Config) -> AsyncIterator[World]:
    """The first day of the month after whatever has happened before; agencies and people are there."""
    rng = Random(pytestconfig.getoption("fault_seed"))
    async with DemoClient(system) as people, Caller(system, people, rng) as caller:
        began_on = after((present(system) or date(2020, 12, 1)).replace(day=1))
        assert not step_to(system, began_on)
        world = World(system, caller, rng, await seed(people), began_on)
        world.pass_to(began_on)
        pytestconfig.stash[_WORLD] = world
        yield world
