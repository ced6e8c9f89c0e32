"""PERF-11: from the start of each process until it is ready, and what it holds in memory while nothing happens."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median

from agencies.service import SERVICE as AGENCIES
from cases.service import SERVICE as CASES
from deadlines.service import SERVICE as DEADLINES
from dev.stack.environment import Verb
from reporting.service import SERVICE as REPORTING
from tests.bench.ground import Ground, memory_mib
from tests.bench.rows import Row

TIMES, IDLE_SECONDS = 3, 3.0
_VERBS: tuple[Verb, ...] = ("serve", "work")
_IMPORTS = """
import asyncpg, google.protobuf.message, grpc.aio, nats, prometheus_client, protovalidate, pydantic_settings, starlette
import sqlalchemy.ext.asyncio, structlog, sys, uvicorn, uvloop
print(flush=True)
sys.stdin.read()
"""


async def measure(ground: Ground) -> list[Row]:
    databases = {service.name: await ground.database(service) for service in (AGENCIES, CASES, DEADLINES, REPORTING)}
    rows: list[Row] = []
    for service in databases:
        for verb in _VERBS:
            with _heartbeat(ground, databases, service) as asked:
                rows += _rows(ground, service, verb, databases[service], asked)
    return rows


@contextmanager
def _heartbeat(ground: Ground, databases: dict[str, str], service: str) -> Iterator[dict[str, str]]:
    """A service other than agencies is not well without it; its address."""
    if service == "agencies":
        yield {}
        return
    with ExitStack() as exits:
        asked = exits.enter_context(ground.running("agencies", "serve", databases["agencies"])).grpc_address
        exits.enter_context(ground.running("agencies", "work", databases["agencies"]))
        yield {"agencies": asked}


def _rows(ground: Ground, service: str, verb: Verb, database: str, asked: dict[str, str]) -> list[Row]:
    ready, memory, floors, floor_memory = [], [], [], []
    for _ in range(TIMES):
        with ground.running(service, verb, database, None, **asked) as process:
            ready.append(process.ready_seconds)
            time.sleep(IDLE_SECONDS)
            memory.append(memory_mib(process.pid))
        seconds, mebibytes = _empty_process()
        floors.append(seconds)
        floor_memory.append(mebibytes)
    under = (
        f"Each process alone on its migrated database (beside it agencies, for the heartbeat), from its start until "
        f"`/readyz` says 200, asked every 10 ms; memory is PSS after {IDLE_SECONDS:g} s of nothing; medians "
        f"of {TIMES}, in turns with a Python process that imports grpc, sqlalchemy, asyncpg, nats, protovalidate, "
        "starlette, uvicorn and says so"
    )
    name, floor_is = f"{service} {verb}", "a Python process with the same imports"
    return [
        Row("PERF-11", f"{name}: ready after", round(median(ready), 2), "s", round(median(floors), 2), floor_is, 3,
            under=under),
        Row("PERF-11", f"{name}: memory while idle", round(median(memory)), "MiB", round(median(floor_memory)),
            floor_is, 120, under=under),
    ]  # fmt: skip


def _empty_process() -> tuple[float, float]:
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", _IMPORTS], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.readline()
    seconds = time.perf_counter() - began
    mebibytes = memory_mib(process.pid)
    process.stdin.close()
    process.wait()
    return seconds, mebibytes
