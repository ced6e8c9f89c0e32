"""Reminders by mail: the right step, to whom it concerns, once."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from deadlines.adapters.reminder_tables import mails as mails_table
from deadlines.app.telling import MailRefused, Recipient
from dev.stack import Stack
from kit.directory.copy import put_agencies
from kit.domain.errors import Unavailable
from kit.grpc.neighbour import Neighbour
from rongrian.cases.v1 import case_pb2
from tests.component.agencies.world import a_national_id
from tests.component.deadlines.case_events import tell_events
from tests.component.deadlines.case_stories import CaseStory
from tests.component.deadlines.mailing import Agencies, Mails, Reminding, subjects
from tests.support import tree
from tests.support.clock import FixedClock
from tests.support.running import Running

DAY_6, DAY_7, DAY_8 = date(2020, 7, 21), date(2020, 7, 22), date(2020, 7, 23)
ROUND_7, ROUND_37 = "รายงานรอบ 7 วัน", "รายงานรอบ 37 วัน"


@pytest.mark.rule("DUE-6", "DUE-14")
async def test_on_day_7_every_officer_of_the_agency_gets_one_mail_however_often_and_in_how_many_copies_it_runs(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit, da = await agencies.engage(tree.DEPARTMENT_1), await agencies.engage(tree.DEPARTMENT_1)
    outsider = await agencies.engage(tree.DEPARTMENT_2)
    await tell_events(deadlines, CaseStory().recorded())
    clock.day = DAY_6
    await reminding.run()
    before = len(mails(nit))

    clock.day = DAY_7
    assert await reminding.is_left()
    await asyncio.gather(*(reminding.run() for _ in range(3)))
    await reminding.run()

    mail = mails(nit)[0]
    assert (len(mails(nit)), len(mails(da))) == (before + 1, before + 1)
    assert not mails(outsider)
    assert not await reminding.is_left()
    assert "รายงานรอบ 7 วัน เรื่องเลขที่ 5888-1" in mail["subject"]
    assert "22 กรกฎาคม 2563" in mail["body"]
    assert "PACC 7 (1)" in mail["body"]
    assert "กรมทดสอบ1" in mail["body"]


@pytest.mark.rule("DUE-5", "DUE-10")
async def test_a_case_received_on_15_july_2563_is_reminded_of_on_these_days_and_to_these(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    unit = await agencies.engage(tree.DEPARTMENT_1)
    acoc = await agencies.engage(tree.MINISTRY, "acoc")
    pacc = await agencies.engage(tree.PACC, "pacc")
    above_unit = await agencies.engage(tree.MINISTRY)
    await tell_events(deadlines, CaseStory(with_pacc=True).recorded())

    await reminding.run_each_day_until(date(2020, 9, 30))

    late = [
        f"เกินกำหนด 1 วัน: {ROUND_7} เรื่องเลขที่ 5888-1",
        "สรุปกำหนดเวลาประจำวันที่ 29 กรกฎาคม 2563: 1 รายการ",
        "สรุปกำหนดเวลาประจำวันที่ 6 สิงหาคม 2563: 1 รายการ",
        "สรุปกำหนดเวลาประจำวันที่ 21 สิงหาคม 2563: 1 รายการ",
        f"เกินกำหนด 1 วัน: {ROUND_37} เรื่องเลขที่ 5888-1",
        "สรุปกำหนดเวลาประจำวันที่ 28 สิงหาคม 2563: 1 รายการ",
        "สรุปกำหนดเวลาประจำวันที่ 5 กันยายน 2563: 1 รายการ",
        "สรุปกำหนดเวลาประจำวันที่ 20 กันยายน 2563: 1 รายการ",
    ]
    assert subjects(mails(acoc)) == late
    assert subjects(mails(pacc)) == [late[2], late[3], late[6], late[7]]
    # On 21 สิงหาคม two go out together, in either order.
    assert sorted(subjects(mails(unit))) == sorted(
        [
            "สรุปกำหนดเวลาประจำวันที่ 19 กรกฎาคม 2563: 1 รายการ",
            "สรุปกำหนดเวลาประจำวันที่ 21 กรกฎาคม 2563: 1 รายการ",
            f"ครบกำหนดวันนี้: {ROUND_7} เรื่องเลขที่ 5888-1",
            "สรุปกำหนดเวลาประจำวันที่ 18 สิงหาคม 2563: 1 รายการ",
            "สรุปกำหนดเวลาประจำวันที่ 20 สิงหาคม 2563: 1 รายการ",
            f"ครบกำหนดวันนี้: {ROUND_37} เรื่องเลขที่ 5888-1",
            *late,
        ]
    )
    assert not mails(above_unit)


@pytest.mark.rule("ROLE-5", "DUE-6")
async def test_who_is_accused_in_any_case_of_the_complaint_or_marked_as_recused_is_not_told(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nam_id = a_national_id()
    nit, nam = await agencies.engage(tree.DEPARTMENT_1), await agencies.engage(tree.DEPARTMENT_1, national_id=nam_id)
    marked = await agencies.engage(tree.DEPARTMENT_1)
    complaint, both = uuid4(), (b"din", deadlines.foundation.blind_index.of(nam_id))
    first = CaseStory("5888-1", complaint_id=complaint, accused=both)
    second = CaseStory("5888-2", complaint_id=complaint, accused=both, recused=(marked.subject,))
    await tell_events(deadlines, first.recorded(), second.recorded(), first.recused(marked.subject, DAY_6))

    clock.day = DAY_7
    await reminding.run()

    assert len(mails(nit)) == 2
    assert not mails(nam)
    assert not mails(marked)


@pytest.mark.rule("ROLE-5", "TRI-10")
async def test_whom_an_accused_heads_is_not_told_and_the_acoc_above_is(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    head_id = a_national_id()
    head, nit = await agencies.engage(tree.DEPARTMENT_1, national_id=head_id), await agencies.engage(tree.DEPARTMENT_1)
    acoc = await agencies.engage(tree.MINISTRY, "acoc")
    headed = next(agency for agency in tree.worked_example_tree() if agency.id == str(tree.DEPARTMENT_1))
    headed.head_subject, headed.version = str(head.subject), 2
    async with deadlines.database.begin() as connection:
        await put_agencies(connection, [headed])
    await tell_events(deadlines, CaseStory(accused=(deadlines.foundation.blind_index.of(head_id),)).recorded())

    await reminding.run_each_day_until(DAY_8)

    assert not mails(head)
    assert not mails(nit)
    assert subjects(mails(acoc)) == [f"เกินกำหนด 1 วัน: {ROUND_7} เรื่องเลขที่ 5888-1"]


@pytest.mark.rule("ROLE-6")
async def test_a_named_handler_alone_is_told_and_when_he_is_gone_all_are_again(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit, da = await agencies.engage(tree.DEPARTMENT_1), await agencies.engage(tree.DEPARTMENT_1)
    story = CaseStory(handler=nit.subject)
    await tell_events(deadlines, story.recorded())
    clock.day = DAY_7
    await reminding.run()
    assert (len(mails(nit)), len(mails(da))) == (1, 0)

    await agencies.end(nit)
    clock.day = DAY_8
    await reminding.run()

    assert (len(mails(nit)), len(mails(da))) == (1, 1)


@pytest.mark.rule("ROLE-6", "ROLE-5")
async def test_a_handler_who_is_recused_or_belongs_elsewhere_leaves_it_to_the_agency(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit, da = await agencies.engage(tree.DEPARTMENT_1), await agencies.engage(tree.DEPARTMENT_1)
    elsewhere = await agencies.engage(tree.DEPARTMENT_2)
    await tell_events(
        deadlines,
        CaseStory("1-1", handler=nit.subject, recused=(nit.subject,)).recorded(),
        CaseStory("2-1", handler=elsewhere.subject).recorded(),
    )

    clock.day = DAY_7
    await reminding.run()

    assert len(mails(da)) == 2
    assert subjects(mails(nit)) == [f"ครบกำหนดวันนี้: {ROUND_7} เรื่องเลขที่ 2-1"]
    assert not mails(elsewhere)


@pytest.mark.rule("ROLE-6")
async def test_an_agency_without_officers_of_role_unit_is_told_by_way_of_its_acoc_officers(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    acoc = await agencies.engage(tree.OTHER_MINISTRY, "acoc")
    await tell_events(deadlines, CaseStory(agency=tree.OTHER_MINISTRY).recorded())
    clock.day = DAY_7
    await reminding.run()
    assert len(mails(acoc)) == 1

    unit = await agencies.engage(tree.OTHER_MINISTRY)
    story = CaseStory("2-1", agency=tree.OTHER_MINISTRY, received_on=date(2020, 7, 16))
    await tell_events(deadlines, story.recorded())
    clock.day = DAY_8
    await reminding.run()

    # The day itself is the unit's now; the day after of the other case is both's.
    assert f"ครบกำหนดวันนี้: {ROUND_7} เรื่องเลขที่ 2-1" in subjects(mails(unit))
    assert subjects(mails(acoc))[1:] == [f"เกินกำหนด 1 วัน: {ROUND_7} เรื่องเลขที่ 5888-1"]


@pytest.mark.rule("DUE-6")
async def test_what_was_settled_is_not_sent_and_what_was_deleted_neither(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    settled, deleted = CaseStory("1-1"), CaseStory("2-1")
    await tell_events(deadlines, settled.recorded(), deleted.recorded())
    await tell_events(deadlines, settled.reported(case_pb2.ROUND_7, DAY_6), deleted.deleted(DAY_6))

    clock.day = DAY_7
    await reminding.run()

    assert not mails(nit)
    assert not await reminding.is_left()


@pytest.mark.rule("DUE-6")
async def test_what_is_settled_while_its_reminder_waits_is_not_sent(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    story = CaseStory()
    await tell_events(deadlines, story.recorded())
    clock.day = DAY_7
    await reminding.store.plan(DAY_7)
    assert len(await reminding.store.waiting(DAY_7)) == 1

    await tell_events(deadlines, story.reported(case_pb2.ROUND_7, DAY_7))

    async with reminding.store.telling(DAY_7, nit.subject) as telling:
        assert telling is not None
        assert not telling.letters
    await reminding.run()
    assert not mails(nit)


@pytest.mark.rule("DUE-6")
async def test_after_a_week_out_what_is_still_true_is_told_once_and_several_steps_are_one(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    still_owed, settled = CaseStory("1-1"), CaseStory("2-1")
    await tell_events(deadlines, still_owed.recorded(), settled.recorded())
    clock.day = date(2020, 7, 18)
    await reminding.run()
    assert not mails(nit)
    await tell_events(deadlines, settled.reported(case_pb2.ROUND_7, DAY_6))

    clock.day = date(2020, 7, 25)
    # What was told meanwhile is heard only now.
    reported = CaseStory("4-1", received_on=date(2020, 7, 14))
    await tell_events(deadlines, CaseStory("3-1", received_on=date(2020, 7, 16)).recorded())
    await tell_events(deadlines, reported.recorded(), reported.reported(case_pb2.ROUND_7, DAY_6))
    await reminding.run()
    await reminding.run()

    assert sorted(subjects(mails(nit))) == [
        f"เกินกำหนด 2 วัน: {ROUND_7} เรื่องเลขที่ 3-1",
        f"เกินกำหนด 3 วัน: {ROUND_7} เรื่องเลขที่ 1-1",
    ]


@pytest.mark.rule("DUE-6")
async def test_a_mail_server_that_is_away_for_days_delays_mails_and_makes_one_of_several_steps(
    stack: Stack, deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    await tell_events(deadlines, CaseStory().recorded())
    await asyncio.to_thread(stack.stop, "mailbox")
    for day in (DAY_6, DAY_7, DAY_8):
        clock.day = day
        with pytest.raises(Unavailable):
            await reminding.run()
        assert await reminding.is_left()
    await asyncio.to_thread(stack.start, "mailbox")

    clock.day = date(2020, 7, 24)
    await reminding.run()

    assert subjects(mails(nit)) == [f"เกินกำหนด 2 วัน: {ROUND_7} เรื่องเลขที่ 5888-1"]
    assert not await reminding.is_left()


@pytest.mark.rule("DUE-6")
async def test_a_case_recorded_late_is_told_of_at_once_by_its_last_passed_step(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    clock.day = date(2020, 7, 31)
    await reminding.run()
    await tell_events(deadlines, CaseStory(received_on=date(2020, 7, 14)).recorded(on=clock.day))
    assert await reminding.is_left()

    await reminding.run()
    await reminding.run()

    assert subjects(mails(nit)) == [f"เกินกำหนด 10 วัน: {ROUND_7} เรื่องเลขที่ 5888-1"]
    clock.day = date(2020, 8, 5)
    await reminding.run()
    assert subjects(mails(nit))[1:] == ["สรุปกำหนดเวลาประจำวันที่ 5 สิงหาคม 2563: 1 รายการ"]


@pytest.mark.rule("DUE-6")
async def test_a_restored_case_is_told_of_by_its_last_passed_step_and_by_none_twice(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    story = CaseStory()
    await tell_events(deadlines, story.recorded())
    clock.day = DAY_7
    await reminding.run()
    await tell_events(deadlines, story.deleted(DAY_7), story.restored(DAY_7))
    await reminding.run()
    assert subjects(mails(nit)) == [f"ครบกำหนดวันนี้: {ROUND_7} เรื่องเลขที่ 5888-1"]

    await tell_events(deadlines, story.deleted(DAY_7))
    clock.day = date(2020, 7, 24)
    await reminding.run()
    await tell_events(deadlines, story.restored(clock.day))
    await reminding.run()

    assert subjects(mails(nit))[1:] == [f"เกินกำหนด 2 วัน: {ROUND_7} เรื่องเลขที่ 5888-1"]


@pytest.mark.rule("DUE-6")
async def test_a_crash_between_the_servers_answer_and_the_commit_repeats_the_mail_once_under_the_same_id(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit, da = await agencies.engage(tree.DEPARTMENT_1), await agencies.engage(tree.DEPARTMENT_1)
    await tell_events(deadlines, CaseStory().recorded())
    clock.day = DAY_7
    await crash_after_sending(reminding, nit)
    assert len(mails(nit)) == 1

    await reminding.run()
    await reminding.run()

    first, second = mails(nit)
    assert first["message_id"] == second["message_id"]
    assert len(mails(da)) == 1


@pytest.mark.rule("DUE-6", "DUE-10")
@pytest.mark.parametrize("day", [DAY_7, DAY_6], ids=["a mail of its own", "a digest"])
async def test_a_second_crash_does_not_repeat_it_again(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock, day: date
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    await tell_events(deadlines, CaseStory().recorded())
    clock.day = day
    for _ in range(2):
        await crash_after_sending(reminding, nit)

    await reminding.run()

    assert len(mails(nit)) == 2
    assert len({mail["message_id"] for mail in mails(nit)}) == 1
    assert not await reminding.is_left()


async def crash_after_sending(reminding: Reminding, officer: Recipient) -> None:
    """What is left in the database when the process dies right after the mail server's answer."""
    today = reminding.clock.today()
    await reminding.store.plan(today)
    async with reminding.store.telling(today, officer.subject) as telling, reminding.post_office.open() as post:
        assert telling is not None
        [letter] = telling.letters
        assert await telling.claim(letter)
        await post.send(letter, officer)


@pytest.mark.rule("DUE-6")
async def test_when_agencies_is_away_nobody_is_told_until_it_is_back(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    await tell_events(deadlines, CaseStory().recorded())
    clock.day = DAY_7
    nowhere = Neighbour("agencies", "127.0.0.1:1", deadlines.foundation.own_token)
    with pytest.raises(Unavailable):
        await reminding.by_way_of(agencies=nowhere).run()
    await nowhere.close()

    await reminding.run()

    assert len(mails(nit)) == 1


class Refusing:
    """aiosmtpd's handler: answers each mail with what it is set to."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return self.answer


async def test_a_mail_refused_for_now_is_sent_later_and_one_refused_for_good_is_not(
    deadlines: Running, reminding: Reminding, agencies: Agencies, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    await tell_events(deadlines, CaseStory().recorded())
    clock.day = DAY_7
    handler = Refusing("451 not now")
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(handler), "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        refused = reminding.by_way_of(smtp=f"127.0.0.1:{port}")
        for _ in range(3):
            with pytest.raises(MailRefused):
                await refused.run()
        handler.answer = "550 never"
        await refused.run()

    assert not await reminding.is_left()
    async with deadlines.database.read() as connection:
        of_nit = select(mails_table).where(mails_table.c.subject == nit.subject)
        mail = (await connection.execute(of_nit)).one()
    assert (mail.refused_with, mail.settled_at is not None) == (550, True)


class Gone:
    """aiosmtpd's handler: gone as soon as it hears to whom the mail goes."""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        assert isinstance(server.transport, asyncio.Transport)
        server.transport.abort()
        return "250 OK"


@pytest.mark.rule("DUE-6")
async def test_a_mail_server_that_goes_away_before_it_is_given_the_mail_delays_it_however_often(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    await tell_events(deadlines, CaseStory().recorded())
    clock.day = DAY_7
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Gone()), "127.0.0.1", 0)
    async with server:
        gone = reminding.by_way_of(smtp=f"127.0.0.1:{server.sockets[0].getsockname()[1]}")
        for _ in range(4):
            with pytest.raises(Unavailable):
                await gone.run()
            assert await reminding.is_left()

    await reminding.run()

    assert len(mails(nit)) == 1


async def test_an_agency_without_officers_leaves_nothing_waiting(
    deadlines: Running, reminding: Reminding, clock: FixedClock
) -> None:
    await tell_events(deadlines, CaseStory(agency=tree.DEPARTMENTS[3]).recorded())
    clock.day = DAY_7
    assert await reminding.is_left()

    await reminding.run()

    assert not await reminding.is_left()


async def test_the_news_are_heard_before_each_new_day_and_not_again(
    deadlines: Running, reminding: Reminding, clock: FixedClock
) -> None:
    for day in (DAY_6, DAY_7):
        clock.day = day
        await reminding.run()
        await reminding.run()

    assert reminding.heard == [DAY_6, DAY_7]
