"""What the benches lay down by COPY is what the services write: lives led through the real ones, row by row."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from google.protobuf.message import Message
from sqlalchemy import text

from cases.domain.happenings import CaseSent
from cases.domain.record_rules import faults_of_record
from cases.domain.terms import Level
from cases.domain.timeline import (
    InquiryConclusion,
    LatenessExplanation,
    ProceedingsReport,
    RoundReport,
    TimelineDetails,
)
from cases.domain.work_report import WorkReport
from cases.service import SERVICE as CASES
from deadlines.adapters.sweeping import SqlSweepStore
from deadlines.app.sweep import sweep
from deadlines.ports.case_events import cases_subscription
from deadlines.service import SERVICE as DEADLINES
from dev.stack import Stack
from kit.grpc.values import write
from kit.process import Service
from reporting.ports.case_events import take_in_cases_events
from reporting.service import SERVICE as REPORTING
from rongrian.cases.v1 import case_service_pb2 as service
from rongrian.cases.v1.case_events_pb2 import CasesEvent
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub
from rongrian.cases.v1.record_pb2 import ComplaintRecord as RecordMessage
from rongrian.cases.v1.report_pb2 import Conclusion, OutcomeReport, Proceedings
from rongrian.cases.v1.report_pb2 import WorkReport as WorkMessage
from tests.bench.bulk.case_rows import TABLES, CaseRows
from tests.bench.bulk.lives import Leading, Life, ToldAct, begin
from tests.bench.bulk.loading import copy_rows
from tests.bench.bulk.nation import Place
from tests.bench.bulk.read_model_rows import DeadlineRows, ReportingRows
from tests.bench.bulk.records import a_record
from tests.bench.bulk.tallies import SUMMED
from tests.support import tree
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running, running

TODAY = date(2020, 7, 15)
# Lives of which some are left lying, some closed, of both eras, with one accused and with several.
RECEIVED = (
    date(2016, 12, 5),
    date(2018, 1, 9),
    date(2019, 2, 11),
    date(2019, 9, 3),
    date(2020, 5, 4),
    date(2020, 7, 1),
)
IN_REPORTING = ("figures.cases", "figures.acts", "figures.tallies")
IN_DEADLINES = ("cases", "acts", "obligations")
# Numbers come from a sequence; what a sending keeps is left out; no sweep has passed on each day of these lives.
NOT_COMPARED = frozenset({"national_number", "content"})
INDEX_BYTES = 32
OF_SWEEPS = frozenset({"version"})


@dataclass
class Led:
    """The same lives: laid down as rows, and led through the running service."""

    lives: list[Life]
    cases: Running
    laid: Running


@pytest.fixture(scope="module")
def clock() -> FixedClock:
    return FixedClock(TODAY)


@pytest.fixture
async def led(stack: Stack, cast: Cast, clock: FixedClock) -> AsyncIterator[Led]:
    lives = [_a_life(number, received_on, cast) for number, received_on in enumerate(RECEIVED, start=1)]
    async with running(stack, CASES, clock, cast) as cases, running(stack, CASES, clock, cast) as laid:
        for life in lives:
            await _lead(life, CaseServiceStub(cases.channel), cast, clock)
        rows = CaseRows(laid.foundation.sealer, laid.foundation.blind_index)
        for number, life in enumerate(lives):
            rows.add(number, life)
        await copy_rows(stack.database_url("cases", "owner", laid.database_name), rows.rows)
        clock.day = TODAY
        yield Led(lives, cases, laid)


def test_the_records_of_the_bulk_have_no_fault() -> None:
    for number in range(200):
        record = a_record(number, date(2019, 1, 1), "กรมทดสอบ1", Random(number))
        assert faults_of_record(record, today=TODAY) == []


@pytest.mark.rule("PERF-2")
async def test_the_bulk_has_the_rows_that_the_service_writes(led: Led) -> None:
    for table in TABLES:
        assert await _rows(led.laid, table) == await _rows(led.cases, table), table


@pytest.mark.rule("PERF-6", "PERF-8")
async def test_the_bulk_of_the_read_models_has_what_their_consumers_write(
    stack: Stack, cast: Cast, clock: FixedClock, led: Led
) -> None:
    events = await _told(led.cases)
    reporting, deadlines = ReportingRows(), DeadlineRows(TODAY)
    for life in led.lives:
        indexes = _indexes_of(life, led.laid)
        reporting.add(life, indexes)
        deadlines.add(life, indexes)
    async with _pair(stack, cast, clock, REPORTING) as (heard, laid):
        async with heard.database.begin() as connection:
            await take_in_cases_events(connection, events)
        await copy_rows(stack.database_url("reporting", "owner", laid.database_name), reporting.rows)
        async with laid.database.begin() as connection:
            await connection.exec_driver_sql(SUMMED)
        for table in IN_REPORTING:
            assert await _rows(laid, table) == await _rows(heard, table), table
    async with _pair(stack, cast, clock, DEADLINES) as (heard, laid):
        async with heard.database.begin() as connection:
            await cases_subscription(clock).handle(connection, events)
        await sweep(TODAY, store=SqlSweepStore(heard.database, clock))
        await copy_rows(stack.database_url("deadlines", "owner", laid.database_name), deadlines.rows)
        for table in IN_DEADLINES:
            assert await _rows(laid, table, OF_SWEEPS) == await _rows(heard, table, OF_SWEEPS), table


def _a_life(number: int, received_on: date, cast: Cast) -> Life:
    rng, officer = Random(number), cast["test-krom1"].subject
    assert officer is not None
    place = Place(tree.DEPARTMENT_1, "กรมทดสอบ1", officer)
    life = begin(place, a_record(number, received_on, place.name, rng), received_on, rng)
    for ordinal in range(1, len(life.file.cases) + 1):
        Leading(life, ordinal, TODAY, rng).on()
    return life


async def _lead(life: Life, stub: Any, cast: Cast, clock: FixedClock) -> None:
    """Ask the service for everything that happened in a life, day by day."""
    unit, acoc = cast.metadata("test-krom1"), cast.metadata("test-acoc")
    clock.day = life.file.recorded_on
    record = write(RecordMessage, _as_typed(life))
    request = service.RecordComplaintRequest(record=record, request_id=str(uuid4()))
    recorded = await stub.RecordComplaint(request, metadata=unit)
    ids = {case.id: row.id for case, row in zip(life.file.cases, recorded.cases, strict=True)}
    details = {(line.case_id, line.told_version): line.entry.details for line in life.lines}
    for act in sorted(life.acts, key=lambda act: (act.now.on, act.version)):
        clock.day = act.now.on
        asked = _request_for(act, details.get((act.case_id, act.version)), ids[act.case_id])
        if asked is not None:
            method, message = asked
            is_acocs = isinstance(act.happening, CaseSent) and act.happening.to is Level.PACC
            await getattr(stub, method)(message, metadata=acoc if is_acocs else unit)


def _as_typed(life: Life) -> Any:
    number = RECEIVED.index(life.file.reception.received_on or TODAY) + 1
    return a_record(number, RECEIVED[number - 1], life.place.name, Random(number))


def _request_for(act: ToldAct, details: TimelineDetails | None, case_id: str) -> tuple[str, Message] | None:
    own: dict[str, Any] = {"case_id": case_id, "request_id": str(uuid4())}
    if isinstance(act.happening, CaseSent):
        sent: dict[str, Any] = {"case_ids": [case_id], "to": int(act.happening.to), "request_id": own["request_id"]}
        return "SendCases", service.SendCasesRequest(**sent)
    match details:
        case LatenessExplanation():
            own |= {"round": int(details.round), "explanation": details.explanation}
            return "ExplainLateness", service.ExplainLatenessRequest(**own)
        case RoundReport():
            own |= {"round": int(details.round), "report": write(WorkMessage, details.report)}
            return "ReportRound", service.ReportRoundRequest(**own)
        case WorkReport():
            return "ReportProgress", service.ReportProgressRequest(**own, report=write(WorkMessage, details))
        case InquiryConclusion():
            conclusion = write(Conclusion, details.conclusion)
            return "ConcludeInquiry", service.ConcludeInquiryRequest(**own, conclusion=conclusion)
        case ProceedingsReport():
            proceedings = write(Proceedings, details.proceedings)
            return "ReportProceedings", service.ReportProceedingsRequest(**own, proceedings=proceedings)
        case None:
            return None
        case _:
            return "ReportOutcome", service.ReportOutcomeRequest(**own, outcome=write(OutcomeReport, details))


async def _told(cases: Running) -> list[CasesEvent]:
    async with cases.database.read() as connection:
        rows = (await connection.execute(text("SELECT payload FROM outbox ORDER BY position"))).all()
    return [CasesEvent.FromString(row.payload) for row in rows]


@asynccontextmanager
async def _pair(stack: Stack, cast: Cast, clock: FixedClock, of: Service) -> AsyncIterator[tuple[Running, Running]]:
    async with running(stack, of, clock, cast) as heard, running(stack, of, clock, cast) as laid:
        yield heard, laid


def _indexes_of(life: Life, laid: Running) -> list[bytes]:
    index = laid.foundation.blind_index
    return sorted({index.of(person.national_id) for person in life.file.accused if person.national_id})


async def _rows(of: Running, table: str, beside: frozenset[str] = frozenset()) -> list[str]:
    """Every row in words, without ids, moments, numbers of a sequence, and what is sealed."""
    async with of.database.read() as connection:
        rows = (await connection.execute(text(f"SELECT * FROM {table}"))).mappings().all()
    left_out = NOT_COMPARED | beside
    return sorted(str({name: _plain(row[name]) for name in sorted(row.keys() - left_out)}) for row in rows)


def _plain(value: object) -> object:
    match value:
        case UUID():
            return "id"
        case datetime():
            return "moment"
        case bytes():
            return value.hex() if len(value) == INDEX_BYTES else "sealed"
        case dict():
            return json.dumps(value, sort_keys=True)
        case list():
            return sorted(str(_plain(each)) for each in value)
    return value
