"""Reminders of monthly summaries: to whoever may submit them, by step and by hand; none once the round is closed."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from deadlines.adapters.calendar_feeds import SqlCalendarFeeds
from deadlines.adapters.icalendar_form import calendar_of
from deadlines.adapters.reminder_tables import mails as mails_table
from deadlines.adapters.reminder_tables import reminders
from deadlines.app.views import ObligationLine
from deadlines.domain.summary import POLICY
from dev.stack import Stack
from kit.database.tables import audit_entry
from kit.domain.errors import Unavailable
from rongrian.deadlines.v1.reminder_service_pb2 import ListBellRequest
from rongrian.deadlines.v1.reminder_service_pb2_grpc import ReminderServiceStub
from rongrian.deadlines.v1.summary_reminder_service_pb2 import RemindSummariesRequest
from rongrian.deadlines.v1.summary_reminder_service_pb2_grpc import SummaryReminderServiceStub
from tests.component.agencies.world import service_metadata
from tests.component.deadlines.case_events import happenings
from tests.component.deadlines.mailing import Agencies, Mails, Reminding, subjects
from tests.component.deadlines.summaries import (
    ROUND,
    closed,
    open_what_began,
    owe,
    owed_by,
    submitted,
    tell_reporting,
)
from tests.support import tree
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running

KROM1, KROM2, KROM3 = tree.DEPARTMENT_1, tree.DEPARTMENT_2, tree.DEPARTMENTS[3]
THE_1ST, THE_8TH, THE_12TH = date(2020, 9, 1), date(2020, 9, 8), date(2020, 9, 12)
ASKED_BY = uuid4()
SUMMARY = "สรุปรายงานผลการดำเนินการประจำเดือน รอบกันยายน 2563"
SUMMARY_OF_FEED = "รอบกันยายน 2563 สรุปรายงานผลการดำเนินการประจำเดือน"
DUE_TODAY, A_DAY_LATE = f"ครบกำหนดวันนี้: {SUMMARY}", f"เกินกำหนด 1 วัน: {SUMMARY}"


def digest(day: int) -> str:
    return f"สรุปกำหนดเวลาประจำวันที่ {day} กันยายน 2563: 1 รายการ"


@pytest.fixture
def by_hand(deadlines: Running) -> SummaryReminderServiceStub:
    return SummaryReminderServiceStub(deadlines.channel)


async def remind_by_hand(
    by_hand: SummaryReminderServiceStub, stack: Stack, *agencies: UUID, round_: str = ROUND
) -> set[UUID]:
    """Whom `reporting` is told to have been reminded."""
    request = RemindSummariesRequest(
        round=round_, agency_ids=[str(agency) for agency in agencies], asked_by=str(ASKED_BY)
    )
    answer = await by_hand.RemindSummaries(request, metadata=service_metadata(stack, "reporting"))
    return {UUID(agency) for agency in answer.agency_ids}


async def begin(deadlines: Running, clock: FixedClock, *agencies: UUID) -> None:
    """On 1 ก.ย. 2563 round กันยายน opens for these."""
    await owe(deadlines, *agencies)
    clock.day = THE_1ST
    await open_what_began(deadlines)


@pytest.mark.rule("DUE-5", "SUM-5")
async def test_krom2_is_reminded_on_7_9_10_and_11_september_2563_and_not_after_the_round_is_closed_on_the_12th(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    """Line 8 of the worked example: กรมทดสอบ1 submits, กรมทดสอบ2 and กรมทดสอบ3 do not."""
    of_krom1, of_krom2, of_krom3 = [await agencies.engage(agency) for agency in (KROM1, KROM2, KROM3)]
    acoc = await agencies.engage(tree.MINISTRY, "acoc")
    await begin(deadlines, clock, KROM1, KROM2, KROM3)
    await reminding.run_each_day_until(date(2020, 9, 5))
    await tell_reporting(deadlines, submitted(KROM1, on=date(2020, 9, 5)))
    sent_on = {}
    for day in range(6, 12):
        before = len(mails(of_krom2))
        await reminding.run_each_day_until(date(2020, 9, day))
        sent_on[day] = len(mails(of_krom2)) - before

    clock.day = THE_12TH
    await tell_reporting(deadlines, closed(on=THE_12TH))
    await reminding.run_each_day_until(date(2020, 10, 20))

    assert sent_on == {6: 0, 7: 1, 8: 0, 9: 1, 10: 1, 11: 1}
    assert subjects(mails(of_krom2)) == [digest(7), digest(9), DUE_TODAY, A_DAY_LATE]
    assert subjects(mails(of_krom3)) == subjects(mails(of_krom2))
    assert subjects(mails(acoc)) == [A_DAY_LATE, A_DAY_LATE]
    assert not mails(of_krom1)


@pytest.mark.rule("DUE-10", "DUE-14")
async def test_a_mail_names_the_round_and_the_ground_and_no_case(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    officer = await agencies.engage(KROM2)
    await begin(deadlines, clock, KROM2)
    await reminding.run_each_day_until(date(2020, 9, 10))

    due, *_, first = mails(officer)
    assert str(due["subject"]).endswith("/ Due today: Monthly summary, round 9/2563 B.E.")
    thai, english = str(due["body"]).split("-" * 70)
    assert "รอบกันยายน 2563" in thai
    assert "10 กันยายน 2563" in thai
    assert "คู่มือ ป.ป.ท. ข้อ 8" in thai
    assert "กรมทดสอบ2" in thai
    assert "Round 9/2563 B.E." in english
    assert "PACC 8" in english
    assert "เรื่องเลขที่" not in thai
    assert "ase number" not in english
    assert "- รอบกันยายน 2563 สรุปรายงานผลการดำเนินการประจำเดือน กำหนด 10 กันยายน 2563" in str(first["body"])
    assert "- round 9/2563 B.E., Monthly summary, due 10/9/2563 B.E." in str(first["body"])


@pytest.mark.rule("DUE-5", "SUM-2")
async def test_officers_of_unit_and_acoc_of_that_very_agency_are_told_and_nobody_else_there(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    """A ministry's own summary, which its ศปท. submits, beside that of กรมทดสอบ10, which has a ศปท. officer too."""
    acoc, unit = await agencies.engage(tree.MINISTRY, "acoc"), await agencies.engage(tree.MINISTRY)
    approver = await agencies.engage(tree.MINISTRY, "approver")
    acoc_of_krom10 = await agencies.engage(tree.DEPARTMENT_10, "acoc")
    below = await agencies.engage(tree.OFFICE)
    await begin(deadlines, clock, tree.MINISTRY, tree.DEPARTMENT_10)

    await reminding.run_each_day_until(date(2020, 9, 10))

    whole = [digest(7), digest(9), DUE_TODAY]
    assert subjects(mails(acoc)) == subjects(mails(unit)) == subjects(mails(acoc_of_krom10)) == whole
    assert not mails(approver)
    assert not mails(below)


@pytest.mark.rule("DUE-5")
async def test_from_15_days_after_it_pacc_is_told_too_while_the_round_is_not_closed(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    pacc = await agencies.engage(tree.PACC, "pacc")
    await begin(deadlines, clock, KROM2)

    await reminding.run_each_day_until(date(2020, 9, 26))

    assert subjects(mails(pacc)) == [digest(25)]
    assert "- รอบกันยายน 2563" in str(mails(pacc)[0]["body"])


@pytest.mark.rule("SUM-4", "DUE-6")
async def test_an_agency_that_is_reminded_by_hand_gets_one_mail_of_its_own_a_day_however_often_it_is_asked_for(
    deadlines: Running,
    by_hand: SummaryReminderServiceStub,
    reminding: Reminding,
    agencies: Agencies,
    mails: Mails,
    clock: FixedClock,
    stack: Stack,
) -> None:
    officer, acoc = await agencies.engage(KROM2), await agencies.engage(tree.MINISTRY, "acoc")
    await begin(deadlines, clock, KROM1, KROM2)
    clock.day = THE_8TH
    await reminding.run()
    before = subjects(mails(officer))

    assert await remind_by_hand(by_hand, stack, KROM2, KROM2, KROM3) == {KROM2}
    assert await remind_by_hand(by_hand, stack, KROM2) == set()
    assert await reminding.is_left()
    await reminding.run()
    await reminding.run()

    again = f"ครบกำหนดใน 2 วัน: {SUMMARY}"
    assert subjects(mails(officer)) == [*before, again]
    await reminding.run_each_day_until(date(2020, 9, 13))
    assert await remind_by_hand(by_hand, stack, KROM2) == {KROM2}
    await reminding.run()
    assert f"เกินกำหนด 3 วัน: {SUMMARY}" in subjects(mails(officer))
    assert A_DAY_LATE in subjects(mails(acoc))
    assert f"เกินกำหนด 3 วัน: {SUMMARY}" not in subjects(mails(acoc))


@pytest.mark.rule("SUM-4", "SUM-5")
async def test_what_is_submitted_closed_of_another_round_or_not_owed_is_not_reminded_of_by_hand(
    deadlines: Running, by_hand: SummaryReminderServiceStub, clock: FixedClock, stack: Stack
) -> None:
    await begin(deadlines, clock, KROM1, KROM2)
    await tell_reporting(deadlines, submitted(KROM1, on=THE_8TH))
    clock.day = THE_12TH
    assert await remind_by_hand(by_hand, stack, KROM1, KROM2, round_="2020-10") == set()
    await tell_reporting(deadlines, closed(on=THE_12TH))

    assert await remind_by_hand(by_hand, stack, KROM1, KROM2, KROM3, uuid4()) == set()


@pytest.mark.rule("SUM-4", "DUE-6")
async def test_a_crash_between_the_mail_servers_answer_and_the_commit_repeats_the_same_mail(
    deadlines: Running,
    by_hand: SummaryReminderServiceStub,
    reminding: Reminding,
    agencies: Agencies,
    mails: Mails,
    clock: FixedClock,
    stack: Stack,
) -> None:
    officer = await agencies.engage(KROM2)
    await begin(deadlines, clock, KROM2)
    clock.day = THE_8TH
    await reminding.run()
    before = len(mails(officer))
    await remind_by_hand(by_hand, stack, KROM2)
    await reminding.run()
    async with deadlines.database.begin() as connection:
        of_hand = select(reminders.c.id).where(reminders.c.is_by_hand)
        unsettled = update(mails_table).where(mails_table.c.reminder_id.in_(of_hand)).values(settled_at=None)
        await connection.execute(unsettled)
        await connection.execute(update(reminders).where(reminders.c.is_by_hand).values(finished_at=None))

    await reminding.run()

    repeated = mails(officer)[: len(mails(officer)) - before]
    assert len(repeated) == 2
    assert len({mail["message_id"] for mail in repeated}) == 1


@pytest.mark.rule("SUM-4", "DUE-6")
async def test_what_waits_from_the_day_before_is_not_replaced_for_the_acoc_by_a_reminder_by_hand(
    deadlines: Running,
    by_hand: SummaryReminderServiceStub,
    reminding: Reminding,
    agencies: Agencies,
    mails: Mails,
    clock: FixedClock,
    stack: Stack,
) -> None:
    """On the 11th the mail server is away; on the 12th the ศปท. reminds by hand."""
    acoc = await agencies.engage(tree.MINISTRY, "acoc")
    await begin(deadlines, clock, KROM2)
    await reminding.run_each_day_until(date(2020, 9, 10))
    clock.day = date(2020, 9, 11)
    with pytest.raises(Unavailable):
        await reminding.by_way_of(smtp="127.0.0.1:1").run()

    clock.day = THE_12TH
    await remind_by_hand(by_hand, stack, KROM2)
    await reminding.run()

    assert subjects(mails(acoc)) == [f"เกินกำหนด 2 วัน: {SUMMARY}"]


@pytest.mark.rule("SUM-4", "CASE-27")
async def test_a_reminder_by_hand_is_in_the_trail_with_who_asked_for_it(
    deadlines: Running, by_hand: SummaryReminderServiceStub, clock: FixedClock, stack: Stack
) -> None:
    await begin(deadlines, clock, KROM1, KROM2)
    await remind_by_hand(by_hand, stack, KROM1, KROM2)

    async with deadlines.database.read() as connection:
        entries = (await connection.execute(select(audit_entry))).all()
    assert {(entry.action, entry.object_kind, entry.roles) for entry in entries} == {
        ("summary.reminded", "obligation", "service")
    }
    assert {entry.object_id for entry in entries} == {
        row.id for agency in (KROM1, KROM2) for row in await owed_by(deadlines, agency)
    }
    assert all(str(ASKED_BY) in entry.after and "2020-09-01" in entry.after for entry in entries)


@pytest.mark.rule("SUM-4", "ROLE-3")
async def test_only_reporting_reminds_by_hand_and_what_is_wrong_is_said(
    by_hand: SummaryReminderServiceStub, cast: Cast, stack: Stack
) -> None:
    request = RemindSummariesRequest(round=ROUND, agency_ids=[str(KROM2)], asked_by=str(ASKED_BY))
    for metadata in (cast.metadata("test-acoc"), service_metadata(stack, "cases")):
        refusal = await refusal_of(by_hand.RemindSummaries(request, metadata=metadata))
        assert refusal.status is grpc.StatusCode.PERMISSION_DENIED
        assert refusal.metadata == {"permission": "summary.remind"}

    wrong = RemindSummariesRequest(round="2020-13", asked_by=str(ASKED_BY))
    refusal = await refusal_of(by_hand.RemindSummaries(wrong, metadata=service_metadata(stack, "reporting")))
    assert ("round", "SUM-4") in refusal.faults
    assert {field for field, _ in refusal.faults} == {"round", "agency_ids"}


@pytest.mark.rule("DUE-10", "SUM-4")
async def test_the_bell_tells_the_same_and_of_what_is_asked_for_by_hand_the_agency_alone(
    deadlines: Running,
    by_hand: SummaryReminderServiceStub,
    reminding: Reminding,
    cast: Cast,
    clock: FixedClock,
    stack: Stack,
) -> None:
    bell = ReminderServiceStub(deadlines.channel)
    await begin(deadlines, clock, KROM2)
    await reminding.run_each_day_until(date(2020, 9, 11))
    clock.day = THE_12TH
    await remind_by_hand(by_hand, stack, KROM2)

    async def days(username: str) -> list[int]:
        answer = await bell.ListBell(ListBellRequest(), metadata=cast.metadata(username))
        assert {notice.obligation.object_number for notice in answer.notices} == {"รอบกันยายน 2563"}
        return [notice.days_after_due for notice in answer.notices]

    assert await days("test-krom2") == [2, 1, 0, -1, -3]
    assert await days("test-acoc") == [1]


@pytest.mark.rule("DUE-5")
async def test_a_reminder_by_hand_long_before_the_day_keeps_nothing_from_being_told_as_due_soon(
    deadlines: Running,
    by_hand: SummaryReminderServiceStub,
    reminding: Reminding,
    clock: FixedClock,
    stack: Stack,
) -> None:
    await begin(deadlines, clock, KROM2)
    clock.day = date(2020, 9, 3)
    await remind_by_hand(by_hand, stack, KROM2)

    await reminding.run_each_day_until(date(2020, 9, 9))

    assert await happenings(deadlines, POLICY) == ["opened", "due_soon"]


@pytest.mark.rule("DUE-11", "SUM-5")
async def test_the_calendar_feed_shows_the_round_until_it_is_closed(
    deadlines: Running, cast: Cast, clock: FixedClock
) -> None:
    await begin(deadlines, clock, KROM2)
    officer = cast["test-krom2"].subject
    assert officer is not None
    viewer = await deadlines.foundation.directory.viewer_of(officer)
    feeds = SqlCalendarFeeds(deadlines.database, clock)

    [event] = events_of(await feeds.due_list(viewer), clock)
    assert str(event["summary"]) == SUMMARY_OF_FEED
    assert "round 9/2563 B.E.: Monthly summary" in str(event["description"])

    clock.day = THE_12TH
    await tell_reporting(deadlines, closed(on=THE_12TH))
    assert events_of(await feeds.due_list(viewer), clock) == []


def events_of(lines: Sequence[ObligationLine], clock: FixedClock) -> list[Any]:
    form = calendar_of(lines, today=clock.today(), at=clock.now())
    return list(Calendar.from_ical(form).walk("VEVENT"))
