"""The mail of a reminder: number, duty, date and ground, Thai first; nothing of any person (DUE-10, DUE-14)."""

from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID

from deadlines.domain.reminder import Reminder
from kit.domain.thai_dates import BUDDHIST_ERA, thai_date

_BODY = """\
เรียน เจ้าหน้าที่ {agency}

เรื่องเลขที่ {number}
สิ่งที่ต้องดำเนินการ: {duty}
ครบกำหนด: วันนี้ ({due})
ฐานอำนาจ: {basis}

โปรดดำเนินการในระบบภายในเวลา 24.00 น. ของวันนี้

----------------------------------------------------------------------

To the officers of {agency_english}

Case number {number}
What is due: {duty_english}
Due: today ({due_english})
Legal basis: {basis_english}

Please do it in the system before midnight today, Bangkok time.
"""


def reminder_mail(reminder: Reminder, *, sender: str, address: str, subject: UUID) -> EmailMessage:
    """The message to the officer `subject` at `address`."""
    duty, basis, due_on = reminder.policy.duty, reminder.policy.basis, reminder.due_on
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = address
    mail["Message-ID"] = reminder.message_id(subject)
    mail["Subject"] = (
        f"ครบกำหนดวันนี้: {duty.thai} เรื่องเลขที่ {reminder.object_number} "
        f"/ Due today: {duty.english}, case {reminder.object_number}"
    )
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(
        _BODY.format(
            agency=reminder.agency_thai_name,
            agency_english=reminder.agency_english_name or reminder.agency_thai_name,
            number=reminder.object_number,
            duty=duty.thai,
            duty_english=duty.english,
            due=thai_date(due_on),
            due_english=f"{due_on.day}/{due_on.month}/{due_on.year + BUDDHIST_ERA} B.E.",
            basis=basis.thai,
            basis_english=basis.english,
        )
    )
    return mail
