"""What reporting's `work` takes in, on a stream of the test's own, and what `agencies` would tell it there."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

from google.protobuf.timestamp_pb2 import Timestamp
from nats.js import JetStreamContext
from sqlalchemy import select

from kit.events.consumer import Consumer
from kit.events.streams import ensure_stream, subject_of
from kit.work.jobs import Jobs
from reporting.adapters.round_tables import published_agencies
from reporting.ports.agency_events import directory_subscription
from reporting.ports.case_events import cases_subscription
from rongrian.agencies.v1.agency_events_pb2 import AgenciesEvent, AgencyChanged, DirectoryHeartbeat
from rongrian.kit.v1.event_pb2 import EventHeader
from tests.support import tree
from tests.support.running import Running


class Following:
    """The consumers of `cases` and `agencies`, while the latter says each moment that it has told everything."""

    name = "following"

    def __init__(self, reporting: Running, jetstream: JetStreamContext) -> None:
        subscriptions = cases_subscription(), directory_subscription()
        self._consumers = [Consumer(reporting.database, jetstream, each) for each in subscriptions]
        self._jetstream = jetstream

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(Jobs(self._consumers).run())
            while True:
                await tell_whole(self._jetstream)
                await asyncio.sleep(0.5)


async def tell_whole(jetstream: JetStreamContext) -> None:
    """That everything which `agencies` has recorded until now is in the stream."""
    now = Timestamp()
    now.FromDatetime(datetime.now(UTC))
    await _tell(jetstream, AgenciesEvent(header=EventHeader(), heartbeat=DirectoryHeartbeat(whole_until=now)))


async def tell_agency(jetstream: JetStreamContext, agency_id: UUID, *, thai_name: str, version: int) -> None:
    """An agency of the worked example under another name."""
    [agency] = [each for each in tree.worked_example_tree() if each.id == str(agency_id)]
    agency.thai_name, agency.version = thai_name, version
    header = EventHeader(event_id=str(uuid4()), aggregate_id=agency.id)
    await _tell(jetstream, AgenciesEvent(header=header, agency_changed=AgencyChanged(agency=agency)))


async def published_as(reporting: Running, agency_id: UUID) -> str:
    """The name under which an agency was published."""
    name = select(published_agencies.c.thai_name).where(published_agencies.c.agency_id == agency_id)
    async with reporting.database.read() as connection:
        return str((await connection.execute(name)).scalar_one())


async def _tell(jetstream: JetStreamContext, event: AgenciesEvent) -> None:
    await ensure_stream(jetstream, "agencies")
    await jetstream.publish(subject_of("agencies", "told"), event.SerializeToString())
