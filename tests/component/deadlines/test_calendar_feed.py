"""The calendar feed: read by a secret address as its owner would see it at that moment."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import date
from urllib.parse import urlsplit

import httpx
import pytest
from icalendar import Calendar
from sqlalchemy import String, func, select
from sqlalchemy import cast as sql_cast

from deadlines.adapters.reminder_tables import calendar_feeds
from deadlines.service import SERVICE
from kit.database.tables import audit_entry
from kit.directory.copy import put_officers
from kit.http import HttpPort
from rongrian.agencies.v1.agency_events_pb2 import OfficerRights
from rongrian.cases.v1 import case_pb2
from rongrian.deadlines.v1 import reminder_service_pb2 as service
from rongrian.deadlines.v1.reminder_service_pb2_grpc import ReminderServiceStub
from tests.component.deadlines.case_events import tell_events
from tests.component.deadlines.case_stories import CaseStory
from tests.support import tree
from tests.support.answers import refusal_of
from tests.support.cast import NAM_NATIONAL_ID, Cast
from tests.support.clock import FixedClock
from tests.support.running import Running

DAY_8 = date(2020, 7, 23)


@pytest.fixture
def feeds(deadlines: Running) -> ReminderServiceStub:
    return ReminderServiceStub(deadlines.channel)


@pytest.fixture
async def http(deadlines: Running) -> AsyncIterator[httpx.AsyncClient]:
    """The plain HTTP port of `serve`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    port = HttpPort(address, not_ready=nothing, unsettled=nothing, further=SERVICE.routes(deadlines.foundation))
    await port.start()
    async with httpx.AsyncClient(base_url=f"http://{address}") as client:
        await until_it_answers(client)
        yield client
    await port.stop()


async def nothing(*_: object) -> list[str]:
    return []


async def until_it_answers(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                await client.get("/healthz")
            except httpx.ConnectError:
                await asyncio.sleep(0.02)
            else:
                return


async def address_of(feeds: ReminderServiceStub, cast: Cast, username: str) -> str:
    """Without the host, which is where the stack's own process answers."""
    answer = await feeds.RenewCalendarFeed(service.RenewCalendarFeedRequest(), metadata=cast.metadata(username))
    assert answer.address.startswith("http://")
    return urlsplit(answer.address).path


async def entries(http: httpx.AsyncClient, address: str) -> dict[str, str]:
    """Summaries by the day on which they stand."""
    answer = await http.get(address)
    assert answer.status_code == 200
    return {
        str(event["uid"]): f"{event.decoded('dtstart')} {event['summary']}" for event in calendar(answer).walk("VEVENT")
    }


def calendar(answer: httpx.Response) -> Calendar:
    parsed = Calendar.from_ical(answer.content)
    assert isinstance(parsed, Calendar)
    return parsed


@pytest.mark.rule("DUE-11", "DUE-14")
async def test_the_due_list_is_read_as_whole_days_with_number_duty_and_ground(
    deadlines: Running, feeds: ReminderServiceStub, http: httpx.AsyncClient, cast: Cast, clock: FixedClock
) -> None:
    story, theirs = CaseStory(), CaseStory("2-1", agency=tree.DEPARTMENT_2)
    await tell_events(deadlines, story.recorded(), theirs.recorded())
    address = await address_of(feeds, cast, "test-krom1")
    clock.day = DAY_8

    answer = await http.get(address)

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-store"
    first, second = sorted(calendar(answer).walk("VEVENT"), key=lambda event: event.decoded("dtstart"))
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (date(2020, 7, 22), date(2020, 7, 23))
    assert str(first["summary"]) == "5888-1 รายงานรอบ 7 วัน (เกินกำหนด 1 วัน)"
    assert "22 กรกฎาคม 2563" in str(first["description"])
    assert "ข้อ 7 (1)" in str(first["description"])
    assert (second.decoded("dtstart"), str(second["summary"])) == (date(2020, 8, 21), "5888-1 รายงานรอบ 37 วัน")
    before = await entries(http, address)
    await tell_events(deadlines, story.reported(case_pb2.ROUND_7, DAY_8))
    after = await entries(http, address)
    assert list(after.values()) == ["2020-08-21 5888-1 รายงานรอบ 37 วัน"]
    assert after.items() <= before.items()


@pytest.mark.rule("DUE-11", "ROLE-1")
async def test_it_is_told_once_renewed_at_once_and_ended_at_once(
    deadlines: Running, feeds: ReminderServiceStub, http: httpx.AsyncClient, cast: Cast
) -> None:
    metadata = cast.metadata("test-krom1")

    async def exists() -> bool:
        answer = await feeds.GetCalendarFeed(service.GetCalendarFeedRequest(), metadata=metadata)
        assert answer.exists == answer.HasField("renewed_at")
        return bool(answer.exists)

    assert not await exists()
    first = await address_of(feeds, cast, "test-krom1")
    assert await exists()
    assert (await http.get(first)).status_code == 200
    second = await address_of(feeds, cast, "test-krom1")
    assert second != first
    assert [(await http.get(each)).status_code for each in (first, second)] == [404, 200]

    for _ in range(2):
        await feeds.EndCalendarFeed(service.EndCalendarFeedRequest(), metadata=metadata)
    assert not await exists()
    assert (await http.get(second)).status_code == 404
    async with deadlines.database.read() as connection:
        actions = (await connection.execute(select(audit_entry.c.action).order_by(audit_entry.c.entry_id))).scalars()
        assert list(actions) == ["calendar_feed.renew", "calendar_feed.renew", "calendar_feed.end"]


@pytest.mark.rule("ROLE-1", "ROLE-5")
async def test_it_shows_what_its_owner_may_see_now_and_ends_with_his_access(
    deadlines: Running, feeds: ReminderServiceStub, http: httpx.AsyncClient, cast: Cast
) -> None:
    index = deadlines.foundation.blind_index
    accusing, marking = CaseStory("1-1", accused=(index.of(NAM_NATIONAL_ID),)), CaseStory("2-1")
    await tell_events(deadlines, accusing.recorded(), marking.recorded(), CaseStory("3-1").recorded())
    nam = cast["test-krom1-nam"]
    assert nam.subject is not None
    address = await address_of(feeds, cast, "test-krom1-nam")
    assert {each.split()[1] for each in (await entries(http, address)).values()} == {"2-1", "3-1"}
    await tell_events(deadlines, marking.recused(nam.subject, DAY_8))
    assert {each.split()[1] for each in (await entries(http, address)).values()} == {"3-1"}

    moved = nam.rights(index, version=2)
    moved.agency_id = str(tree.DEPARTMENT_2)
    await learn(deadlines, moved)
    assert await entries(http, address) == {}
    await learn(deadlines, nam.rights(index, version=3, is_active=False))
    gone, unknown = await http.get(address), await http.get("/v1/calendar/x.ics")
    assert gone.status_code == unknown.status_code == 404
    assert (gone.content, headers(gone)) == (unknown.content, headers(unknown))


async def learn(deadlines: Running, rights: OfficerRights) -> None:
    async with deadlines.database.begin() as connection:
        await put_officers(connection, [rights])


def headers(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "date"}


@pytest.mark.rule("DUE-11")
async def test_the_secret_is_in_no_table_and_no_log(
    deadlines: Running,
    feeds: ReminderServiceStub,
    http: httpx.AsyncClient,
    cast: Cast,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level("DEBUG", logger="uvicorn")
    caplog.set_level("DEBUG", logger="rongrian")
    address = await address_of(feeds, cast, "test-krom1")
    secret = address.removeprefix("/v1/calendar/").removesuffix(".ics")
    assert len(secret) >= 43
    await http.get(address)
    await http.get(address.replace(secret, secret[:-1]))

    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert not [line for line in ours if secret in line]
    assert secret not in "".join(capfd.readouterr())
    async with deadlines.database.read() as connection:
        rows = (await connection.execute(select(sql_cast(calendar_feeds.c.secret_hash, String)))).scalars().all()
        trail = (await connection.execute(select(func.string_agg(audit_entry.c.after, "")))).scalar_one()
    assert secret not in "".join([*rows, trail])


@pytest.mark.rule("ROLE-3")
async def test_an_inspector_has_no_feed(feeds: ReminderServiceStub, cast: Cast) -> None:
    asked = feeds.RenewCalendarFeed(service.RenewCalendarFeedRequest(), metadata=cast.metadata("test-auditor"))

    assert (await refusal_of(asked)).metadata == {"permission": "calendar_feed.keep"}
