"""PERF-2's load: whole lives of cases over gRPC, as many at once as there are officers at work."""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import grpc.aio

from rongrian.cases.v1.case_service_pb2 import RecordComplaintRequest
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub
from tests.support import complaints
from tests.support.cast import Cast

WRITES_OF_A_LIFE = 11
CASES_OF_A_LIFE = 2
ENTRIES_OF_A_LIFE = 12  # of both timelines, the records among them

Told = Callable[[str, int, float], None]


@dataclass
class Load:
    """What was answered and how long each answer took, in seconds. `versions` are the newest of each case."""

    lives: int = 0
    seconds: float = 0.0
    answers: list[float] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)

    @property
    def lives_a_second(self) -> float:
        return self.lives / self.seconds

    def add(self, other: "Load") -> None:
        self.lives += other.lives
        self.seconds += other.seconds
        self.answers += other.answers
        self.versions |= other.versions


@dataclass(frozen=True, slots=True)
class Leader:
    """`tell` hears of each answer: the case, its version, and when the answer was there."""

    cast: Cast
    day: str
    prefix: str
    tell: Told

    async def lead(self, addresses: list[str], *, seconds: float, at_once: int) -> Load:
        """Lives for so long, `at_once` of them side by side, spread over the processes at `addresses`.

        A life that was begun is led to its end.
        """
        load, numbers = Load(), itertools.count(1)
        channels = [grpc.aio.insecure_channel(address) for address in addresses]
        stubs = itertools.cycle([CaseServiceStub(channel) for channel in channels])
        began = time.perf_counter()
        end = began + seconds
        await asyncio.gather(*(self._keep_leading(next(stubs), load, numbers, end) for _ in range(at_once)))
        load.seconds = time.perf_counter() - began
        for channel in channels:
            await channel.close()
        return load

    async def _keep_leading(self, stub: Any, load: Load, numbers: Iterator[int], end: float) -> None:
        while time.perf_counter() < end:
            await self._one_life(stub, load, f"{self.prefix}/{next(numbers)}")
            load.lives += 1

    async def _one_life(self, stub: Any, load: Load, number: str) -> None:
        record: RecordComplaintRequest = complaints.the_manuals_complaint(number, self.day)
        recorded = await self._ask(stub.RecordComplaint, record, load)
        for case in recorded.cases:
            self._note(load, case.id, 1)
        for case, allegations in zip(recorded.cases, ((1, 2), (2,)), strict=True):
            for round_ in ("ROUND_7", "ROUND_37"):
                report = complaints.a_round_report(case.id, self.day, round_)
                self._take(load, await self._ask(stub.ReportRound, report, load))
            conclusion = complaints.a_conclusion(case.id, self.day, allegations=allegations)
            self._take(load, await self._ask(stub.ConcludeInquiry, conclusion, load))
            proceedings = complaints.some_proceedings(case.id, self.day)
            self._take(load, await self._ask(stub.ReportProceedings, proceedings, load))
            outcome = complaints.an_outcome(case.id, self.day)
            self._take(load, await self._ask(stub.ReportOutcome, outcome, load))

    async def _ask(self, method: Any, request: object, load: Load) -> Any:
        metadata = self.cast.metadata("test-krom1")
        began = time.perf_counter()
        answer = await method(request, metadata=metadata)
        load.answers.append(time.perf_counter() - began)
        return answer

    def _take(self, load: Load, answer: Any) -> None:
        self._note(load, answer.case.id, answer.case.version)

    def _note(self, load: Load, case_id: str, version: int) -> None:
        load.versions[case_id] = version
        self.tell(case_id, version, time.perf_counter())


def to_nobody(case_id: str, version: int, at: float) -> None:
    """For a load that nobody watches."""
