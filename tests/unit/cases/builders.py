"""Cases, records and reports to start a test from."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from cases.domain.case import Case, Moment
from cases.domain.complaint import Accused, Allegation, Complainant, ComplaintRecord, CoOffender, Reception
from cases.domain.complaint_file import ComplaintFile
from cases.domain.conclusion import Conclusion, Finding
from cases.domain.happenings import Happening
from cases.domain.open_cases import open_cases
from cases.domain.outcome_report import OutcomeReport
from cases.domain.proceedings import ImportantStep, Proceedings
from cases.domain.rounds import Round
from cases.domain.status import CaseStatus
from cases.domain.terms import Committee, Ground, Level, Outcome, Penalty, PersonKind, Source
from cases.domain.timeline import TimelineDetails, TimelineEntry
from cases.domain.work_report import WorkReport
from kit.domain.errors import Fault
from tests.unit.sentences import assert_in_both_languages

MINISTRY_LEVELS = (Level.UNIT, Level.MINISTRY_ACOC, Level.PACC)
DEPARTMENT_LEVELS = tuple(Level)
ACTOR = UUID(int=9)
RECEIVED = date(2020, 7, 15)
RECEIVED_BEFORE = date(2018, 3, 1)


def on(day: date) -> Moment:
    return Moment(datetime.combine(day, time(3), UTC), day)


def said(faults: Iterable[Fault]) -> set[tuple[str, str]]:
    """Field and rule of each fault, once it is seen that each speaks both languages."""
    found = list(faults)
    for fault in found:
        assert_in_both_languages(fault.thai, fault.english)
    assert len({(fault.field, fault.thai) for fault in found}) == len(found), "a fault is said twice"
    return {(fault.field, fault.rule) for fault in found}


def an_accused(first_name: str = "ดิน", national_id: str = "5555555555555") -> Accused:
    return Accused(
        first_name=first_name,
        last_name="สีดำ",
        position="นิติกร",
        position_type="วิชาการ",
        position_level="ชำนาญการ",
        affiliation="กรมสีขาว",
        national_id=national_id,
        is_under_agency=True,
    )


def an_allegation(*accused: int, subject: str = "นำรถยนต์ไปใช้ส่วนตัว") -> Allegation:
    return Allegation(
        subject=subject,
        facts="นำรถยนต์ของทางราชการไปใช้",
        acted_on=date(2018, 2, 8),
        place="จังหวัดระยอง",
        accused=accused,
        damage=Decimal("1000.50"),
    )


def a_co_offender(name: str = "บริษัท ก", number: int = 0) -> CoOffender:
    return CoOffender(kind=PersonKind.JURISTIC, name=name, number=number)


def a_record(received_on: date = RECEIVED, accused: int = 1) -> ComplaintRecord:
    return ComplaintRecord(
        reception=Reception(received_on=received_on, source=Source.DIRECT, agency_number="5888"),
        complainant=Complainant(withheld=True),
        accused=tuple(an_accused(f"คนที่ {place}", f"{5555555555554 + place}") for place in range(1, accused + 1)),
        allegations=(an_allegation(*range(1, accused + 1)),),
    )


def with_reception(record: ComplaintRecord, **changes: object) -> ComplaintRecord:
    return replace(record, reception=replace(record.reception, **changes))  # type: ignore[arg-type]


def the_cases(
    record: ComplaintRecord,
    recorded_on: date,
    levels: tuple[Level, ...] = MINISTRY_LEVELS,
    recorded_at: Level = Level.UNIT,
) -> list[Case]:
    """The cases of a record just made, the happenings and the line of recording still in them."""
    return open_cases(
        record.reception,
        complaint_id=UUID(int=1),
        case_ids=[UUID(int=place) for place in range(2, 2 + len(record.accused))],
        agency_id=UUID(int=3),
        levels=levels,
        recorded_at=recorded_at,
        now=on(recorded_on),
    )


def settle(case: Case) -> None:
    """As the store leaves a case: what it had to tell is written, and gone from it."""
    case.timeline_length += len(case.timeline)
    for written in (case.timeline, case.rewritten, case.sendings, case.remarks, case.happenings):
        written.clear()


def a_case(
    received_on: date = RECEIVED, recorded_on: date | None = None, levels: tuple[Level, ...] = MINISTRY_LEVELS
) -> Case:
    """A new case of กรมทดสอบ1, as it is loaded."""
    [case] = the_cases(a_record(received_on), recorded_on or received_on, levels)
    settle(case)
    return case


def a_file(
    accused: int = 1, received_on: date = RECEIVED, levels: tuple[Level, ...] = MINISTRY_LEVELS
) -> ComplaintFile:
    """A complaint with a case for each accused, as it is loaded."""
    record = a_record(received_on, accused)
    cases = the_cases(record, received_on, levels)
    for case in cases:
        settle(case)
    return ComplaintFile.of(record, UUID(int=1), UUID(int=3), cases)


def a_report(started_on: date = RECEIVED) -> WorkReport:
    return WorkReport(started_on=started_on, committee=Committee.NOT_APPOINTED, details="สอบถามแล้ว")


def a_conclusion(
    ground: Ground = Ground.SERIOUS, *, criminal: bool = False, finished_on: date = RECEIVED
) -> Conclusion:
    return Conclusion(finished_on, ground, criminal, findings=(Finding(1, "พบว่านำรถยนต์ไปใช้จริง"),))


def some_proceedings(started_on: date = RECEIVED) -> Proceedings:
    return Proceedings(started_on, (ImportantStep("แต่งตั้งกรรมการ"),), Committee.APPOINTED)


def an_outcome(
    outcome: Outcome = Outcome.SERIOUS, penalty: Penalty | None = Penalty.DISCHARGE, known_on: date = RECEIVED
) -> OutcomeReport:
    return OutcomeReport(known_on, outcome, "ผิดวินัยร้ายแรง", "กด 1/2563", penalty)


def concluded(case: Case, day: date, conclusion: Conclusion | None = None) -> Case:
    """The case with round 7 reported and its inquiry concluded on `day`, as it is loaded."""
    if case.rounds:
        case.report_round(Round.SEVEN, a_report(case.received_on), now=on(day))
    case.conclude_inquiry(conclusion or a_conclusion(finished_on=case.received_on), now=on(day))
    settle(case)
    return case


def in_proceedings(case: Case, day: date) -> Case:
    """The case with its inquiry concluded and proceedings reported once on `day`, as it is loaded."""
    concluded(case, day).report_proceedings(some_proceedings(case.received_on), now=on(day))
    settle(case)
    return case


def assert_told(case: Case, happening: Happening, status: CaseStatus, done_on: date, details: TimelineDetails) -> None:
    """One happening and one line of the timeline, numbered on."""
    assert (case.status, case.happenings) == (status, [happening])
    assert case.timeline == [TimelineEntry(case.timeline_length + 1, status, done_on, details, case.closed_as)]
