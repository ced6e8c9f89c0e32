"""The whole system, with the worked example's agencies and people in it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

import httpx
import pytest

from dev.day import step_to
from dev.demo.client import DemoClient
from dev.demo.seed import seed
from dev.stack import Stack


@dataclass(frozen=True)
class World:
    """`agencies` are the agencies' ids by their codes."""

    stack: Stack
    client: DemoClient
    agencies: dict[str, str]

    def pass_to(self, day: date) -> None:
        """Let the days pass, and every service finish with each."""
        late = step_to(self.stack, day)
        assert not late

    def mails_to(self, address: str) -> dict[str, str]:
        """The mails that reached an address: the body of each by its Thai title, the first first."""
        listed = httpx.get(f"http://{self.stack.around.mail.http}/messages.json").json()
        ours = [mail for mail in reversed(listed) if address in mail["to"]]
        bodies = {mail["subject"].partition(" / ")[0]: mail["body"] for mail in ours}
        assert len(bodies) == len(ours), "a mail came twice"
        return bodies


@pytest.fixture(scope="session")
async def world(system: Stack) -> AsyncIterator[World]:
    """15 July 2563: agencies and people are there, nothing has happened yet."""
    async with DemoClient(system) as client:
        assert not step_to(system, date(2020, 7, 15))
        agencies = await seed(client)
        assert not step_to(system, date(2020, 7, 15))
        yield World(system, client, agencies)
