"""What the other services hear and ask: the snapshot, whom to tell, and the heartbeat."""

import grpc
import nats
import pytest
from sqlalchemy import func, insert, select
from uuid_utils.compat import uuid7

from agencies.adapters.event_codec import encode_heartbeat
from agencies.adapters.heartbeat import Heartbeat
from dev.stack import Stack
from kit.clock import RealClock
from kit.database.tables import directory_freshness, outbox
from kit.events.relay import Relay
from kit.events.streams import ensure_stream
from rongrian.agencies.v1 import directory_service_pb2 as service
from rongrian.agencies.v1.agency_events_pb2 import AgenciesEvent
from rongrian.agencies.v1.directory_service_pb2_grpc import DirectoryServiceStub
from rongrian.agencies.v1.officer_service_pb2 import EndOfficerRequest
from rongrian.agencies.v1.officer_service_pb2_grpc import OfficerServiceStub
from tests.component.agencies.world import a_grant, service_metadata
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.running import Running
from tests.support.tree import DEPARTMENT_1


async def test_the_snapshot_holds_every_agency_after_its_parent_and_every_officer(
    directory: DirectoryServiceStub, cast: Cast, stack: Stack
) -> None:
    parts = directory.GetSnapshot(service.GetSnapshotRequest(), metadata=service_metadata(stack, "cases"))
    told = [part async for part in parts]

    seen: list[str] = []
    for agency in (agency for part in told for agency in part.agencies):
        assert list(agency.path[:-1]) == [] or agency.path[-2] in seen
        seen.append(agency.id)
    assert len(seen) == 16
    subjects = {rights.subject for part in told for rights in part.officers}
    assert {str(person.subject) for person in cast.people.values()} < subjects
    assert "00000000-0000-7000-8000-0000000000a1" in subjects


@pytest.mark.rule("ROLE-3")
async def test_the_directory_is_for_the_services_that_keep_a_copy(
    directory: DirectoryServiceStub, cast: Cast, stack: Stack
) -> None:
    for metadata in (cast.metadata("test-pacc"), service_metadata(stack, "portal")):
        with pytest.raises(grpc.aio.AioRpcError) as refusal:
            async for _ in directory.GetSnapshot(service.GetSnapshotRequest(), metadata=metadata):
                pass
        assert refusal.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_where_a_mail_reaches_an_officer_is_told_while_he_is_in_office(
    directory: DirectoryServiceStub, officers: OfficerServiceStub, cast: Cast, stack: Stack
) -> None:
    metadata = cast.metadata("test-user-admin")
    staying, leaving = a_grant(DEPARTMENT_1, "unit"), a_grant(DEPARTMENT_1, "unit")
    subjects = [(await officers.GrantOfficer(grant, metadata=metadata)).officer.subject for grant in (staying, leaving)]

    async def addresses(*asked: str) -> list[tuple[str, str]]:
        request = service.ListAddressesRequest(subjects=asked)
        answer = await directory.ListAddresses(request, metadata=service_metadata(stack, "deadlines"))
        return sorted((recipient.subject, recipient.email) for recipient in answer.recipients)

    both = sorted(zip(subjects, (staying.email, leaving.email), strict=True))
    assert await addresses(*subjects) == both
    await officers.EndOfficer(EndOfficerRequest(subject=subjects[1], reason="ย้าย"), metadata=metadata)
    assert await addresses(*subjects) == [(subjects[0], staying.email)]
    assert await addresses("00000000-0000-7000-8000-0000000000ff") == []
    asked = service.ListAddressesRequest(subjects=subjects)
    refused = await refusal_of(directory.ListAddresses(asked, metadata=service_metadata(stack, "reporting")))
    assert refused.metadata == {"permission": "directory.recipients"}


@pytest.mark.rule("ROLE-2")
async def test_the_heartbeat_says_since_when_the_oldest_unpublished_event_waits_and_else_now(
    agencies: Running, nats_url: str
) -> None:
    connection = await nats.connect(nats_url)
    jetstream = connection.jetstream()
    await ensure_stream(jetstream, "agencies")
    heartbeat = Heartbeat(agencies.database, jetstream, RealClock())
    waiting = encode_heartbeat(RealClock().now())
    async with agencies.database.begin() as database:
        await database.execute(
            insert(outbox).values(event_id=uuid7(), subject="rongrian.agencies.v1.agency_changed", payload=b"")
        )
        since = (await database.execute(select(func.min(outbox.c.created_at)))).scalar_one()

    async def beat() -> AgenciesEvent:
        await heartbeat.beat()
        message = await jetstream.get_last_msg("AGENCIES", waiting.subject)
        assert (message.headers or {}).get("Nats-TTL") == "10"
        return AgenciesEvent.FromString(message.data or b"")

    told = await beat()
    assert told.header.event_id == ""
    assert abs(told.heartbeat.whole_until.ToDatetime(since.tzinfo) - since).total_seconds() < 0.001

    await Relay(agencies.database, jetstream, "agencies").publish_waiting()
    later = await beat()
    assert later.heartbeat.whole_until.ToDatetime(since.tzinfo) > since
    async with agencies.database.read() as database:
        fresh_at = (await database.execute(select(directory_freshness.c.fresh_at))).scalar_one()
    assert abs((fresh_at - RealClock().now()).total_seconds()) < 5
    await connection.close()
