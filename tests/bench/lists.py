"""PERF-4 and PERF-5: pages of the case list by every filter, and by words, at 200 thousand cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import grpc.aio
from google.protobuf.json_format import ParseDict

from cases.service import SERVICE as CASES
from rongrian.cases.v1.case_service_pb2 import ListCasesRequest, ListCasesResponse
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub
from tests.bench.asking import Catching, ask_again, catching
from tests.bench.ground import Ground
from tests.bench.rows import Row
from tests.bench.steps import MANY
from tests.bench.timing import in_turns, p
from tests.support import tree
from tests.support.cast import Cast

TIMES = 40
_WALKED = 60  # pages of a word, at most, for a viewer who sees all of the country
VIEWERS = {"test-pacc": "ป.ป.ท.", "test-acoc": "a ministry's ศปท.", "test-krom1": "a department"}
_QUEUES = (*("ROUND_7", "LATENESS_7", "ROUND_37", "LATENESS_37", "CONCLUSION", "PROCEEDINGS", "OUTCOME"),)
_TEXTS = """
    SELECT c.id FROM cases c JOIN complaints p ON p.id = c.complaint_id JOIN accused a ON a.case_id = c.id
    WHERE c.deleted_on IS NULL AND {scope} AND {words}
    ORDER BY c.received_on DESC, c.national_number DESC"""
# Each word stands in what the case was recorded with, not in what the search keeps of it.
_STANDS = """(a.title || a.first_name || ' ' || a.last_name LIKE $%(n)s OR EXISTS (
    SELECT FROM accusations t JOIN allegations l ON l.id = t.allegation_id WHERE t.case_id = c.id AND (
        l.subject LIKE $%(n)s OR l.facts LIKE $%(n)s OR EXISTS (
            SELECT FROM co_offenders o WHERE o.allegation_id = l.id
                AND o.title || o.name || ' ' || o.last_name LIKE $%(n)s))))"""


@dataclass(frozen=True)
class Page:
    """One filter as one viewer, the 95th of 100 in milliseconds, and the slowest of them all."""

    viewer: str
    narrowed: str
    ours: float
    floor: float
    slowest: float

    @property
    def over(self) -> float:
        return self.ours - 2 * self.floor - 15


class Asking:
    """Asks a running service, and the database beside it."""

    def __init__(self, cast: Cast, channel: grpc.aio.Channel, caught: Catching, connection: asyncpg.Connection) -> None:
        self._cast = cast
        self._stub = CaseServiceStub(channel)
        self._caught = caught
        self.connection = connection

    async def page(self, viewer: str, narrowed: dict[str, Any]) -> ListCasesResponse:
        request = ParseDict(narrowed, ListCasesRequest())
        answer: ListCasesResponse = await self._stub.ListCases(request, metadata=self._cast.metadata(viewer))
        return answer

    async def timed(self, viewer: str, narrowed: dict[str, Any]) -> Page:
        request = ParseDict(narrowed, ListCasesRequest())
        metadata = self._cast.metadata(viewer)

        async def of_caught(channel: grpc.aio.Channel) -> Any:
            return await CaseServiceStub(channel).ListCases(request, metadata=metadata)

        asked = await self._caught.asked_by(of_caught)
        ours, floor = await in_turns(
            lambda: self._stub.ListCases(request, metadata=metadata), lambda: ask_again(self.connection, asked), TIMES
        )
        return Page(viewer, _named(narrowed), round(p(0.95, ours), 1), round(p(0.95, floor), 1), round(max(ours), 1))


async def measure(ground: Ground) -> list[Row]:
    filled = await ground.filled(MANY)
    database, size = filled.names["cases"], f"{round(filled.rows, -3):,} cases"
    with ground.running("cases", "serve", database) as process:
        connection = await asyncpg.connect(ground.owner_url("cases", database))
        async with (
            grpc.aio.insecure_channel(process.grpc_address) as channel,
            catching(ground, CASES, database) as caught,
        ):
            asking = Asking(ground.cast, channel, caught, connection)
            examples = await _examples(connection)
            pages = [
                await asking.timed(viewer, narrowed)
                for viewer in VIEWERS
                for narrowed in _filters(examples, await asking.page(viewer, {}))
            ]
            rows = [_worst(viewer, [page for page in pages if page.viewer == viewer], size) for viewer in VIEWERS]
            rows += [await _words_row(asking, kind, words, size) for kind, words in examples["words"].items()]
        await connection.close()
    return rows


def _worst(viewer: str, pages: list[Page], size: str) -> Row:
    worst = max(pages, key=lambda page: page.over)
    slowest = sorted(pages, key=lambda page: -page.ours)[:4]
    named = ", ".join(f"{page.narrowed} {page.ours:g} (floor {page.floor:g})" for page in slowest)
    return Row(
        "PERF-4", f"a page of the list as {VIEWERS[viewer]}, the worst of all filters, p95, {size}", worst.ours, "ms",
        worst.floor, "the same SQL by asyncpg", round(2 * worst.floor + 15, 1),
        under=f"One `serve` process, nothing else of ours; {TIMES} pages of each filter of CASE-25 over gRPC in turns "
        "with the service's own statements by asyncpg, caches warm; bound: twice the floor and 15 ms",
        also=f"{len(pages)} filters, the worst against its bound is {worst.narrowed}; the slowest {named}; "
        f"the slowest single page of all {max(page.slowest for page in pages):g}",
    )  # fmt: skip


async def _words_row(asking: Asking, kind: str, words: str, size: str) -> Row:
    page = await asking.timed("test-pacc", {"words": words})
    compared = {viewer: await _compare(asking, viewer, words) for viewer in ("test-pacc", "test-acoc", "test-krom1")}
    counts = "; ".join(f"{VIEWERS[viewer]}: {said}" for viewer, said in compared.items())
    return Row(
        "PERF-5", f"a page by {kind}, p95, {size}", page.ours, "ms", page.floor, "the same SQL by asyncpg", 200,
        under=f"As PERF-4, {TIMES} first pages as ป.ป.ท.; what the pages show is compared, row by row and in "
        f"order, with LIKE over subjects, facts and names: all pages, but at "
        f"most {_WALKED}",
        also=counts,
    )  # fmt: skip


async def _compare(asking: Asking, viewer: str, words: str) -> str:
    """Every page beside what LIKE finds. Raises AssertionError where a row is missing, too many or misplaced."""
    each = words.split()
    stands = " AND ".join(_STANDS % {"n": place + 1} for place in range(len(each)))
    statement = _TEXTS.format(scope=_scope(viewer), words=stands)
    liked = [row["id"] for row in await asking.connection.fetch(statement, *(f"%{word}%" for word in each))]
    found: list[UUID] = []
    token, pages = "", 0
    while pages == 0 or (token and pages < _WALKED):
        answer = await asking.page(viewer, {"words": words, "pageToken": token})
        found += [UUID(row.id) for row in answer.cases]
        token, pages = answer.next_page_token, pages + 1
    assert found == liked[: len(found)], f"{words} as {viewer}"
    assert token or len(found) == len(liked), f"{words} as {viewer}"
    return f"{len(found)} of {len(liked)} rows on {pages} pages, equal"


def _scope(viewer: str) -> str:
    if viewer == "test-pacc":
        return "c.entered_pacc_on IS NOT NULL"
    top = tree.MINISTRY if viewer == "test-acoc" else tree.DEPARTMENT_1
    return f"c.agency_id IN (SELECT id FROM directory_agency WHERE '{top}' = ANY(path))"


async def _examples(connection: asyncpg.Connection) -> dict[str, Any]:
    """Numbers and words that are there, of a case in the middle of the ten years."""
    row = await connection.fetchrow(
        "SELECT c.number, c.received_on, a.last_name FROM cases c JOIN accused a ON a.case_id = c.id "
        "WHERE c.agency_id = $1 AND c.entered_pacc_on IS NOT NULL AND c.deleted_on IS NULL "
        "ORDER BY c.received_on OFFSET (SELECT count(*) / 4 FROM cases WHERE agency_id = $1) LIMIT 1",
        tree.DEPARTMENT_1,
    )
    ids = await connection.fetch("SELECT id FROM cases WHERE agency_id = $1 LIMIT 200", tree.DEPARTMENT_1)
    return {
        "number": row["number"],
        "complaint": row["number"].rpartition("-")[0],
        "month": f"{row['received_on']:%Y-%m}",
        "year": f"{row['received_on']:%Y}",
        "ids": [str(each["id"]) for each in ids],
        "words": {
            "a word that most cases have": "รถยนต์",
            "a word of one case in seventeen": "กล้องวงจรปิด",
            "a rare name": row["last_name"],
            "two words": "สะพาน ระนอง",
            "a word that no case has": "ฮิปโปโปเตมัส",
        },
    }


def _filters(examples: dict[str, Any], first: ListCasesResponse) -> Iterator[dict[str, Any]]:
    """Every narrowing of CASE-25, each alone, some together, and a later page."""
    yield {}
    yield {"pageToken": first.next_page_token}
    for status in ("NEW", "LATE_7", "REPORTED_37", "IN_PROCEEDINGS", "CLOSED"):
        yield {"status": f"CASE_STATUS_{status}"}
    yield {"closedAs": "CLOSED_AS_DISCHARGED"}
    yield {"era": "ERA_BEFORE_RESOLUTION"}
    yield {"number": examples["number"]}
    yield {"number": examples["complaint"]}
    yield {"number": "ไม่มี 1"}
    yield {"nationalId": "1234567890121"}
    yield {"receivedIn": examples["month"]}
    yield {"receivedIn": examples["year"]}
    yield {"agencyId": str(tree.DEPARTMENT_1)}
    yield {"agencyId": str(tree.MINISTRY), "status": "CASE_STATUS_NEW"}
    yield {"caseIds": examples["ids"]}
    for queue in _QUEUES:
        yield {"queue": f"QUEUE_{queue}"}
    yield {"era": "ERA_BEFORE_RESOLUTION", "status": "CASE_STATUS_NEW", "receivedIn": examples["year"]}


def _named(narrowed: dict[str, Any]) -> str:
    if not narrowed:
        return "no filter"
    values = [value if isinstance(value, str) else f"{len(value)} ids" for value in narrowed.values()]
    return " and ".join(f"{name} {value}" for name, value in zip(narrowed, values, strict=True))
