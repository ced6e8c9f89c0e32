"""PERF-2 and PERF-7: lives of cases, alone and with relays and consumers keeping up, at 10 and 200 thousand cases."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median
from uuid import UUID, uuid4

import asyncpg
from nats.js.errors import NotFoundError

from agencies.service import SERVICE as AGENCIES
from cases.service import SERVICE as CASES
from kit.audit.linker import Linker
from kit.audit.verify import verify
from kit.events.streams import connect, stream_of
from rongrian.kit.v1.audit_pb2 import AuditHead
from tests.bench.ground import Filled, Ground
from tests.bench.lifecycles import CASES_OF_A_LIFE, ENTRIES_OF_A_LIFE, WRITES_OF_A_LIFE, Leader, Load, Told, to_nobody
from tests.bench.raw_lives import CONNECTIONS, RawLives
from tests.bench.relaying import relay_row
from tests.bench.rows import Row
from tests.bench.timing import p, rates_in_turns
from tests.bench.watching import watching

# 1.49 cases a complaint.
FEW, MANY = 6_720, 134_400
SERVES, AT_ONCE, SECONDS, TURNS = 2, 16, 10.0, 3
_DIGIT = "DIGIT's published 37 a second; the same rows by asyncpg alone, measured in turns"
_PATIENCE = 60.0
# Reminders are a morning's work; nothing of them is measured here.
_NO_MORNING = {"RONGRIAN_DIGEST_HOUR": "23"}


@dataclass(frozen=True)
class Run:
    """One mode at one size."""

    load: Load
    rate: float
    floor: float
    also: str


async def measure(ground: Ground) -> list[Row]:
    rows: list[Row] = []
    for complaints in (FEW, MANY):
        filled = await ground.filled(complaints)
        size = f"{round(filled.rows, -3):,} cases"
        # First with the consumers: afterwards nothing waits in the outbox that they would have to make up for.
        kept_up, visible = await _with_consumers(ground, filled)
        alone = await _alone(ground, filled)
        rows += [_row(alone, f"lives of two cases a second, steps alone, {size} behind", 60, _alone_words(filled))]
        rows += [_row(kept_up, f"… with relays and consumers keeping up, {size} behind", 40, _kept_up_words(filled))]
        rows += [_visible_row(service, seconds, size) for service, seconds in visible.items()]
        if complaints == MANY:
            rows.append(await relay_row(ground, filled.names["cases"]))
    return [*rows, *_the_same(rows)]


def _row(run: Run, what: str, bound: float, under: str) -> Row:
    milliseconds = [each * 1000 for each in run.load.answers]
    answers = f"{len(milliseconds)} answers, p50 {median(milliseconds):.1f} ms, p99 {p(0.99, milliseconds):.1f} ms"
    return Row(
        "PERF-2", what, run.rate, "lives/s", run.floor, _DIGIT, bound, "at least", under=under,
        also=f"{answers}; {run.also}",
    )  # fmt: skip


def _the_same(rows: list[Row]) -> list[Row]:
    """PERF-2: the same at both sizes, each against the floor of its own time, whose tables are empty at both."""
    found = []
    for what in ("steps alone", "keeping up"):
        few, many = (row for row in rows if row.id == "PERF-2" and what in row.what)
        changed = round(abs(many.value / many.floor * few.floor / few.value - 1) * 100, 1)
        found.append(Row("PERF-2", f"twenty times the cases change the rate by ({what})", changed, "%", 10.0,
                         "what is allowed", 10))  # fmt: skip
    return found


def _visible_row(service: str, seconds: list[float], size: str) -> Row:
    milliseconds = [each * 1000 for each in seconds]
    what = f"from the answer to visible in {service}, p99 under PERF-2's load, {size} behind"
    return Row(
        "PERF-7", what, round(p(0.99, milliseconds), 1), "ms", round(median(milliseconds), 1), "the median", 500,
        under="One case in eight is watched, every step of it: from the arrival of the answer (after the commit) to "
        "the first look that sees the version; a process of its own looks every 3 ms",
        also=f"{len(milliseconds)} steps seen, the slowest after {max(milliseconds):.0f} ms",
    )  # fmt: skip


def _alone_words(filled: Filled) -> str:
    return (
        f"Two `serve` processes of cases and nothing else of ours; {AT_ONCE} officers' calls at once by one grpc.aio "
        f"client in the bench's own process, {TURNS} bursts of {SECONDS:g} s in turns with the floor; tokens checked, "
        "contract validated, recusal asked, audit entry and event in each transaction. The bulk has cases, people, "
        "timelines and search words, no audit trail and outbox of the past. The floor has "
        f"{CONNECTIONS} connections and empty tables"
    )


def _kept_up_words(filled: Filled) -> str:
    return (
        "As steps alone, and `work` of cases, deadlines and reporting beside it, `serve` and `work` of agencies for "
        "the heartbeat: relays publish, consumers take in, the linker chains, sweeps run; morning mails do not"
    )


async def _alone(ground: Ground, filled: Filled) -> Run:
    with _serving(ground, filled) as addresses:
        return await _run(ground, filled, addresses, to_nobody, "alone", _nobody_else)


async def _with_consumers(ground: Ground, filled: Filled) -> tuple[Run, dict[str, list[float]]]:
    await _forget_streams(ground)
    models = {service: ground.owner_url(service, filled.names[service]) for service in ("reporting", "deadlines")}
    agencies = await ground.database(AGENCIES)
    with ExitStack() as exits:
        asked = exits.enter_context(ground.running("agencies", "serve", agencies)).grpc_address
        exits.enter_context(ground.running("agencies", "work", agencies))
        addresses = exits.enter_context(_serving(ground, filled))
        for service, extra in (("cases", None), ("deadlines", _NO_MORNING), ("reporting", None)):
            exits.enter_context(ground.running(service, "work", filled.names[service], extra, agencies=asked))
        watcher = exits.enter_context(watching(models))
        run = await _run(ground, filled, addresses, watcher.tell, "kept-up", partial(_agree, models))
        visible = await asyncio.to_thread(watcher.latencies)
    agreed = f"both read models have all {len(run.load.versions)} cases in the acknowledged versions"
    return Run(run.load, run.rate, run.floor, f"{run.also}; {agreed}"), visible


@contextmanager
def _serving(ground: Ground, filled: Filled) -> Iterator[list[str]]:
    with ExitStack() as exits:
        yield [
            exits.enter_context(ground.running("cases", "serve", filled.names["cases"])).grpc_address
            for _ in range(SERVES)
        ]


async def _run(
    ground: Ground,
    filled: Filled,
    addresses: list[str],
    tell: Told,
    name: str,
    at_rest: Callable[[Load], Awaitable[None]],
) -> Run:
    """`at_rest` returns when what a burst has left is taken in: else the floor would meet it, and it the floor."""
    whole, burst = Load(), 0
    async with _raw(ground) as raw:

        async def ours() -> float:
            nonlocal burst
            burst += 1
            prefix = f"{name}-{uuid4().hex[:6]}-{burst}"
            leader = Leader(ground.cast, ground.day.isoformat(), prefix, tell)
            load = await leader.lead(addresses, seconds=SECONDS, at_once=AT_ONCE)
            whole.add(load)
            await at_rest(load)
            return load.lives_a_second

        rate, floor = await rates_in_turns(ours, raw.lives_a_second, TURNS)
    counted = await _counted(ground, filled.names["cases"], whole)
    links = await _chain(ground, filled.names["cases"])
    return Run(whole, rate, floor, f"{counted}; the audit chain of {links} links proves")


@asynccontextmanager
async def _raw(ground: Ground) -> AsyncIterator[RawLives]:
    database = await ground.database(CASES)
    async with ground.foundation(CASES, database) as foundation:
        yield RawLives(ground.owner_url("cases", database), foundation.sealer, foundation.blind_index)


async def _counted(ground: Ground, database: str, load: Load) -> str:
    """Every acknowledged write is there, once. Raises AssertionError where not."""
    ids = [UUID(case_id) for case_id in load.versions]
    connection = await asyncpg.connect(ground.owner_url("cases", database))
    try:
        known = {
            str(row["id"]): row["version"]
            for row in await connection.fetch("SELECT id, version FROM cases WHERE id = ANY($1)", ids)
        }
        entries = await connection.fetchval("SELECT count(*) FROM timeline WHERE case_id = ANY($1)", ids)
        noted = await connection.fetchval(
            "SELECT count(*) FROM audit_entry WHERE object_id = ANY($1) OR object_id IN "
            "(SELECT complaint_id FROM cases WHERE id = ANY($1))",
            ids,
        )
    finally:
        await connection.close()
    assert known == load.versions, "a case is not as it was acknowledged"
    assert len(known) == CASES_OF_A_LIFE * load.lives
    assert entries == ENTRIES_OF_A_LIFE * load.lives
    assert noted == WRITES_OF_A_LIFE * load.lives
    return f"{len(known)} cases, {entries} timeline entries and {noted} audit entries are there, as acknowledged"


async def _chain(ground: Ground, database: str) -> int:
    """Link what waits, and prove all of it. Raises AssertionError with the first fault."""
    async with ground.foundation(CASES, database) as foundation:
        linking = foundation.open_as_linker()
        try:
            linker, connection = Linker(linking), await asyncpg.connect(ground.owner_url("cases", database))
            while await connection.fetchval("SELECT count(*) FROM audit_unlinked"):
                await linker.link_waiting()
            await connection.close()
        finally:
            await linking.close()
        verdict = await verify(foundation.database, _no_witness)
    assert verdict.fault is None, verdict.fault
    return verdict.links


async def _no_witness() -> AuditHead | None:
    return None


async def _nobody_else(load: Load) -> None:
    """Nothing takes in what is told."""


async def _agree(models: dict[str, str], load: Load) -> None:
    """Until the read models have every case of the load in its version. Raises AssertionError where they never do."""
    began, ids = time.monotonic(), [UUID(case_id) for case_id in load.versions]
    statements = {
        "reporting": "SELECT id, version FROM figures.cases WHERE id = ANY($1)",
        "deadlines": "SELECT case_id AS id, version FROM cases WHERE case_id = ANY($1)",
    }
    for service, url in models.items():
        connection = await asyncpg.connect(url)
        while True:
            rows = await connection.fetch(statements[service], ids)
            if {str(row["id"]): row["version"] for row in rows} == load.versions:
                break
            assert time.monotonic() - began < _PATIENCE, f"{service} does not come to agree"
            await asyncio.sleep(0.1)
        await connection.close()


async def _forget_streams(ground: Ground) -> None:
    nats = await connect(ground.stack_nats_url(), "bench")
    for service in ("agencies", "cases", "deadlines", "reporting"):
        try:
            await nats.jetstream().delete_stream(stream_of(service))
        except NotFoundError:
            continue
    await nats.close()
