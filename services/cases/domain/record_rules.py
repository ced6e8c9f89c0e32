"""What a record must hold beyond what its contract can say: dates, ticks, and what depends on something else."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cases.domain.complaint import Accused, Allegation, ComplaintRecord
from cases.domain.terms import DatePrecision, Source
from kit.domain.errors import Fault

# วันที่ 22 พฤษภาคม 2557: earlier receptions count only for cases still pending then (CASE-2).
EARLIEST = date(2014, 5, 22)
NO_SURNAME = "ไม่มี"
NOBODY_COMPLAINS = frozenset({Source.ANONYMOUS_LETTER, Source.SELF_DETECTED})


def faults_of_record(record: ComplaintRecord, *, today: date) -> list[Fault]:
    """Every fault at once, each with its field and rule; an empty list when the record may stand."""
    rules: list[Callable[[ComplaintRecord, date], Iterator[Fault]]] = [_reception, _complainant, _accused, _allegations]
    return [fault for rule in rules for fault in rule(record, today)]


def _reception(record: ComplaintRecord, today: date) -> Iterator[Fault]:
    reception = record.reception
    on = reception.received_on
    if on is not None and on > today:
        yield _fault(
            "reception.received_on", "CASE-2", "วันที่รับเรื่องต้องไม่เป็นวันในอนาคต", "The reception date is in the future."
        )
    if on is not None and on < EARLIEST and not reception.was_pending:
        yield _fault(
            "reception.received_on",
            "CASE-2",
            "เรื่องที่รับก่อนวันที่ 22 พฤษภาคม 2557 บันทึกได้เฉพาะเรื่องที่ยังค้างอยู่ (ทำเครื่องหมายยืนยัน)",
            "A reception before 22 May 2014 is recorded only for a case that was still pending then; tick it.",
        )
    if reception.source is Source.OTHER_AGENCY and not reception.source_detail.strip():
        yield _fault("reception.source_detail", "CASE-6", "ต้องระบุหน่วยงานที่ส่งเรื่อง", "State which agency sent it.")
    if reception.source is Source.OTHER and not reception.source_detail.strip():
        yield _fault(
            "reception.source_detail", "CASE-6", "ต้องระบุเหตุผลของที่มาอื่นๆ", "State the reason for another source."
        )


def _complainant(record: ComplaintRecord, today: date) -> Iterator[Fault]:
    if record.complainant is None or not record.complainant.says_who:
        return
    if record.complainant.withheld:
        yield _fault(
            "complainant.withheld",
            "CASE-6",
            "เลือกขอปกปิดแล้ว ต้องไม่ระบุข้อมูลผู้กล่าวหา",
            "The complainant is withheld: nothing else is recorded of him.",
        )
    if record.reception.source in NOBODY_COMPLAINS:
        yield _fault(
            "complainant",
            "CASE-6",
            "ที่มานี้ไม่มีผู้ร้อง / ไม่ระบุชื่อ ต้องไม่ระบุข้อมูลผู้กล่าวหา",
            "This source has no complainant: nothing is recorded of one.",
        )


def _accused(record: ComplaintRecord, today: date) -> Iterator[Fault]:
    for place, accused in enumerate(record.accused):
        yield from faults_of_accused(f"record.accused[{place}]", accused)
    yield from faults_of_numbers(NumberOfAccused.at(at, person.national_id) for at, person in enumerate(record.accused))
    ticked = {ordinal for allegation in record.allegations for ordinal in allegation.accused}
    for place in range(len(record.accused)):
        if record.allegations and place + 1 not in ticked:
            yield _fault(
                f"accused[{place}]",
                "CASE-6",
                "ต้องเลือกเรื่องที่กล่าวหาอย่างน้อยหนึ่งเรื่องสำหรับผู้ถูกกล่าวหานี้",
                "At least one allegation must be ticked for this accused.",
            )


def faults_of_accused(field: str, accused: Accused) -> Iterator[Fault]:
    """What is wrong with one accused official who stands at `field` of what was sent."""
    if [bool(accused.national_id), accused.has_no_national_id, accused.keeps_national_id].count(True) != 1:
        yield Fault(
            f"{field}.national_id",
            "CASE-6",
            "ต้องระบุเลขบัตรประชาชน หรือเลือกไม่มีข้อมูลเลขบัตรประจำตัวประชาชน อย่างใดอย่างหนึ่ง",
            "Give the national ID, or tick that there is none; one of the two.",
        )
    if accused.last_name.strip() == NO_SURNAME and not accused.details.strip():
        yield Fault(
            f"{field}.details",
            "CASE-6",
            "กรณีกลุ่มบุคคลหรือไม่ทราบตัวบุคคล ต้องระบุเหตุผลในรายละเอียด",
            "For a group or an unknown person the details must say why.",
        )


@dataclass(frozen=True, slots=True)
class NumberOfAccused:
    """A national ID that was typed in: its field, and whose it is in both languages."""

    field: str
    number: str
    thai: str
    english: str

    @classmethod
    def at(cls, place: int, number: str) -> "NumberOfAccused":
        """Of the accused at that place of a record, from 0."""
        return cls(f"record.accused[{place}].national_id", number, *_accused_at(place))


def faults_of_numbers(
    typed: Iterable[NumberOfAccused], *, recorded: Callable[[str], int | None] = lambda number: None
) -> Iterator[Fault]:
    """Whoever is accused twice in one complaint would have two cases (CASE-1).

    `recorded` says at which place, from 0, another one who stays is recorded with a number.
    """
    first: dict[str, tuple[str, str]] = {}
    for each in (each for each in typed if each.number):
        place = recorded(each.number)
        before = _accused_at(place) if place is not None else first.get(each.number)
        if before is not None:
            yield Fault(
                each.field,
                "CASE-6",
                f"เลขบัตรประชาชนนี้เป็นของ{before[0]}ในเรื่องเดียวกันแล้ว หนึ่งคนมีสำนวนเดียว",
                f"This number is that of {before[1]} of the same complaint: one person has one case.",
            )
        first.setdefault(each.number, (each.thai, each.english))


def _accused_at(place: int) -> tuple[str, str]:
    return f"ผู้ถูกกล่าวหาคนที่ {place + 1}", f"accused {place + 1}"


def faults_of_keeping(record: ComplaintRecord) -> list[Fault]:
    """In a new record there is no number yet that could be kept."""
    accused = [f"accused[{place}]" for place, person in enumerate(record.accused) if person.keeps_national_id]
    people = [
        f"allegations[{place}].co_offenders[{at}]"
        for place, allegation in enumerate(record.allegations)
        for at, person in enumerate(allegation.co_offenders)
        if person.keeps_identifier
    ]
    return [
        _fault(field, "CASE-6", "ยังไม่มีเลขที่บันทึกไว้ ต้องระบุเลข", "No number is recorded yet that could be kept.")
        for field in (*accused, *people)
    ]


def _allegations(record: ComplaintRecord, today: date) -> Iterator[Fault]:
    for place, allegation in enumerate(record.allegations):
        yield from _one_allegation(f"allegations[{place}]", allegation, len(record.accused), today)


def _one_allegation(field: str, allegation: Allegation, accused: int, today: date) -> Iterator[Fault]:
    if not allegation.accused:
        yield _fault(
            f"{field}.accused",
            "CASE-6",
            "ต้องเลือกผู้ถูกกล่าวหาอย่างน้อยหนึ่งคนสำหรับเรื่องนี้",
            "At least one accused must be ticked for this allegation.",
        )
    elif len(set(allegation.accused)) < len(allegation.accused) or not all(
        1 <= ordinal <= accused for ordinal in allegation.accused
    ):
        yield _fault(
            f"{field}.accused",
            "CASE-6",
            "ผู้ถูกกล่าวหาที่เลือกไม่มีอยู่ในรายการ หรือเลือกซ้ำ",
            "A ticked accused is not in the list, or is ticked twice.",
        )
    on = allegation.acted_on
    if on is not None and on > today:
        yield _fault(
            f"{field}.acted_on", "CASE-6", "วันที่กระทำการต้องไม่เป็นวันในอนาคต", "The date of the act is in the future."
        )
    if on is not None and on != _first_day(on, allegation.precision):
        yield _fault(
            f"{field}.acted_on",
            "CASE-6",
            "ทราบเพียงเดือนให้ใช้วันแรกของเดือน ทราบเพียงปีให้ใช้วันที่ 1 มกราคม",
            "Where only the month is known its first day stands, where only the year 1 January.",
        )


def _first_day(on: date, precision: DatePrecision) -> date:
    if precision is DatePrecision.YEAR:
        return on.replace(month=1, day=1)
    return on.replace(day=1) if precision is DatePrecision.MONTH else on


def _fault(field: str, rule: str, thai: str, english: str) -> Fault:
    return Fault(f"record.{field}", rule, thai, english)
