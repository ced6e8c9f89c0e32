"""Filling the databases of `cases`, `deadlines` and `reporting` with the same lives, in several processes by COPY."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

import asyncpg

from kit.sealing.blind_index import BlindIndex
from kit.sealing.keys import read_index_key, read_master_keys
from kit.sealing.seal import Sealer
from tests.bench.bulk.bare import bare, say
from tests.bench.bulk.case_rows import CASES_OF_A_COMPLAINT, CaseRows, Rows
from tests.bench.bulk.read_model_rows import DeadlineRows, ReportingRows
from tests.bench.bulk.tallies import SUMMED
from tests.bench.bulk.writing import Share

_AT_ONCE = 2000  # complaints
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Targets:
    """Addresses as the owners of the databases; read models that are not wanted have none."""

    cases: str
    master_key_file: Path
    index_key_file: Path
    deadlines: str = ""
    reporting: str = ""


async def load_lives(targets: Targets, complaints: int, today: date, officers: dict[UUID, UUID]) -> int:
    """Fill the databases with so many complaints; returns how many cases they have."""
    known = tuple(officers.items())
    shares = [
        Share(first, min(first + _AT_ONCE, complaints), complaints, today, known)
        for first in range(0, complaints, _AT_ONCE)
    ]
    async with bare(targets.cases), bare(targets.deadlines), bare(targets.reporting):
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
            loop = asyncio.get_running_loop()
            counts = await asyncio.gather(*(loop.run_in_executor(pool, load_share, targets, each) for each in shares))
    await say(targets.cases, f"SELECT setval('national_number', {complaints * CASES_OF_A_COMPLAINT})")
    if targets.reporting:
        await say(targets.reporting, SUMMED)
    for url in filter(None, (targets.cases, targets.deadlines, targets.reporting)):
        await say(url, "VACUUM ANALYZE")
    return sum(counts)


def load_share(targets: Targets, share: Share) -> int:
    """One share, in a process of its own; returns how many cases it has."""
    sealer = Sealer(read_master_keys(targets.master_key_file))
    cases = CaseRows(sealer, BlindIndex(read_index_key(targets.index_key_file)))
    deadlines, reporting = DeadlineRows(share.today), ReportingRows()
    for number, life in share.lives():
        indexes = cases.add(number, life)
        deadlines.add(life, indexes)
        reporting.add(life, indexes)
    for url, rows in (
        (targets.cases, cases.rows),
        (targets.deadlines, deadlines.rows),
        (targets.reporting, reporting.rows),
    ):
        if url:
            asyncio.run(copy_rows(url, rows))
    return len(cases.rows["cases"])


async def copy_rows(url: str, rows: Rows) -> None:
    """Rows by the names of their tables, with a schema where it is not the usual one."""
    connection = await asyncpg.connect(url)
    try:
        for name, of_table in rows.items():
            if not of_table:
                continue
            schema, _, table = name.rpartition(".")
            columns = list(of_table[0])
            records = [[row[column] for column in columns] for row in of_table]
            await connection.copy_records_to_table(
                table, records=records, columns=columns, schema_name=schema or "public"
            )
    finally:
        await connection.close()
