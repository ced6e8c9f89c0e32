"""The reminder of day 7: a mail to every officer of the agency who may see the case, once."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from deadlines.adapters.tables import mails as mails_table
from deadlines.app.telling import MailRefused, Recipient
from dev.stack import Stack
from kit.domain.errors import Unavailable
from kit.grpc.neighbour import Neighbour
from tests.component.agencies.world import a_national_id
from tests.component.deadlines.case_events import DAY_7, facts, later, tell
from tests.component.deadlines.mailing import Agencies, Mails, Reminding
from tests.support import tree
from tests.support.clock import FixedClock
from tests.support.running import Running

DAY_6, DAY_8 = date(2020, 7, 21), date(2020, 7, 23)


@pytest.mark.rule("DUE-6", "DUE-14")
async def test_on_day_7_every_officer_of_the_agency_gets_one_mail_however_often_and_in_how_many_copies_it_runs(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit, da = await agencies.engage(tree.DEPARTMENT_1), await agencies.engage(tree.DEPARTMENT_1)
    outsider = await agencies.engage(tree.DEPARTMENT_2)
    await tell(deadlines, facts())

    clock.day = DAY_6
    await reminding.run()
    assert not mails(nit)
    clock.day = DAY_7
    assert await reminding.is_left()
    await asyncio.gather(*(reminding.run() for _ in range(3)))
    await reminding.run()

    [mail] = mails(nit)
    assert len(mails(da)) == 1
    assert not mails(outsider)
    assert not await reminding.is_left()
    assert "รายงานรอบ 7 วัน เรื่องเลขที่ 5888-1" in mail["subject"]
    assert "22 กรกฎาคม 2563" in mail["body"]
    assert "PACC 7 (1)" in mail["body"]
    assert "กรมทดสอบ1" in mail["body"]


@pytest.mark.rule("ROLE-5", "DUE-6")
async def test_who_is_accused_in_any_case_of_the_complaint_is_not_told(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nam_id = a_national_id()
    nit, nam = await agencies.engage(tree.DEPARTMENT_1), await agencies.engage(tree.DEPARTMENT_1, national_id=nam_id)
    complaint, both = uuid4(), (b"din", deadlines.foundation.blind_index.of(nam_id))
    await tell(
        deadlines,
        facts("5888-1", complaint_id=complaint, accused=both),
        facts("5888-2", complaint_id=complaint, accused=both),
    )

    clock.day = DAY_7
    await reminding.run()

    assert len(mails(nit)) == 2
    assert not mails(nam)


@pytest.mark.rule("DUE-6")
async def test_what_was_settled_is_not_sent_and_neither_is_a_step_whose_day_has_passed(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    settled, forgotten = facts("1-1"), facts("2-1", received_on=date(2020, 7, 14))
    await tell(deadlines, settled, forgotten)
    await tell(deadlines, later(settled, reported_on=DAY_7))

    clock.day = DAY_7
    await reminding.run()

    assert not mails(nit)
    assert not await reminding.is_left()


@pytest.mark.rule("DUE-6")
async def test_what_is_settled_while_its_reminder_waits_is_not_sent(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    recorded = facts()
    await tell(deadlines, recorded)
    clock.day = DAY_7
    await reminding.store.plan(DAY_7)
    [planned] = await reminding.store.waiting(DAY_7)

    await tell(deadlines, later(recorded, reported_on=DAY_7))

    async with reminding.store.delivering(planned) as delivery:
        assert delivery is None
    await reminding.run()
    assert not mails(nit)


@pytest.mark.rule("DUE-6")
async def test_a_crash_between_the_servers_answer_and_the_commit_repeats_the_mail_once_under_the_same_id(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit, da = await agencies.engage(tree.DEPARTMENT_1), await agencies.engage(tree.DEPARTMENT_1)
    await tell(deadlines, facts())
    clock.day = DAY_7
    await crash_after_sending(reminding, nit)
    assert len(mails(nit)) == 1

    await reminding.run()
    await reminding.run()

    first, second = mails(nit)
    assert first["message_id"] == second["message_id"]
    assert len(mails(da)) == 1


@pytest.mark.rule("DUE-6")
async def test_a_second_crash_does_not_repeat_it_again(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    await tell(deadlines, facts())
    clock.day = DAY_7
    for _ in range(2):
        await crash_after_sending(reminding, nit)

    await reminding.run()

    assert len(mails(nit)) == 2
    assert not await reminding.is_left()


async def crash_after_sending(reminding: Reminding, officer: Recipient) -> None:
    """What is left in the database when the process dies right after the mail server's answer."""
    await reminding.store.plan(DAY_7)
    [planned] = await reminding.store.waiting(DAY_7)
    async with reminding.store.delivering(planned) as delivery, reminding.post_office.open() as post:
        assert delivery is not None
        assert await delivery.claim(officer.subject)
        await post.send(delivery.reminder, officer)


@pytest.mark.rule("DUE-6")
async def test_a_mail_server_that_is_away_delays_mails_and_loses_none(
    stack: Stack, deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    await tell(deadlines, facts())
    clock.day = DAY_7
    await asyncio.to_thread(stack.stop, "mailbox")
    for _ in range(3):
        with pytest.raises(Unavailable):
            await reminding.run()
    assert await reminding.is_left()
    await asyncio.to_thread(stack.start, "mailbox")

    await reminding.run()

    assert len(mails(nit)) == 1


@pytest.mark.rule("DUE-6")
async def test_when_agencies_is_away_nobody_is_told_until_it_is_back(
    deadlines: Running, reminding: Reminding, agencies: Agencies, mails: Mails, clock: FixedClock
) -> None:
    nit = await agencies.engage(tree.DEPARTMENT_1)
    await tell(deadlines, facts())
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
    await tell(deadlines, facts())
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


async def test_an_agency_without_officers_leaves_nothing_waiting(
    deadlines: Running, reminding: Reminding, clock: FixedClock
) -> None:
    await tell(deadlines, facts(agency=tree.DEPARTMENTS[3]))
    clock.day = DAY_7
    assert await reminding.is_left()

    await reminding.run()

    assert not await reminding.is_left()
