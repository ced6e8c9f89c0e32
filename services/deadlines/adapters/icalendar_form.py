"""A due list as iCalendar: a whole day for each obligation; number, duty, date and ground, nothing of any person."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from deadlines.adapters.mail_words import number_of, stand_of
from deadlines.app.views import ObligationLine
from deadlines.domain.policy import Words
from kit.domain.thai_dates import thai_date

CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar_of(lines: Sequence[ObligationLine], *, today: date, at: datetime) -> bytes:
    """The calendar as it stands `today`; an obligation has the same UID in every fetch."""
    calendar = Calendar()
    calendar.add("prodid", "-//Rongrian//deadlines//TH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "ร้องเรียน: กำหนดเวลา")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for line in lines:
        calendar.add_component(_event(line, today, at))
    form: bytes = calendar.to_ical()
    return form


def words_of(line: ObligationLine) -> tuple[Words, Words]:
    """Duty and ground; the code of a policy that is lost stands for itself."""
    if line.policy is None:
        return Words(line.obligation.policy, line.obligation.policy), Words("", "")
    return line.policy.duty, line.policy.basis


def _event(line: ObligationLine, today: date, at: datetime) -> Event:
    obligation, number = line.obligation, number_of(line.object_number, line.round)
    duty, basis = words_of(line)
    stand = stand_of(obligation.due_on, today)
    overdue = f" ({stand.thai})" if obligation.due_on < today else ""
    event = Event()
    event.add("uid", f"{obligation.id}@rongrian")
    event.add("dtstamp", at)
    event.add("dtstart", obligation.due_on)
    event.add("dtend", obligation.due_on + timedelta(days=1))
    event.add("sequence", obligation.version)
    event.add("transp", "TRANSPARENT")
    event.add("summary", f"{number.thai} {duty.thai}{overdue}")
    event.add(
        "description",
        f"ครบกำหนด {thai_date(obligation.due_on)}\nฐานอำนาจ: {basis.thai}\n\n"
        f"{number.english}: {duty.english}\nLegal basis: {basis.english}",
    )
    return event
