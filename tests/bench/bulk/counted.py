"""The read model of `reporting` with many cases: lives that are there already, each copied to other agencies."""

import asyncpg

from tests.bench.bulk.bare import bare
from tests.bench.bulk.tallies import IN_ORDER, SUMMED

_KEYED = {"cases": ("id", "complaint_id"), "acts": ("case_id",)}
_AGENCIES = """CREATE TEMP TABLE place AS
    SELECT id, row_number() OVER (ORDER BY code) - 1 AS place
    FROM directory_agency WHERE kind NOT IN (1, 2)"""


async def put_counted(source_url: str, url: str, count: int) -> int:
    """Copy the cases of another database as often as it takes; returns how many there are then."""
    source, connection = await asyncpg.connect(source_url), await asyncpg.connect(url)
    for table in _KEYED:
        columns = await _columns(connection, table)
        rows = await source.fetch(f"SELECT {', '.join(columns)} FROM figures.{table}")
        await connection.execute(f"CREATE TEMP TABLE of_{table} AS SELECT * FROM figures.{table} WITH NO DATA")
        await connection.copy_records_to_table(f"of_{table}", records=[tuple(row) for row in rows], columns=columns)
    times = -(-count // await connection.fetchval("SELECT count(*) FROM of_cases"))
    await connection.execute(_AGENCIES)
    # Nobody else looks at temporary tables.
    await connection.execute("ANALYZE place, of_cases, of_acts")
    async with bare(url):
        for table in _KEYED:
            await connection.execute(await _copying(connection, table), times, timeout=600)
    for statement in (SUMMED, IN_ORDER):
        await connection.execute(statement, timeout=600)
    await connection.execute("VACUUM ANALYZE", timeout=300)
    found: int = await connection.fetchval("SELECT count(*) FROM figures.cases")
    await source.close()
    await connection.close()
    return found


async def _columns(connection: asyncpg.Connection, table: str) -> list[str]:
    rows = await connection.fetch(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'figures' AND table_name = $1", table
    )
    return [row["column_name"] for row in rows]


async def _copying(connection: asyncpg.Connection, table: str) -> str:
    """The n-th copy of a row has keys of its own, and another agency where it has one."""
    values = {name: f"o.{name}" for name in await _columns(connection, table)}
    values |= {key: f"md5(o.{key}::text || n)::uuid" for key in _KEYED[table]}
    joined = ""
    if "agency_id" in values:
        values["agency_id"] = "p.id"
        # By a number of its own, so that the join can go by a hash and not look through all agencies for each copy.
        places = "(SELECT count(*) FROM place)"
        joined = f"JOIN place p ON p.place = mod(abs(hashtextextended(o.complaint_id::text || n, 0)), {places})"
    return (
        f"INSERT INTO figures.{table} ({', '.join(values)}) SELECT {', '.join(values.values())} "
        f"FROM of_{table} o CROSS JOIN generate_series(1, $1::int) n {joined}"
    )
