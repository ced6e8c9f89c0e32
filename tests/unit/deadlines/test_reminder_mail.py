"""What a reminder says."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from deadlines.adapters.reminder_mail import reminder_mail
from deadlines.domain.policy import ON_THE_DAY, POLICIES, ROUND_7
from deadlines.domain.reminder import Reminder

REMINDER = Reminder(
    id=UUID(int=9),
    obligation_id=UUID(int=1),
    policy=POLICIES[ROUND_7],
    step=ON_THE_DAY,
    due_on=date(2020, 7, 22),
    object_number="5888-1",
    agency_id=UUID(int=2),
    agency_thai_name="กรมทดสอบ1",
    agency_english_name="Test Department 1",
    accused_indexes=(b"index",),
)
NIT, DA = UUID(int=11), UUID(int=12)


@pytest.mark.rule("DUE-14")
def test_a_mail_says_what_is_due_when_and_on_which_ground_thai_first() -> None:
    mail = reminder_mail(REMINDER, sender="rongrian@localhost", address="nit@agency.example", subject=NIT)
    text = str(mail.get_content())
    thai, english = text.split("-" * 70)

    assert str(mail["Subject"]).startswith("ครบกำหนดวันนี้: รายงานรอบ 7 วัน เรื่องเลขที่ 5888-1")
    assert "22 กรกฎาคม 2563" in thai
    assert "กรมทดสอบ1" in thai
    assert "คู่มือ ป.ป.ท. ข้อ 7 (1)" in thai
    assert "22/7/2563 B.E." in english
    assert "Test Department 1" in english
    assert "PACC 7 (1)" in english
    assert text.count("5888-1") == 2


@pytest.mark.rule("DUE-6")
def test_a_repeat_carries_the_same_message_id_and_every_other_mail_another() -> None:
    later = replace(REMINDER, due_on=date(2020, 7, 23))

    assert REMINDER.message_id(NIT) == REMINDER.message_id(NIT)
    assert len({REMINDER.message_id(NIT), REMINDER.message_id(DA), later.message_id(NIT)}) == 3
