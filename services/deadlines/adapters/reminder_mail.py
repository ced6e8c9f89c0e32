"""A reminder's own mail: number or round, duty, date, ground, Thai first; nothing of any person (DUE-10, DUE-14)."""

from datetime import date
from email.message import EmailMessage
from email.policy import SMTP

from deadlines.adapters.digest_mail import digest_body, digest_title
from deadlines.adapters.mail_words import english_date, number_of, stand_of
from deadlines.app.letters import DigestLetter, Letter, ReminderLetter
from deadlines.app.telling import Recipient
from deadlines.domain.policy import Words
from deadlines.domain.reminder import Reminder
from kit.domain.thai_dates import thai_date

_BODY = """\
เรียน เจ้าหน้าที่ผู้เกี่ยวข้อง

{about}
หน่วยงานที่ต้องดำเนินการ: {agency}
สิ่งที่ต้องดำเนินการ: {duty}
กำหนด: {due} ({stand})
ฐานอำนาจ: {basis}

{please}

----------------------------------------------------------------------

To the officers concerned

{about_english}
Agency that owes it: {agency_english}
What is owed: {duty_english}
Due: {due_english} ({stand_english})
Legal basis: {basis_english}

{please_english}
"""
_STILL_IN_TIME = (
    "โปรดดำเนินการในระบบภายในเวลา 24.00 น. ของวันครบกำหนด",
    "Please do it in the system before midnight of that day, Bangkok time.",
)
_LATE = ("โปรดดำเนินการในระบบโดยเร็ว", "Please do it in the system without further delay.")


def mail_of(letter: Letter, *, sender: str, recipient: Recipient) -> EmailMessage:
    """The message that carries `letter` to `recipient`."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = recipient.address
    mail["Message-ID"] = letter.message_id(recipient.subject)
    mail["Auto-Submitted"] = "auto-generated"
    mail["Subject"] = digest_title(letter) if isinstance(letter, DigestLetter) else _title(letter)
    mail.set_content(digest_body(letter) if isinstance(letter, DigestLetter) else _body(letter))
    return mail


def _title(letter: ReminderLetter) -> str:
    reminder, stand = letter.reminder, stand_of(letter.reminder.due_on, letter.day)
    duty, about = reminder.duty, _about(reminder)
    return f"{stand.thai}: {duty.thai} {about.thai} / {stand.english}: {duty.english}, {about.english}"


def _body(letter: ReminderLetter) -> str:
    reminder = letter.reminder
    duty, basis = reminder.duty, reminder.basis
    stand, about = stand_of(reminder.due_on, letter.day), _about(reminder)
    please, please_english = _please(reminder.due_on, letter.day)
    return _BODY.format(
        agency=reminder.agency_thai_name,
        agency_english=reminder.agency_english_name or reminder.agency_thai_name,
        about=about.thai,
        about_english=about.english[0].upper() + about.english[1:],
        duty=duty.thai,
        duty_english=duty.english,
        due=thai_date(reminder.due_on),
        due_english=english_date(reminder.due_on),
        stand=stand.thai,
        stand_english=stand.english,
        basis=basis.thai,
        basis_english=basis.english,
        please=please,
        please_english=please_english,
    )


def _about(reminder: Reminder) -> Words:
    """`เรื่องเลขที่ 5888-1` and `case 5888-1`, or the round."""
    number = number_of(reminder.object_number, reminder.round)
    if reminder.round is not None:
        return number
    return Words(f"เรื่องเลขที่ {number.thai}", f"case {number.english}")


def _please(due_on: date, day: date) -> tuple[str, str]:
    return _STILL_IN_TIME if due_on >= day else _LATE
