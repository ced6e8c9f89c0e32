"""Many cases with texts of real Thai words, a few words common and most of them rare, as words are."""

import random
from collections.abc import AsyncIterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from uuid import UUID

import asyncpg
from pythainlp.corpus import thai_words

from cases.domain.search_words import grams_of_text, searchable
from tests.support import tree

FIRST_DAY, DAYS = date(2018, 3, 28), 2_000
HALF = 200  # characters; a text is two of these halves
HALVES = 8_000
OLD_WORD = "โรคระบาดครั้งก่อน"  # stands in every case of the first twentieth, and in no later one

# Who has how many of 1,000 cases: the office below กรมทดสอบ10 few, and agencies elsewhere one or two each.
_ELSEWHERE = [UUID(int=number << 64) for number in range(1, 401)]
_AGENCIES = [*tree.DEPARTMENTS.values(), tree.OFFICE, *_ELSEWHERE]
_SHARES = list(accumulate([60] * 9 + [35, 5] + [1] * 400))

_DRAWN = "CREATE TEMP TABLE drawn (id uuid, agency_id uuid, status integer, received_on date, number bigint)"
_OTHERS = (
    """INSERT INTO complaints (id, agency_id, agency_name, recorded_by, recorded_by_agency, recorded_at, agency_number,
        fiscal_year, received_on, was_pending, reception_details, source, source_detail, channel, kind,
        complainant_withheld)
    SELECT id, agency_id, '', id, agency_id, received_on, number, 2563, received_on, false, '', 1, '', 1, 1, false
    FROM drawn ORDER BY number""",
    """INSERT INTO cases (id, complaint_id, ordinal, national_number, agency_id, number, subject, era, status,
        received_on, recorded_on, timeline_length, version)
    SELECT id, id, 1, number, agency_id, number, '', 2, status, received_on, received_on, 1, 1
    FROM drawn ORDER BY number""",
    """INSERT INTO accused (case_id, complaint_id, title, first_name, last_name, to_be_checked, position, position_type,
        position_level, affiliation, details)
    SELECT id, id, '', '', '', false, '', '', '', '', '' FROM drawn ORDER BY number""",
)


@cache
def words_by_rank() -> list[str]:
    """Dictionary words, the one used most first."""
    words = sorted(word for word in thai_words() if " " not in word)
    random.Random(2563).shuffle(words)
    return words


@cache
def _halves() -> list[tuple[str, frozenset[str]]]:
    """Halves of texts with their grams: no gram has a blank in it, so those of a text are those of its halves."""
    chance, words = random.Random(2563), words_by_rank()
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    halves = []
    for _ in range(HALVES):
        half = ""
        while len(half) < HALF:
            half += "".join(chance.choices(words, cum_weights=weights, k=9)) + " "
        halves.append(_with_grams(half))
    return halves


def _with_grams(text: str) -> tuple[str, frozenset[str]]:
    words = searchable([text])
    return words, frozenset(map(str, grams_of_text(words)))


async def _drawn(count: int) -> AsyncIterator[bytes]:
    """Rows of `drawn`, as COPY reads them; the same ones every time."""
    chance = random.Random(count)
    for number in range(count):
        agency = chance.choices(_AGENCIES, cum_weights=_SHARES)[0]
        status = chance.randrange(1, 4)
        yield f"{UUID(int=number)}\t{agency}\t{status}\t{_day(number, count)}\t{number}\n".encode()


async def _words(count: int) -> AsyncIterator[bytes]:
    """Rows of `case_words`, as COPY reads them."""
    chance, old = random.Random(count), _with_grams(OLD_WORD)
    for number in range(count):
        parts = chance.choices(_halves(), k=2) + ([old] if number * 20 < count else [])
        words = " ".join(words for words, _ in parts)
        grams = ",".join(frozenset[str]().union(*(grams for _, grams in parts)))
        yield f"{UUID(int=number)}\t{_day(number, count)}\t{number}\t{words}\t{{{grams}}}\n".encode()


def _day(number: int, count: int) -> date:
    """Nearly in the order of the numbers: some are received long before they are recorded."""
    return FIRST_DAY + timedelta(days=number * DAYS // count - number * 7 % 30)


async def load(url: str, count: int) -> None:
    """Fill an empty database of `cases`, as its superuser: no foreign key is looked up, the index comes at the end."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET session_replication_role = replica; SET maintenance_work_mem = '256MB'")
        index = await connection.fetchval("SELECT pg_get_indexdef('ix_case_words_grams'::regclass)")
        await connection.execute(f"DROP INDEX ix_case_words_grams; {_DRAWN}")
        await connection.copy_to_table("drawn", source=_drawn(count))
        for statement in _OTHERS:
            await connection.execute(statement)
        await connection.copy_to_table("case_words", source=_words(count))
        # Its rows are few pages: the server would build with one worker.
        await connection.execute("ALTER TABLE case_words SET (parallel_workers = 2)")
        await connection.execute(index)
        await connection.execute("ALTER TABLE case_words RESET (parallel_workers)")
        await connection.execute("VACUUM ANALYZE complaints, cases, accused, case_words")
    finally:
        await connection.close()
