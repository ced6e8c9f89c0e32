"""PERF-6: reports 1 to 5 of the country for a month, with a million cases behind the figures."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import asyncpg
import grpc.aio

from kit.domain.thai_dates import fiscal_year
from reporting.service import SERVICE as REPORTING
from rongrian.reporting.v1 import report_service_pb2 as service
from rongrian.reporting.v1.report_service_pb2_grpc import ReportServiceStub
from tests.bench.asking import ask_again, catching
from tests.bench.bulk.counted import put_counted
from tests.bench.bulk.writing import YEARS
from tests.bench.ground import Ground
from tests.bench.rows import Row
from tests.bench.steps import FEW
from tests.bench.timing import in_turns, p

CASES, TIMES = 1_000_000, 40
_VIEWER = "test-pacc"


async def measure(ground: Ground) -> list[Row]:
    few = await ground.filled(FEW)
    database = await ground.database(REPORTING)
    urls = [ground.owner_url("reporting", name) for name in (few.names["reporting"], database)]
    count = await put_counted(urls[0], urls[1], CASES)
    await ground.settle()
    newest = ground.day.replace(day=1)
    oldest = (ground.day - timedelta(days=YEARS * 365 - 31)).replace(day=1)
    with ground.running("reporting", "serve", database) as process:
        connection = await asyncpg.connect(urls[1])
        # Whoever keeps cases owes summaries, or report 5 would have no rows.
        await connection.execute("UPDATE directory_agency SET owes_summaries_from = $1 WHERE kind <> 1", oldest)
        async with (
            grpc.aio.insecure_channel(process.grpc_address) as channel,
            catching(ground, REPORTING, database) as caught,
        ):
            metadata = ground.cast.metadata(_VIEWER)
            rows = []
            for month in (newest, oldest):
                for number in range(1, 6):
                    call = _call(number, month, metadata)
                    asked = await caught.asked_by(call)
                    ours, floor = await in_turns(
                        lambda c=call: c(channel),  # type: ignore[misc]
                        lambda a=asked: ask_again(connection, a),  # type: ignore[misc]
                        TIMES,
                    )
                    rows.append(_row(number, month, ours, floor, count))
        await connection.close()
    return rows


def _row(number: int, month: date, ours: list[float], floor: list[float], count: int) -> Row:
    return Row(
        "PERF-6", f"report {number} of the country, {month:%Y-%m}, p95, {round(count, -3):,} cases behind",
        round(p(0.95, ours), 1), "ms", round(p(0.95, floor), 1), "the same SQL by asyncpg", 300,
        under=f"One `serve` process of reporting as ป.ป.ท., 3,336 agencies; {TIMES} calls of each in turns with the "
        "service's own statements by asyncpg; the cases are lives of ten years, each copied to other agencies, tallied "
        "by the statements of the migrations; no round is closed, so that all figures are live",
    )  # fmt: skip


def _call(number: int, month: date, metadata: Any) -> Callable[[grpc.aio.Channel], Any]:
    """Report 3 is of the fiscal year of the month."""
    request: Any = getattr(service, f"GetReport{number}Request")
    fields = {"fiscal_year": fiscal_year(month)} if number == 3 else _of_month(request, month)

    async def call(channel: grpc.aio.Channel) -> Any:
        return await getattr(ReportServiceStub(channel), f"GetReport{number}")(request(**fields), metadata=metadata)

    return call


def _of_month(request: Any, month: date) -> dict[str, str]:
    name = "from_month" if "from_month" in request.DESCRIPTOR.fields_by_name else request.DESCRIPTOR.fields[0].name
    return {name: f"{month:%Y-%m}"}
