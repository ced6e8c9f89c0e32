"""Services that follow `cases` by a stream of their own: what it tells, taken in by them, and what they keep of it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from sqlalchemy import Table, select

from kit.events.consumer import Consumer, Subscription
from kit.events.relay import Relay
from kit.events.streams import ensure_stream
from kit.process import Service
from kit.work.jobs import Jobs
from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_service_pb2 import EditEntryRequest, SendCasesRequest
from rongrian.cases.v1.complaint_service_pb2 import DeleteComplaintRequest, RestoreComplaintRequest
from tests.component.cases.desk import Desk
from tests.component.cases.forms import form_of
from tests.support.clock import FixedClock
from tests.support.complaints import (
    NITIKORN,
    a_complaint,
    a_conclusion,
    a_round_report,
    an_explanation,
    an_outcome,
    some_proceedings,
    some_progress,
    the_manuals_complaint,
)
from tests.support.running import Running

Rows = Mapping[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Office:
    """Who works at the cases, and the day."""

    krom1: Desk
    acoc: Desk
    clock: FixedClock

    async def work(self) -> None:
        """Lives of both eras from July to September: in time, late, found, edited, sent, deleted and restored."""
        day, krom1, acoc = self._day, self.krom1, self.acoc
        day(2020, 7, 15)
        din, nam = await krom1.records(the_manuals_complaint())
        [before] = await krom1.records(a_complaint("1/2561", "2018-03-27"))
        [gone] = await krom1.records(a_complaint("gone", "2020-07-15"))
        [back] = await krom1.records(a_complaint("back", "2020-07-15"))
        [owing] = await krom1.records(a_complaint("owing", "2020-07-15"))
        day(2020, 7, 22)
        for case in (din, gone, back):
            await krom1(a_round_report(case.id))
        await krom1(SendCasesRequest(case_ids=[din.id, nam.id, owing.id], to=case_pb2.LEVEL_MINISTRY_ACOC))
        day(2020, 7, 23)
        await krom1(an_explanation(nam.id))
        await krom1(EditEntryRequest(case_id=nam.id, number=2, edition=1, explanation="งานมาก"))
        await krom1(a_round_report(nam.id))
        await krom1(some_progress(before.id, "2020-07-20"))
        day(2020, 8, 3)
        found = {"first_name": "ไฟ", "last_name": "สีส้ม", "has_no_national_id": True}
        officials = [{"official": NITIKORN | found, "allegations": [2], "becomes_a_case": True}]
        await krom1(a_conclusion(din.id, allegations=(1, 2), found_officials=officials))
        await krom1(form_of(await krom1.complaint(before.complaint_id)))
        for case in (gone, back):
            await krom1(DeleteComplaintRequest(complaint_id=case.complaint_id, case_ids=[case.id], reason="บันทึกซ้ำ"))
        await acoc(RestoreComplaintRequest(complaint_id=back.complaint_id))
        await acoc(SendCasesRequest(case_ids=[din.id], to=case_pb2.LEVEL_PACC))
        day(2020, 9, 1)
        await krom1(some_proceedings(din.id, "2020-08-05"))
        await krom1(an_outcome(din.id))
        await krom1(a_conclusion(before.id, "2020-08-20", ground="GROUND_NONE"))

    def _day(self, year: int, month: int, day: int) -> None:
        self.clock.day = date(year, month, day)


async def publish(cases: Running, jetstream: JetStreamContext) -> None:
    """Everything that it has told until now."""
    await ensure_stream(jetstream, "cases")
    relay = Relay(cases.database, jetstream, "cases")
    while await relay.publish_waiting():
        pass


def subscription_of(service: Service, running: Running) -> Subscription[Any]:
    """The service's to the events of `cases`."""
    return next(each for each in service.subscriptions(running.foundation) if each.publisher == "cases")


@asynccontextmanager
async def following(service: Service, running: Running, jetstream: JetStreamContext) -> AsyncIterator[Consumer[Any]]:
    """Its consumer at work while the block lasts."""
    consumer = Consumer(running.database, jetstream, subscription_of(service, running))
    working = asyncio.create_task(Jobs([consumer]).run())
    try:
        yield consumer
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def settled(consumer: Consumer[Any]) -> None:
    """Returns when it has taken everything in; raises TimeoutError when that does not happen."""
    for _ in range(600):
        await asyncio.sleep(0.05)
        with suppress(NotFoundError):  # where it has not begun yet
            if await consumer.waiting() == 0:
                return
    raise TimeoutError


async def rows_of(running: Running, *tables: Table) -> Rows:
    """Every row of these tables, in one order."""
    async with running.database.read() as connection:
        return {
            table.name: sorted((tuple(row) for row in await connection.execute(select(table))), key=repr)
            for table in tables
        }
