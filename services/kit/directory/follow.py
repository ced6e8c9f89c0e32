"""Following `agencies`: the first time from its snapshot, then by its events; and watching how old the copy is."""

import asyncio
from datetime import date

from sqlalchemy import delete, select

from kit.clock import Clock
from kit.database.engine import Database
from kit.database.tables import directory_agency, directory_freshness, directory_officer
from kit.directory.copy import is_empty, put_agencies, put_officers, take_in_agencies_events
from kit.events.consumer import Consumer, Subscription, hold_consumer
from kit.grpc.neighbour import Neighbour
from kit.log import log
from kit.metrics import DIRECTORY_LAG
from rongrian.agencies.v1.agency_events_pb2 import AgenciesEvent
from rongrian.agencies.v1.directory_service_pb2 import GetSnapshotRequest
from rongrian.agencies.v1.directory_service_pb2_grpc import DirectoryServiceStub

ALARM_SECONDS = 5.0
SNAPSHOT_SECONDS = 60.0


class DirectoryFollower:
    """Keeps this service's copy. `consumer` is subscribed to the events of `agencies`."""

    name = "directory"

    def __init__(self, database: Database, agencies: Neighbour, consumer: Consumer[AgenciesEvent]) -> None:
        self._database = database
        self._agencies = agencies
        self._consumer = consumer

    async def run(self) -> None:
        async with self._database.read() as connection:
            empty = await is_empty(connection)
        if empty:
            await take_snapshot(self._database, self._agencies, self._consumer.name)
        await self._consumer.run()

    async def is_settled(self, day: date) -> bool:
        return await self._consumer.is_settled(day)


async def take_snapshot(database: Database, agencies: Neighbour, consumer: str) -> int:
    """The copy, empty or not, becomes what `agencies` answers; returns how many agencies and officers there are.

    One transaction: whoever calls meanwhile is judged by the copy of before. `consumer`, which follows `agencies`,
    takes nothing in beside it, so that everything known here was recorded there before it is asked. Raises Unavailable.
    """
    count = 0
    async with agencies.calling() as metadata, database.begin() as connection:
        await hold_consumer(connection, consumer)
        for table in (directory_officer, directory_agency):
            await connection.execute(delete(table))
        stub = DirectoryServiceStub(agencies.channel)
        async for part in stub.GetSnapshot(GetSnapshotRequest(), metadata=metadata, timeout=SNAPSHOT_SECONDS):
            await put_agencies(connection, part.agencies)
            await put_officers(connection, part.officers)
            count += len(part.agencies) + len(part.officers)
    return count


class DirectoryWatch:
    """Measures the age of the copy each second and raises an alarm beyond five; serving goes on (ROLE-2)."""

    name = "directory-watch"

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._began = clock.now()

    async def run(self) -> None:
        while True:
            async with self._database.read() as connection:
                fresh_at = (await connection.execute(select(directory_freshness.c.fresh_at))).scalar_one_or_none()
            # A copy that was never told to be whole is as old as this process.
            lag = (self._clock.now() - (fresh_at or self._began)).total_seconds()
            DIRECTORY_LAG.set(lag)
            if lag > ALARM_SECONDS:
                log.error("directory copy is old", seconds=round(lag, 1))
            await asyncio.sleep(1)


def agencies_subscription(service: str) -> Subscription[AgenciesEvent]:
    """The subscription that keeps a service's copy of the directory."""
    return Subscription(
        service=service,
        publisher="agencies",
        event_type=AgenciesEvent,
        event_id=lambda event: event.header.event_id,
        handle=take_in_agencies_events,
        is_harmless=lambda event: event.WhichOneof("event") == "heartbeat",
    )
