"""PERF-7: when a read model shows what was answered. A process of its own looks every few milliseconds.

The clock of both processes is the machine's (CLOCK_MONOTONIC). A time begins when the answer has arrived, which is
after the commit, and ends with the look that sees the version; the look itself is part of it.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from queue import Empty
from typing import Any
from uuid import UUID

import asyncpg

_LOOK_EVERY = 0.003
_PATIENCE = 30.0
_SEEN = {
    "reporting": "SELECT id, version FROM figures.cases WHERE id = ANY($1)",
    "deadlines": "SELECT case_id AS id, version FROM cases WHERE case_id = ANY($1)",
}
_Waiting = dict[tuple[UUID, int], float]


class Watcher:
    """`tell` names what to wait for; `latencies` ends the watch and answers seconds by read model."""

    def __init__(self, noted: Any, seen: Any) -> None:
        self._noted = noted
        self._seen = seen

    def tell(self, case_id: str, version: int, at: float) -> None:
        """One case in eight is watched, every version of it."""
        if int(case_id[-1], 16) % 8 == 0:
            self._noted.put((case_id, version, at))

    def latencies(self) -> dict[str, list[float]]:
        """Raises queue.Empty where something has not become visible in half a minute."""
        self._noted.put(None)
        found: dict[str, list[float]] = self._seen.get(timeout=2 * _PATIENCE)
        return found


@contextmanager
def watching(urls: dict[str, str]) -> Iterator[Watcher]:
    """`urls` of the read models' databases, by the names of their services."""
    context = get_context("spawn")
    noted, seen = context.Queue(), context.Queue()
    process = context.Process(target=_watch, args=(urls, noted, seen), daemon=True)
    process.start()
    try:
        yield Watcher(noted, seen)
    finally:
        process.terminate()
        process.join()


def _watch(urls: dict[str, str], noted: Any, seen: Any) -> None:
    asyncio.run(_look(urls, noted, seen))


async def _look(urls: dict[str, str], noted: Any, seen: Any) -> None:
    models = {service: await asyncpg.connect(url) for service, url in urls.items()}
    waiting: dict[str, _Waiting] = {service: {} for service in models}
    found: dict[str, list[float]] = {service: [] for service in models}
    ended_at = 0.0
    while not ended_at or (any(waiting.values()) and time.perf_counter() < ended_at + _PATIENCE):
        if _take_noted(noted, waiting):
            ended_at = time.perf_counter()
        for service, connection in models.items():
            await _look_into(connection, service, waiting[service], found[service])
        await asyncio.sleep(_LOOK_EVERY)
    if not any(waiting.values()):
        seen.put(found)


def _take_noted(noted: Any, waiting: dict[str, _Waiting]) -> bool:
    """Whether the end was told."""
    while True:
        try:
            told = noted.get_nowait()
        except Empty:
            return False
        if told is None:
            return True
        case_id, version, at = told
        for of_model in waiting.values():
            of_model[UUID(case_id), version] = at


async def _look_into(connection: asyncpg.Connection, service: str, waiting: _Waiting, found: list[float]) -> None:
    if not waiting:
        return
    rows = await connection.fetch(_SEEN[service], list({case_id for case_id, _ in waiting}))
    at, versions = time.perf_counter(), {row["id"]: row["version"] for row in rows}
    for case_id, version in [each for each in waiting if versions.get(each[0], 0) >= each[1]]:
        found.append(at - waiting.pop((case_id, version)))
