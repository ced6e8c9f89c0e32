"""Cases and records to start a test from."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from cases.domain.case import Case, Moment
from cases.domain.complaint import Accused, Allegation, Complainant, ComplaintRecord, Reception
from cases.domain.open_cases import open_cases
from cases.domain.round_report import RoundReport
from cases.domain.rounds import Round
from cases.domain.terms import Committee, Level, Source

MINISTRY_LEVELS = (Level.UNIT, Level.MINISTRY_ACOC, Level.PACC)
ACTOR = UUID(int=9)
RECEIVED = date(2020, 7, 15)


def on(day: date) -> Moment:
    return Moment(datetime.combine(day, time(3), UTC), day)


def an_accused(first_name: str = "ดิน") -> Accused:
    return Accused(
        first_name=first_name,
        last_name="สีดำ",
        position="นิติกร",
        position_type="วิชาการ",
        position_level="ชำนาญการ",
        affiliation="กรมสีขาว",
        national_id="5555555555555",
        is_under_agency=True,
    )


def an_allegation(*accused: int, subject: str = "นำรถยนต์ไปใช้ส่วนตัว") -> Allegation:
    return Allegation(
        subject=subject,
        facts="นำรถยนต์ของทางราชการไปใช้",
        acted_on=date(2020, 7, 8),
        place="จังหวัดระยอง",
        accused=accused,
        damage=Decimal("1000.50"),
    )


def a_record(received_on: date = RECEIVED, accused: int = 1) -> ComplaintRecord:
    return ComplaintRecord(
        reception=Reception(received_on=received_on, source=Source.DIRECT, agency_number="5888"),
        complainant=Complainant(withheld=True),
        accused=tuple(an_accused(f"คนที่ {place}") for place in range(1, accused + 1)),
        allegations=(an_allegation(*range(1, accused + 1)),),
    )


def with_reception(record: ComplaintRecord, **changes: object) -> ComplaintRecord:
    return replace(record, reception=replace(record.reception, **changes))  # type: ignore[arg-type]


def a_case(
    received_on: date = RECEIVED, recorded_on: date | None = None, levels: tuple[Level, ...] = MINISTRY_LEVELS
) -> Case:
    """A new case of กรมทดสอบ1, its happenings of recording taken away."""
    [case] = open_cases(
        a_record(received_on),
        complaint_id=UUID(int=1),
        case_ids=[UUID(int=2)],
        agency_id=UUID(int=3),
        levels=levels,
        recorded_at=Level.UNIT,
        now=on(recorded_on or received_on),
    )
    case.happenings.clear()
    case.timeline.clear()
    case.timeline_length = 1
    return case


def a_report(started_on: date = RECEIVED) -> RoundReport:
    return RoundReport(round=Round.SEVEN, started_on=started_on, committee=Committee.NOT_APPOINTED, details="สอบถามแล้ว")
