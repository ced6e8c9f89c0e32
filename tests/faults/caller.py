"""A client that takes no silence for an answer: it sends the same request again until it is answered."""

import asyncio
import time
from collections import Counter
from random import Random
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import grpc.aio
import httpx

from dev.demo.client import DemoClient
from dev.stack import Stack
from rongrian.agencies.v1.officer_service_pb2_grpc import OfficerServiceStub
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub
from rongrian.deadlines.v1.deadline_service_pb2_grpc import DeadlineServiceStub
from rongrian.reporting.v1.report_service_pb2_grpc import ReportServiceStub
from tests.faults.database import is_done

PATIENCE = 60.0
_CALL_SECONDS = 15.0
_PAUSE = 0.1
_REPEATED_FOR_TRYING = 0.25
_QUICK = [("grpc.initial_reconnect_backoff_ms", 100), ("grpc.max_reconnect_backoff_ms", 500)]
_STUBS = {
    "agencies": OfficerServiceStub,
    "cases": CaseServiceStub,
    "deadlines": DeadlineServiceStub,
    "reporting": ReportServiceStub,
}
# What a client cannot tell from silence; anything else is an answer.
_SILENCE = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.INTERNAL,
}

Metadata = tuple[tuple[str, str], ...]


class Caller:
    """Calls services by name. `repeated` and `found_done` count by the name in `during`."""

    def __init__(self, stack: Stack, people: DemoClient, rng: Random) -> None:
        self._stack = stack
        self._people = people
        self._rng = rng
        self._channels = {
            service: grpc.aio.insecure_channel(stack.ports.address(f"{service}-grpc"), options=_QUICK)
            for service in _STUBS
        }
        self._stubs = {service: stub(self._channels[service]) for service, stub in _STUBS.items()}
        self.during = ""
        self.repeated: Counter[str] = Counter()
        self.found_done: Counter[str] = Counter()
        self.internal: list[str] = []

    async def once(self, service: str, method: str, request: Any, metadata: Metadata) -> Any:
        """One try. Raises grpc.aio.AioRpcError."""
        return await getattr(self._stubs[service], method)(request, metadata=metadata, timeout=_CALL_SECONDS)

    async def read(self, service: str, method: str, request: Any, who: str) -> Any:
        """The answer to a question."""
        return await self._until_answered(service, method, request, who)

    async def act(self, service: str, method: str, request: Any, who: str) -> Any:
        """Have an act done once; at times it is asked for again although it was answered, which changes nothing."""
        request.request_id = request.request_id or str(uuid4())
        answer = await self._until_answered(service, method, request, who)
        if self._rng.random() < _REPEATED_FOR_TRYING:
            assert await self._until_answered(service, method, request, who) == answer, f"{method} answered otherwise"
        return answer

    async def metadata(self, who: str) -> Metadata:
        """The metadata of a call as `who`, with a token that Keycloak issued."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return await asyncio.to_thread(self._people.as_, who)
            except httpx.HTTPError:
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(_PAUSE)

    async def _until_answered(self, service: str, method: str, request: Any, who: str) -> Any:
        deadline = time.monotonic() + PATIENCE
        metadata = await self.metadata(who)
        was_done = False
        while True:
            try:
                answer = await self.once(service, method, request, metadata)
            except grpc.aio.AioRpcError as error:
                self._note(method, error)
                if error.code() not in _SILENCE or time.monotonic() > deadline:
                    raise
                was_done = was_done or await self._is_done(service, request)
                await asyncio.sleep(_PAUSE)
            else:
                self.found_done[self.during] += was_done
                return answer

    def _note(self, method: str, error: grpc.aio.AioRpcError) -> None:
        self.repeated[self.during] += error.code() in _SILENCE
        if dict(error.trailing_metadata() or ()).get("rongrian-code") == "internal":
            self.internal.append(f"{method} while {self.during} was killed")

    async def _is_done(self, service: str, request: Any) -> bool:
        request_id = getattr(request, "request_id", "")
        return bool(request_id) and await is_done(self._stack, service, request_id)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for channel in self._channels.values():
            await channel.close()
