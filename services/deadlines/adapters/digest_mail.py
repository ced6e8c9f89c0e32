"""The morning's digest: what is overdue, the latest first, what comes, and counts for ป.ป.ท.; Thai first (DUE-10)."""

from collections.abc import Iterable, Sequence
from datetime import date

from deadlines.adapters.mail_words import english_date, number_of, stand_of
from deadlines.app.letters import DigestLetter, OverdueCount
from deadlines.domain.reminder import PACC_FROM_DAYS, Reminder
from kit.domain.thai_dates import thai_date

_RULE = "-" * 70
# The rest is counted: a ศปท. of a large ministry would else get a mail that nobody can read.
MOST_LINES = 300


def digest_title(letter: DigestLetter) -> str:
    number = len(letter.reminders) + sum(count.number for count in letter.counts)
    return (
        f"สรุปกำหนดเวลาประจำวันที่ {thai_date(letter.day)}: {number} รายการ "
        f"/ Deadlines of {english_date(letter.day)}: {number} in all"
    )


def digest_body(letter: DigestLetter) -> str:
    thai = [
        f"เรียน เจ้าหน้าที่ผู้เกี่ยวข้อง\n\nกำหนดเวลาประจำวันที่ {thai_date(letter.day)}\n",
        *_section("เกินกำหนดแล้ว", (_thai_line(each, letter.day) for each in letter.overdue)),
        *_section("ใกล้ครบกำหนด", (_thai_line(each, letter.day) for each in letter.coming)),
        *_section(
            f"เกินกำหนดตั้งแต่ {PACC_FROM_DAYS} วัน ที่ยังไม่ได้ส่งถึง ป.ป.ท. แยกตาม ศปท.",
            (f"- {count.acoc_thai_name}: {count.number} รายการ" for count in letter.counts),
        ),
        *_section("ฐานอำนาจ", (f"- {each.duty.thai}: {each.basis.thai}" for each in _duties(letter))),
    ]
    english = [
        f"To the officers concerned\n\nDeadlines of {english_date(letter.day)}\n",
        *_section("Overdue", (_english_line(each, letter.day) for each in letter.overdue)),
        *_section("Due soon", (_english_line(each, letter.day) for each in letter.coming)),
        *_section(
            f"Overdue by {PACC_FROM_DAYS} days or more and not sent to PACC, by anti-corruption operation centre",
            (f"- {_centre(count)}: {count.number}" for count in letter.counts),
        ),
        *_section("Legal basis", (f"- {each.duty.english}: {each.basis.english}" for each in _duties(letter))),
    ]
    return "\n".join([*thai, _RULE, "", *english])


def _section(title: str, lines: Iterable[str]) -> list[str]:
    """The lines under their title, the rest as a number, and a blank one; nothing where there are none."""
    held = list(lines)
    if not held:
        return []
    rest = [f"- … +{len(held) - MOST_LINES}"] if len(held) > MOST_LINES else []
    return [title, *held[:MOST_LINES], *rest, ""]


def _thai_line(reminder: Reminder, today: date) -> str:
    stand = stand_of(reminder.due_on, today)
    return (
        f"- {reminder.object_number} {reminder.duty.thai} กำหนด {thai_date(reminder.due_on)} "
        f"({stand.thai}) {reminder.agency_thai_name}"
    )


def _english_line(reminder: Reminder, today: date) -> str:
    stand = stand_of(reminder.due_on, today)
    agency = reminder.agency_english_name or reminder.agency_thai_name
    due, number = english_date(reminder.due_on), number_of(reminder.object_number, reminder.round)
    return f"- {number.english}, {reminder.duty.english}, due {due} ({stand.english}), {agency}"


def _centre(count: OverdueCount) -> str:
    return count.acoc_english_name or count.acoc_thai_name


def _duties(letter: DigestLetter) -> Sequence[Reminder]:
    """One reminder for each duty that the digest names, so that each ground is said once (DUE-14)."""
    return list({each.policy: each for each in (*letter.overdue, *letter.coming)}.values())
