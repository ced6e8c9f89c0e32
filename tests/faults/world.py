"""The whole system with the worked example's people, a ledger of what it has answered, and the days that pass."""

import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from random import Random

from dev.day import present, step_to
from dev.stack import Stack
from tests.faults.caller import Caller
from tests.faults.ledger import Ledger

# After a kill, an event that was fetched and not acked is delivered again after half a minute.
_SETTLED_WITHIN = 120.0


@dataclass
class Toll:
    """What was done to one process."""

    kills: int = 0
    slowest: float = 0.0

    def add(self, recovery: float) -> None:
        self.kills += 1
        self.slowest = max(self.slowest, recovery)


@dataclass
class World:
    """`agencies` are the agencies' ids by code; `began_on` is the day on which the first lap began.

    `agreed` counts what was held against the ledger and found equal.
    """

    stack: Stack
    caller: Caller
    rng: Random
    agencies: dict[str, str]
    began_on: date
    ledger: Ledger = field(default_factory=Ledger)
    tolls: defaultdict[str, Toll] = field(default_factory=lambda: defaultdict(Toll))
    laps: int = 0
    agreed: Counter[str] = field(default_factory=Counter)

    @property
    def today(self) -> date:
        today = present(self.stack)
        assert today is not None
        return today

    def pass_to(self, day: date) -> None:
        """Let the days pass; each must be over for every service before the next one, whatever was killed."""
        deadline = time.monotonic() + _SETTLED_WITHIN
        while late := step_to(self.stack, day):
            assert time.monotonic() < deadline, f"not settled: {late}"
