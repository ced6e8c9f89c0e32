"""The bell: what addresses its reader, of what he may see now, as it stands now."""

from collections.abc import Sequence
from datetime import UTC, date, timedelta
from uuid import UUID

import grpc
import pytest

from deadlines.adapters.reminding import SqlReminderStore
from rongrian.cases.v1 import case_pb2
from rongrian.deadlines.v1 import obligation_pb2
from rongrian.deadlines.v1 import reminder_service_pb2 as service
from rongrian.deadlines.v1.deadline_service_pb2 import ExtendObligationRequest
from rongrian.deadlines.v1.deadline_service_pb2_grpc import DeadlineServiceStub
from rongrian.deadlines.v1.reminder_service_pb2_grpc import ReminderServiceStub
from tests.component.deadlines.case_events import tell_events
from tests.component.deadlines.case_stories import RECEIVED, CaseStory
from tests.component.deadlines.own_policies import STUDY, kept, put_policy
from tests.support import tree
from tests.support.answers import refusal_of
from tests.support.cast import NAM_NATIONAL_ID, Cast
from tests.support.clock import FixedClock
from tests.support.running import Running

DAY_7 = date(2020, 7, 22)


@pytest.fixture
def bell(deadlines: Running) -> ReminderServiceStub:
    return ReminderServiceStub(deadlines.channel)


@pytest.fixture
def store(deadlines: Running, clock: FixedClock) -> SqlReminderStore:
    return SqlReminderStore(deadlines.database, deadlines.foundation.directory, clock)


async def plan_each_day_until(store: SqlReminderStore, clock: FixedClock, day: date) -> None:
    while clock.day < day:
        clock.day += timedelta(days=1)
        await store.plan(clock.day)


async def heard(bell: ReminderServiceStub, cast: Cast, username: str, token: str = "") -> service.ListBellResponse:
    answer: service.ListBellResponse = await bell.ListBell(
        service.ListBellRequest(page_token=token), metadata=cast.metadata(username)
    )
    return answer


def steps(answer: service.ListBellResponse) -> list[tuple[str, int]]:
    return [(notice.obligation.object_number, notice.days_after_due) for notice in answer.notices]


@pytest.mark.rule("DUE-10", "DUE-5")
async def test_each_hears_what_addresses_him_the_newest_first(
    deadlines: Running, bell: ReminderServiceStub, store: SqlReminderStore, cast: Cast, clock: FixedClock
) -> None:
    await tell_events(
        deadlines,
        CaseStory("1-1", with_pacc=True).recorded(),
        CaseStory("2-1", agency=tree.DEPARTMENT_2).recorded(),
    )
    await plan_each_day_until(store, clock, date(2020, 8, 6))

    own = await heard(bell, cast, "test-krom1")
    assert steps(own) == [("1-1", days) for days in (15, 7, 1, 0, -1, -3)]
    assert own.unread == 6
    assert steps(await heard(bell, cast, "test-krom2")) == [("2-1", days) for days in (15, 7, 1, 0, -1, -3)]
    of_acoc = steps(await heard(bell, cast, "test-acoc"))
    assert sorted(of_acoc) == sorted((number, days) for number in ("1-1", "2-1") for days in (15, 7, 1))
    assert [days for _, days in of_acoc] == [15, 15, 7, 7, 1, 1]
    assert steps(await heard(bell, cast, "test-pacc")) == [("1-1", 15)]
    for silent in ("test-ministry", "test-office", "test-office-acoc", "test-other-acoc"):
        assert steps(await heard(bell, cast, silent)) == []
    newest = own.notices[0]
    assert newest.kind == service.NOTICE_KIND_REMINDER
    assert newest.noted_at.ToDatetime(UTC).date() in (date(2020, 8, 5), date(2020, 8, 6))
    assert (newest.obligation.duty, newest.obligation.due_on) == ("รายงานรอบ 7 วัน", "2020-07-22")
    assert "ข้อ 7 (1)" in newest.obligation.basis


@pytest.mark.rule("ROLE-5", "ROLE-6")
async def test_the_right_to_hear_is_that_of_the_moment(
    deadlines: Running, bell: ReminderServiceStub, store: SqlReminderStore, cast: Cast, clock: FixedClock
) -> None:
    nam, krom1 = cast["test-krom1-nam"].subject, cast["test-krom1"].subject
    assert nam is not None
    assert krom1 is not None
    index = deadlines.foundation.blind_index.of(NAM_NATIONAL_ID)
    accusing, marking, handled = CaseStory("1-1", accused=(index,)), CaseStory("2-1"), CaseStory("3-1")
    await tell_events(deadlines, *(story.recorded() for story in (accusing, marking, handled)))
    await plan_each_day_until(store, clock, DAY_7)
    assert {number for number, _ in steps(await heard(bell, cast, "test-krom1"))} == {"1-1", "2-1", "3-1"}
    assert {number for number, _ in steps(await heard(bell, cast, "test-krom1-nam"))} == {"2-1", "3-1"}

    await tell_events(deadlines, marking.recused(krom1, DAY_7), handled.given_to(nam, DAY_7))

    assert {number for number, _ in steps(await heard(bell, cast, "test-krom1"))} == {"1-1"}
    assert {number for number, _ in steps(await heard(bell, cast, "test-krom1-nam"))} == {"2-1", "3-1"}
    assert (await heard(bell, cast, "test-krom1")).unread == 3


async def test_what_was_settled_since_is_shown_as_settled(
    deadlines: Running, bell: ReminderServiceStub, store: SqlReminderStore, cast: Cast, clock: FixedClock
) -> None:
    story = CaseStory()
    await tell_events(deadlines, story.recorded())
    await plan_each_day_until(store, clock, DAY_7)
    await tell_events(deadlines, story.reported(case_pb2.ROUND_7, DAY_7))

    states = [notice.obligation.state for notice in (await heard(bell, cast, "test-krom1")).notices]
    assert states == [obligation_pb2.OBLIGATION_STATE_MET] * 3


@pytest.mark.rule("DUE-10")
async def test_what_is_read_stays_read_and_what_comes_later_is_not(
    deadlines: Running, bell: ReminderServiceStub, store: SqlReminderStore, cast: Cast, clock: FixedClock
) -> None:
    metadata = cast.metadata("test-krom1")
    await tell_events(deadlines, CaseStory().recorded())
    await plan_each_day_until(store, clock, date(2020, 7, 21))
    first = await heard(bell, cast, "test-krom1")
    newest, oldest = first.notices
    assert (first.unread, newest.is_read) == (2, False)

    await bell.MarkBellRead(service.MarkBellReadRequest(up_to=newest.noted_at), metadata=metadata)
    await bell.MarkBellRead(service.MarkBellReadRequest(up_to=oldest.noted_at), metadata=metadata)
    assert [notice.is_read for notice in (await heard(bell, cast, "test-krom1")).notices] == [True, True]
    assert (await heard(bell, cast, "test-krom1-nam")).unread == 2

    far = service.MarkBellReadRequest()
    far.up_to.FromJsonString("2564-01-01T00:00:00Z")
    await bell.MarkBellRead(far, metadata=metadata)
    await plan_each_day_until(store, clock, DAY_7)
    later = await heard(bell, cast, "test-krom1")
    assert (later.unread, [notice.is_read for notice in later.notices]) == (1, [False, True, True])


async def test_pages_of_fifty_hold_each_notice_once(
    deadlines: Running, bell: ReminderServiceStub, store: SqlReminderStore, cast: Cast, clock: FixedClock
) -> None:
    await tell_events(
        deadlines, *(CaseStory(f"{n}-1", received_on=RECEIVED + timedelta(days=n % 3)).recorded() for n in range(60))
    )
    await plan_each_day_until(store, clock, DAY_7)

    sizes, seen, token = [], list[service.Notice](), ""
    while True:
        answer = await heard(bell, cast, "test-krom1", token)
        sizes.append(len(answer.notices))
        seen += answer.notices
        token = answer.next_page_token
        if not token:
            break

    assert sizes == [50, 50, 20]
    assert answer.unread == 120
    assert len({notice.id for notice in seen}) == 120
    assert in_order(seen)


def in_order(notices: Sequence[service.Notice]) -> bool:
    places = [(notice.noted_at.ToNanoseconds(), UUID(notice.id)) for notice in notices]
    return places == sorted(places, reverse=True)


async def test_a_page_token_that_no_page_gave_and_a_missing_moment_are_refused(
    bell: ReminderServiceStub, cast: Cast
) -> None:
    metadata = cast.metadata("test-krom1")
    for token in ("x", "2020-07-22~x", "2020-07-22T00:00:00~00000000-0000-0000-0000-000000000000"):
        refusal = await refusal_of(bell.ListBell(service.ListBellRequest(page_token=token), metadata=metadata))
        assert [field for field, _ in refusal.faults] == ["page_token"]
    beyond = service.MarkBellReadRequest()
    beyond.up_to.seconds = 10**15
    for request in (service.MarkBellReadRequest(), beyond):
        refusal = await refusal_of(bell.MarkBellRead(request, metadata=metadata))
        assert [field for field, _ in refusal.faults] == ["up_to"]


@pytest.mark.rule("ROLE-3")
async def test_who_is_never_reminded_has_no_bell(bell: ReminderServiceStub, cast: Cast) -> None:
    refusal = await refusal_of(bell.ListBell(service.ListBellRequest(), metadata=cast.metadata("test-auditor")))

    assert refusal.status is grpc.StatusCode.PERMISSION_DENIED
    assert refusal.metadata == {"permission": "bell.read"}


@pytest.mark.rule("DUE-3", "DUE-13")
async def test_who_owes_and_the_acoc_above_hear_of_a_date_that_moved_and_of_its_old_reminders_no_more(
    deadlines: Running,
    bell: ReminderServiceStub,
    stub: DeadlineServiceStub,
    store: SqlReminderStore,
    cast: Cast,
    clock: FixedClock,
) -> None:
    await put_policy(deadlines, is_extendable=True)
    await tell_events(deadlines, CaseStory().recorded())
    clock.day = date(2020, 7, 17)
    await store.plan(clock.day)
    [study] = await kept(deadlines)
    extension = ExtendObligationRequest(obligation_id=str(study.id), days=1, reason="รอพยานเอกสาร")
    assert len((await heard(bell, cast, "test-krom1")).notices) == 1
    await stub.ExtendObligation(extension, metadata=cast.metadata("test-acoc"))

    for listener in ("test-krom1", "test-acoc"):
        [moved] = (await heard(bell, cast, listener)).notices
        assert moved.kind == service.NOTICE_KIND_DUE_MOVED
        assert (moved.old_due_on, moved.new_due_on) == ("2020-07-17", "2020-07-20")
        assert moved.obligation.due_on == "2020-07-20"
    assert not (await heard(bell, cast, "test-krom2")).notices
    clock.day = date(2020, 7, 20)
    await store.plan(clock.day)
    told = [each for each in (await heard(bell, cast, "test-krom1")).notices if each.obligation.policy == STUDY]
    assert [(each.kind, each.obligation.due_on) for each in told] == [
        (service.NOTICE_KIND_REMINDER, "2020-07-20"),
        (service.NOTICE_KIND_DUE_MOVED, "2020-07-20"),
    ]
