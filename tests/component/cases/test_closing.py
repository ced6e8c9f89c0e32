"""Closing a month for its round: what was recorded in it is edited no more, and all of it is in the stream (SUM-5)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import nats
import pytest
from nats.js import JetStreamContext

from cases.adapters.store import SqlCaseStore
from cases.app.asking import Caller
from cases.domain.permissions import EDIT
from cases.service import SERVICE
from dev.stack import Stack
from kit.database.requests import RequestKey
from kit.events.relay import Relay
from kit.events.republish import Republishing
from kit.events.streams import ensure_stream
from rongrian.cases.v1 import view_pb2
from rongrian.cases.v1.case_service_pb2 import EditEntryRequest
from rongrian.cases.v1.closing_service_pb2 import CloseMonthRequest, CloseMonthResponse, ListReasonsRequest
from rongrian.cases.v1.closing_service_pb2_grpc import ClosingServiceStub
from tests.component.agencies.world import client_token
from tests.component.cases.conftest import Metadata
from tests.component.cases.desk import Desk
from tests.component.cases.forms import form_of
from tests.component.cases.kept import told, trail
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.complaints import a_complaint, a_round_report, a_work_report, an_explanation
from tests.support.running import Running, running

Close = Callable[[str], Coroutine[Any, Any, CloseMonthResponse]]


@pytest.fixture
async def cases(stack: Stack, cast: Cast, clock: FixedClock, nats_url: str) -> AsyncIterator[Running]:
    """With a stream of its own."""
    async with running(stack, SERVICE, clock, cast, nats_url=nats_url) as service:
        yield service


@pytest.fixture
async def jetstream(nats_url: str) -> AsyncIterator[JetStreamContext]:
    connection = await nats.connect(nats_url)
    yield connection.jetstream()
    await connection.close()


@pytest.fixture
def close(closing: ClosingServiceStub, as_reporting: Metadata) -> Close:
    async def closed(month: str) -> CloseMonthResponse:
        return await closing.CloseMonth(CloseMonthRequest(month=month), metadata=as_reporting)

    return closed


@pytest.fixture
async def relay(cases: Running, jetstream: JetStreamContext) -> Relay:
    await ensure_stream(jetstream, "cases")
    return Relay(cases.database, jetstream, "cases")


@pytest.fixture
async def reported(krom1: Desk, clock: FixedClock) -> view_pb2.Case:
    """A case of July whose round 7 was reported in July; it is 11 August."""
    [case] = await krom1.records(a_complaint("1", "2020-07-15"))
    await krom1(a_round_report(case.id, "2020-07-15"))
    clock.day = date(2020, 8, 11)
    return await krom1.case(case.id)


def an_edit(case_id: str, edition: int = 1) -> EditEntryRequest:
    """Of the report of round 7."""
    return EditEntryRequest(case_id=case_id, number=2, edition=edition, report=a_work_report("2020-07-15"))


@pytest.mark.rule("SUM-5")
@pytest.mark.usefixtures("reported")
async def test_what_the_relay_holds_back_is_waited_for_and_then_the_stream_is_known_to_its_end(
    close: Close, relay: Relay, jetstream: JetStreamContext
) -> None:
    held_back = await close("2020-07")
    await relay.publish_waiting()
    published = await close("2020-07")

    last = (await jetstream.stream_info("CASES")).state.last_seq
    assert (held_back.is_published, published.is_published) == (False, True)
    assert published.last_sequence == last == 2


@pytest.mark.rule("SUM-5", "REL-4")
@pytest.mark.usefixtures("reported")
async def test_a_stream_that_lost_what_it_held_is_waited_for_until_it_is_filled_again(
    close: Close, cases: Running, relay: Relay, jetstream: JetStreamContext
) -> None:
    await relay.publish_waiting()
    await jetstream.delete_stream("CASES")
    gone = await close("2020-07")
    await ensure_stream(jetstream, "cases")
    empty = await close("2020-07")
    await Republishing(cases.database, jetstream, "cases").run(lambda done, total: None)
    refilled = await close("2020-07")

    assert [answer.is_published for answer in (gone, empty, refilled)] == [False, False, True]
    assert refilled.last_sequence == 2


@pytest.mark.rule("CASE-20", "SUM-5")
async def test_from_the_closing_on_entries_and_records_of_the_month_are_not_edited_and_steps_go_on(
    krom1: Desk, close: Close, relay: Relay, reported: view_pb2.Case
) -> None:
    [other] = await krom1.records(a_complaint("2", "2020-08-03"))
    await close("2020-07")

    of_entry = await krom1.refused(an_edit(reported.id))
    of_record = await krom1.refused(form_of(await krom1.complaint(reported.complaint_id)))
    await krom1(form_of(await krom1.complaint(other.complaint_id)))
    await krom1(a_round_report(reported.id, "2020-08-11", round_="ROUND_37"))

    assert (of_entry.code, of_record.code) == ("month_is_closed", "month_is_closed")


@pytest.mark.rule("SUM-5", "CASE-27")
@pytest.mark.usefixtures("reported", "relay")
async def test_a_month_is_closed_once_and_the_trail_says_by_whom(close: Close, cases: Running) -> None:
    await asyncio.gather(close("2020-07"), close("2020-07"))
    await close("2020-06")

    entries = [entry for entry in await trail(cases) if entry.action == "month.close"]
    assert [entry.after for entry in entries] == [{"month": "2020-07"}, {"month": "2020-06"}]
    assert {(entry.object_kind, tuple(entry.roles)) for entry in entries} == {("month", ("service",))}
    assert entries[0].object_id == str(UUID(int=202007))


@pytest.mark.rule("SUM-5")
@pytest.mark.usefixtures("reported")
@pytest.mark.parametrize("month", ["2020-08", "2020-09", "2021-01", "0000-01", "2020-13", "กรกฎาคม"])
async def test_a_month_that_is_not_over_or_is_none_is_not_closed(close: Close, month: str) -> None:
    refusal = await refusal_of(close(month))

    assert refusal.faults == {("month", "SUM-5")}


@pytest.mark.rule("SUM-5")
async def test_without_nats_it_says_so_and_the_month_is_closed_all_the_same(
    stack: Stack, cast: Cast, clock: FixedClock, as_reporting: Metadata
) -> None:
    clock.day = date(2020, 8, 11)
    async with running(stack, SERVICE, clock, cast, nats_url="nats://127.0.0.1:1") as cases:
        stub = ClosingServiceStub(cases.channel)
        refusal = await refusal_of(stub.CloseMonth(CloseMonthRequest(month="2020-07"), metadata=as_reporting))

        assert refusal.code == "unavailable"
        assert [entry.action for entry in await trail(cases)] == ["month.close"]


@pytest.mark.rule("CASE-20")
async def test_closing_waits_for_an_edit_under_way_which_is_kept_and_holds_up_no_step(
    krom1: Desk, cases: Running, close: Close, relay: Relay, reported: view_pb2.Case
) -> None:
    [other] = await krom1.records(a_complaint("2", "2020-07-20"))
    on = cases.foundation
    store = SqlCaseStore(on.database, on.clock, on.sealer, on.blind_index)
    subject = UUID(krom1.subject)
    asked = Caller(await on.directory.viewer_of(subject), RequestKey(None, subject, b"")).asks(EDIT, on.clock)

    async with store.editing_entry(UUID(reported.id), 2, 1, asked) as editing:
        closing = asyncio.create_task(close("2020-07"))
        await asyncio.sleep(0.5)
        assert not closing.done()
        assert editing.closed_months == frozenset()
        await krom1(an_explanation(other.id))
        editing.edited = editing.recorded.entry
    await closing

    assert (await krom1.case(reported.id)).timeline[1].edition == 2
    assert (await krom1.refused(an_edit(reported.id, edition=2))).code == "month_is_closed"


@pytest.mark.rule("CASE-20")
async def test_each_edit_at_the_moment_of_the_closing_is_before_it_or_refused(
    krom1: Desk, cases: Running, close: Close, relay: Relay, clock: FixedClock
) -> None:
    recorded = [(await krom1.records(a_complaint(str(n), "2020-07-15")))[0] for n in range(12)]
    for case in recorded:
        await krom1(a_round_report(case.id, "2020-07-15"))
    clock.day = date(2020, 8, 11)

    async def edited(case_id: str, after: float) -> str:
        await asyncio.sleep(after)
        try:
            await krom1(an_edit(case_id))
        except Exception as error:
            return error.details()  # type: ignore[attr-defined, no-any-return]
        return "edited"

    closing = asyncio.create_task(close("2020-07"))
    ends = await asyncio.gather(*(edited(case.id, n * 0.004) for n, case in enumerate(recorded)))
    await closing

    editions = [(await krom1.case(case.id)).timeline[1].edition for case in recorded]
    assert editions == [2 if end == "edited" else 1 for end in ends]
    assert ends[-1] != "edited"
    assert len({end for end in ends if end != "edited"}) == 1
    told_of = [(await told(cases, case.id)).count("case_edited") for case in recorded]
    assert told_of == [edition - 1 for edition in editions]


@pytest.mark.rule("ROLE-3")
async def test_nobody_but_reporting_closes_a_month_or_reads_the_reasons(
    closing: ClosingServiceStub, cast: Cast, stack: Stack
) -> None:
    deadlines = client_token(stack, "svc-deadlines", stack.around.secrets["SVC_DEADLINES_SECRET"])
    for metadata in (cast.metadata("test-pacc"), (("authorization", f"Bearer {deadlines}"),)):
        of_closing = await refusal_of(closing.CloseMonth(CloseMonthRequest(month="2020-06"), metadata=metadata))
        ids = [str(uuid4())]
        of_reasons = await refusal_of(closing.ListReasons(ListReasonsRequest(case_ids=ids), metadata=metadata))

        assert of_closing.metadata == {"permission": "month.close"}
        assert of_reasons.metadata == {"permission": "case.read_reasons"}
