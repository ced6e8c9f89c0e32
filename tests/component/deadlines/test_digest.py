"""The morning's digest: one mail a person, each step once, and for ป.ป.ท. a count of what was not sent to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from deadlines.domain.policy import ROUND_7
from deadlines.ports.morning import Morning
from rongrian.cases.v1 import case_pb2
from rongrian.deadlines.v1.deadline_events_pb2 import DeadlinesEvent
from tests.component.agencies.world import a_national_id
from tests.component.deadlines.case_events import events_of, tell_events
from tests.component.deadlines.case_stories import CaseStory
from tests.component.deadlines.mailing import Agencies, Mails, Reminding, subjects
from tests.support import tree
from tests.support.clock import FixedClock
from tests.support.running import Running

MORNING = date(2020, 8, 6)


def received(days_overdue: int) -> date:
    """When a case was received whose round 7 is so many days overdue on MORNING."""
    return MORNING - timedelta(days=7 + days_overdue)


@pytest.mark.rule("DUE-10", "DUE-5")
async def test_a_person_gets_one_digest_of_all_that_falls_on_that_morning_and_each_step_once(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    stories = [CaseStory(f"{days + 100}-1", received_on=received(days)) for days in (-3, 0, 1, 7, 15)]
    await tell_events(deadlines, *(story.recorded() for story in stories))
    clock.day = MORNING - timedelta(days=1)
    await reminding.store.plan(clock.day)
    clock.day = MORNING

    await reminding.run()
    await reminding.run()

    digests = [mail for mail in mails(nit) if "สรุปกำหนดเวลา" in mail["subject"]]
    own = [subject for subject in subjects(mails(nit)) if "สรุปกำหนดเวลา" not in subject]
    [digest] = digests
    thai = digest["body"].split("-" * 70)[0]
    assert [line.split()[1] for line in thai.splitlines() if "กำหนด " in line and line.startswith("- ")] == [
        "115-1",
        "107-1",
        "97-1",
    ]
    assert sorted(own) == [
        "ครบกำหนดวันนี้: รายงานรอบ 7 วัน เรื่องเลขที่ 100-1",
        "เกินกำหนด 1 วัน: รายงานรอบ 7 วัน เรื่องเลขที่ 101-1",
    ]
    assert not await reminding.is_left()


@pytest.mark.rule("DUE-5", "ROLE-5")
async def test_pacc_is_told_of_what_was_sent_to_it_and_else_only_how_many_by_acoc(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    accused_id = a_national_id()
    officer = await agencies.engage(tree.PACC, "pacc")
    accused = await agencies.engage(tree.PACC, "pacc", national_id=accused_id)
    index = deadlines.foundation.blind_index.of(accused_id)
    since = received(15)
    clock.day = MORNING - timedelta(days=1)
    await reminding.run()
    await tell_events(
        deadlines,
        CaseStory("1-1", received_on=since, with_pacc=True).recorded(),
        CaseStory("2-1", received_on=since).recorded(),
        CaseStory("3-1", received_on=since, agency=tree.OFFICE).recorded(),
        CaseStory("4-1", received_on=since, agency=tree.OTHER_DEPARTMENT, accused=(index,)).recorded(),
        CaseStory("5-1", received_on=received(7)).recorded(),
    )
    clock.day = MORNING

    await reminding.run()

    [mail], [mail_of_accused] = mails(officer), mails(accused)
    assert "- 1-1 รายงานรอบ 7 วัน" in mail["body"]
    assert not {"2-1", "3-1", "4-1", "5-1"} & set(mail["body"].split())
    assert "- กระทรวงทดสอบ: 2 รายการ" in mail["body"]
    assert "- กระทรวงอื่น: 1 รายการ" in mail["body"]
    assert "- กระทรวงทดสอบ: 2 รายการ" in mail_of_accused["body"]
    assert "กระทรวงอื่น" not in mail_of_accused["body"]


@pytest.mark.rule("DUE-5")
async def test_what_becomes_known_far_overdue_during_a_day_is_in_the_count_of_paccs_next_digest_and_in_no_other(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    officer = await agencies.engage(tree.PACC, "pacc")
    one_a_day = [CaseStory(f"{day}-1", received_on=received(15) + timedelta(days=day)) for day in range(3)]
    await tell_events(deadlines, *(story.recorded() for story in one_a_day))
    clock.day = MORNING - timedelta(days=1)
    await reminding.run()
    clock.day = MORNING
    await reminding.run()
    late = CaseStory("late-1", received_on=received(36), agency=tree.OTHER_DEPARTMENT)
    settled = CaseStory("settled-1", received_on=received(36), agency=tree.OTHER_DEPARTMENT)
    await tell_events(deadlines, late.recorded(), settled.recorded())
    await reminding.run()
    await tell_events(deadlines, settled.reported(case_pb2.ROUND_7, MORNING))

    await reminding.run_each_day_until(MORNING + timedelta(days=2))

    counts = [
        [line for line in mail["body"].split("-" * 70)[0].splitlines() if "กระทรวง" in line]
        for mail in reversed(mails(officer))
    ]
    of_one = "- กระทรวงทดสอบ: 1 รายการ"
    assert counts == [[of_one], ["- กระทรวงอื่น: 1 รายการ", of_one], [of_one]]


@pytest.mark.rule("DUE-10", "DUE-12")
async def test_nothing_goes_out_before_the_hour_and_a_day_waits_for_what_was_told_the_evening_before(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    story = CaseStory(received_on=MORNING - timedelta(days=7))
    await tell_events(deadlines, story.recorded())
    told = [story.reported(case_pb2.ROUND_7, MORNING - timedelta(days=1))]
    heard: list[int] = []

    async def untold() -> int:
        heard.append(len(told))
        if len(heard) > 1 and told:
            await tell_events(deadlines, told.pop())
        return len(told)

    morning = Morning(
        clock=AtSix(MORNING),
        store=reminding.store,
        recipients=reminding.recipients,
        post_office=reminding.post_office,
        hour=7,
        untold=untold,
    )
    await morning.act(MORNING)
    assert not heard
    assert not await morning.is_left(MORNING)

    morning = replace(morning, hour=6)
    assert await morning.is_left(MORNING)
    await morning.act(MORNING)

    assert heard == [1, 1]
    assert not mails(nit)
    assert not await morning.is_left(MORNING)


class AtSix(FixedClock):
    """Six in the morning in Bangkok."""

    def business_now(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 6, tzinfo=UTC) - timedelta(hours=7)


async def test_a_carrier_of_events_that_is_away_delays_a_day_by_no_more_than_its_time(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    await tell_events(deadlines, CaseStory(received_on=MORNING - timedelta(days=7)).recorded())
    clock.day = MORNING

    async def away() -> int:
        raise ConnectionError

    morning = Morning(
        clock=clock,
        store=reminding.store,
        recipients=reminding.recipients,
        post_office=reminding.post_office,
        hour=0,
        untold=away,
        longest_wait_seconds=0.3,
    )
    await morning.act(MORNING)

    assert len(mails(nit)) == 1


@pytest.mark.rule("DUE-5", "DUE-6")
async def test_due_soon_is_told_once_of_each_date_by_the_first_step_before_it(
    deadlines: Running, reminding: Reminding, clock: FixedClock
) -> None:
    await tell_events(deadlines, CaseStory().recorded(), CaseStory("2-1").recorded())

    await reminding.run_each_day_until(date(2020, 7, 23))

    soon = [event for event in await events_of(deadlines) if event.WhichOneof("event") == "due_soon"]
    assert len(soon) == 2
    assert {event.facts.policy for event in soon} == {ROUND_7}
    assert {event.header.recorded_on for event in soon} == {"2020-07-19"}
    assert len({event.facts.obligation_id for event in soon}) == 2
    assert all(version_of(event) > 1 for event in soon)


def version_of(event: DeadlinesEvent) -> int:
    return event.header.aggregate_version
