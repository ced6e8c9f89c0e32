"""Open obligations in great number, made inside the database: of each column what `deadlines` writes."""

from datetime import date

import asyncpg

from tests.bench.bulk.bare import bare, say

# Due within the next two years, but for the first `due` of them, which were due yesterday.
_MADE = """
    INSERT INTO obligations (id, policy, object_id, agency_id, occurrence, opening_version, opened_on, counted_from,
        number, counted_in, is_extendable, stopped_days, due_on, state, met_on, ended_on, version)
    SELECT md5('obligation ' || n)::uuid, p.code, md5('case ' || n / 2)::uuid, a.id, 1, 1,
        d.due_on - p.number, d.due_on - p.number, p.number, p.counted_in, p.is_extendable, 0, d.due_on, 1, NULL, NULL, 1
    FROM generate_series(0, $1::int - 1) n
    CROSS JOIN LATERAL (SELECT CASE WHEN n < $2 THEN $3::date - 1 ELSE $3::date + n % 730 END AS due_on) d
    JOIN policies p ON p.code = ($4::text[])[1 + n % array_length($4::text[], 1)]
    JOIN (SELECT id, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS of FROM directory_agency) a
        ON a.place = n % a.of"""


async def put_obligations(url: str, count: int, *, due: int, today: date, policies: tuple[str, ...]) -> None:
    async with bare(url):
        connection = await asyncpg.connect(url)
        await connection.execute(_MADE, count, due, today, list(policies), timeout=300)
        await connection.close()
    await say(url, "VACUUM ANALYZE obligations")
