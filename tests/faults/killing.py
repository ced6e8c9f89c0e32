"""Killing a process without a word, and waiting until the supervisor has it back."""

import asyncio
import os
import signal
import time
from dataclasses import dataclass

import pytest

from dev.places import built_services
from dev.stack import Stack
from dev.stack.probes import probe

PROCESSES = (
    *("postgres", "nats", "keycloak", "mailbox"),
    *(f"{service}-{verb}" for service in built_services() for verb in ("serve", "work")),
)
_LOOK_EVERY = 0.1
_LAST_WORDS = 4000


def back_within(name: str) -> float:
    """In how many seconds a killed process must be ready again."""
    return 90.0 if name == "keycloak" else 60.0


@dataclass
class Killing:
    """One process of the stack and its number before it is killed."""

    stack: Stack
    name: str
    pid: int

    @classmethod
    async def of(cls, stack: Stack, name: str) -> "Killing":
        """Whoever runs under that name now; a server that the environment named is not ours to kill."""
        running = await asyncio.to_thread(stack.processes)
        if name not in running:
            pytest.skip(f"{name} is not ours to kill")
        return cls(stack, name, running[name])

    def strike(self) -> None:
        """Kill -9."""
        os.kill(self.pid, signal.SIGKILL)

    async def until_back(self) -> float:
        """Wait until another process answers in its place; says after how many seconds."""
        began = time.monotonic()
        while not await asyncio.to_thread(self._is_back):
            waited = time.monotonic() - began
            assert waited < back_within(self.name), self._still_away(waited)
            await asyncio.sleep(_LOOK_EVERY)
        return time.monotonic() - began

    async def strike_after(self, seconds: float) -> float:
        """Wait, kill, and wait until it is back; says how long that took."""
        await asyncio.sleep(seconds)
        self.strike()
        return await self.until_back()

    def _still_away(self, waited: float) -> str:
        pid = self.stack.processes().get(self.name)
        runs = f"runs as {pid}" if pid != self.pid else "was not started again"
        log = (self.stack.folder.logs / f"{self.name}.log").read_text(errors="replace")
        return f"{self.name} did not come back within {waited:.0f} s, it {runs}. Its log ends:\n{log[-_LAST_WORDS:]}"

    def _is_back(self) -> bool:
        return self.stack.processes().get(self.name, self.pid) != self.pid and probe(self.name, self.stack.around)
