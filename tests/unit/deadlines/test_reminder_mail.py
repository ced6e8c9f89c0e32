"""What a reminder and a digest say."""

from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest

from deadlines.adapters.digest_mail import MOST_LINES
from deadlines.adapters.reminder_mail import mail_of
from deadlines.app.letters import DigestLetter, Letter, OverdueCount, ReminderLetter
from deadlines.app.telling import Recipient
from deadlines.domain.policy import Words
from deadlines.domain.reminder import Reminder

DAY_7 = date(2020, 7, 22)
REMINDER = Reminder(
    id=UUID(int=9),
    obligation_id=UUID(int=1),
    policy="case.round_7",
    duty=Words("รายงานรอบ 7 วัน", "7-day round report"),
    basis=Words("คู่มือ ป.ป.ท. ข้อ 7 (1)", "PACC 7 (1)"),
    step="on_the_day",
    days_after_due=0,
    due_on=DAY_7,
    object_number="5888-1",
    agency_thai_name="กรมทดสอบ1",
    agency_english_name="Test Department 1",
)
NIT, DA = UUID(int=11), UUID(int=12)


def mail(letter: Letter) -> EmailMessage:
    return mail_of(letter, sender="rongrian@localhost", recipient=Recipient(NIT, "nit@agency.example"))


def halves(letter: Letter) -> tuple[str, str]:
    thai, english = str(mail(letter).get_content()).replace("\r\n", "\n").split("-" * 70)
    return thai, english


@pytest.mark.rule("DUE-14")
def test_a_mail_says_what_is_due_when_and_on_which_ground_thai_first() -> None:
    letter = ReminderLetter(DAY_7, REMINDER)
    thai, english = halves(letter)

    assert str(mail(letter)["Subject"]).startswith("ครบกำหนดวันนี้: รายงานรอบ 7 วัน เรื่องเลขที่ 5888-1")
    assert "22 กรกฎาคม 2563" in thai
    assert "กรมทดสอบ1" in thai
    assert "คู่มือ ป.ป.ท. ข้อ 7 (1)" in thai
    assert "22/7/2563 B.E." in english
    assert "Test Department 1" in english
    assert "PACC 7 (1)" in english
    assert (thai + english).count("5888-1") == 2


@pytest.mark.rule("DUE-5")
@pytest.mark.parametrize(
    ("day", "subject"),
    [
        (date(2020, 7, 20), "ครบกำหนดใน 2 วัน: รายงานรอบ 7 วัน เรื่องเลขที่ 5888-1 / Due in 2 days: "),
        (date(2020, 7, 23), "เกินกำหนด 1 วัน: รายงานรอบ 7 วัน เรื่องเลขที่ 5888-1 / 1 day overdue: "),
        (date(2020, 8, 30), "เกินกำหนด 39 วัน: รายงานรอบ 7 วัน เรื่องเลขที่ 5888-1 / 39 days overdue: "),
    ],
)
def test_how_late_it_is_goes_by_the_day_on_which_it_is_told(day: date, subject: str) -> None:
    assert str(mail(ReminderLetter(day, REMINDER))["Subject"]).startswith(subject)


@pytest.mark.rule("DUE-6")
def test_a_repeat_carries_the_same_message_id_and_every_other_mail_another() -> None:
    letter = ReminderLetter(DAY_7, REMINDER)
    moved = ReminderLetter(DAY_7, replace(REMINDER, due_on=date(2020, 7, 23)))
    next_step = ReminderLetter(DAY_7, replace(REMINDER, step="after_1"))
    digests = [DigestLetter(DAY_7 + timedelta(days=days), (REMINDER,)) for days in range(2)]

    assert letter.message_id(NIT) == ReminderLetter(date(2020, 7, 24), REMINDER).message_id(NIT)
    assert digests[0].message_id(NIT) == DigestLetter(DAY_7, ()).message_id(NIT)
    letters: list[Letter] = [letter, moved, next_step, *digests]
    every = [each.message_id(who) for each in letters for who in (NIT, DA)]
    assert len(set(every)) == len(every)


def a_line(number: str, due_on: date) -> Reminder:
    return replace(REMINDER, id=UUID(int=hash(number) % 2**64), object_number=number, due_on=due_on)


@pytest.mark.rule("DUE-10", "DUE-14")
def test_a_digest_lists_what_is_overdue_the_latest_first_then_what_comes_with_each_ground_once() -> None:
    today = date(2020, 8, 6)
    lines = (
        a_line("3-1", date(2020, 8, 9)),
        a_line("1-1", date(2020, 7, 30)),
        a_line("2-1", date(2020, 7, 22)),
        a_line("4-1", date(2020, 8, 7)),
    )
    thai, english = halves(DigestLetter(today, lines))

    listed = [line.split()[1] for line in thai.splitlines() if line.startswith("- ") and "กำหนด" in line]
    assert listed == ["2-1", "1-1", "4-1", "3-1"]
    assert "- 2-1 รายงานรอบ 7 วัน กำหนด 22 กรกฎาคม 2563 (เกินกำหนด 15 วัน) กรมทดสอบ1" in thai
    assert "- 3-1 รายงานรอบ 7 วัน กำหนด 9 สิงหาคม 2563 (ครบกำหนดใน 3 วัน) กรมทดสอบ1" in thai
    assert thai.index("เกินกำหนดแล้ว") < thai.index("ใกล้ครบกำหนด") < thai.index("ฐานอำนาจ")
    assert thai.count("คู่มือ ป.ป.ท. ข้อ 7 (1)") == 1
    assert "- 2-1, 7-day round report, due 22/7/2563 B.E. (15 days overdue), Test Department 1" in english
    assert english.count("PACC 7 (1)") == 1
    title = str(mail(DigestLetter(today, lines))["Subject"])
    assert title.startswith("สรุปกำหนดเวลาประจำวันที่ 6 สิงหาคม 2563: 4 รายการ / Deadlines of 6/8/2563 B.E.: 4 in all")


def test_a_digest_that_nobody_could_read_names_the_first_lines_and_counts_the_rest() -> None:
    lines = tuple(a_line(f"{number}-1", DAY_7) for number in range(MOST_LINES + 7))
    thai, english = halves(DigestLetter(date(2020, 8, 6), lines))

    assert "- … +7" in thai
    assert "- … +7" in english
    assert thai.count("กำหนด 22 กรกฎาคม 2563") == MOST_LINES


@pytest.mark.rule("DUE-5")
def test_what_was_not_sent_to_pacc_stands_in_its_digest_as_a_count_by_acoc_alone() -> None:
    counts = (OverdueCount("กระทรวงทดสอบ", "Ministry of Testing", 3), OverdueCount("กระทรวงอื่น", "", 1))
    letter = DigestLetter(date(2020, 8, 6), (), counts)
    thai, english = halves(letter)

    assert "- กระทรวงทดสอบ: 3 รายการ\n- กระทรวงอื่น: 1 รายการ" in thai
    assert "- Ministry of Testing: 3\n- กระทรวงอื่น: 1" in english
    assert "ใกล้ครบกำหนด" not in thai
    assert "5888" not in thai + english
