"""Messages of the contract into commands. Lenient where the contract has found a fault already, never inventive."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import IntEnum
from typing import TypeVar
from uuid import UUID

from stdnum.th import pin

from cases.adapters.event_codec import ROUNDS
from cases.domain.complaint import Accused, Allegation, Complainant, ComplaintRecord, CoOffender, Reception
from cases.domain.round_report import ReportedTo, RoundReport
from cases.domain.terms import Channel, Committee, ComplaintKind, DatePrecision, PersonKind, Source
from kit.domain.errors import Fault
from rongrian.cases.v1 import case_pb2, case_service_pb2, record_pb2

_Term = TypeVar("_Term", bound=IntEnum)

# A year from here on is meant as one of the Buddhist Era.
FIRST_BUDDHIST_YEAR = 2400

ROUND_OF = {number: round_ for round_, number in ROUNDS.items()}


class Decoder:
    """Reads a message and collects what the contract cannot say in a pattern, such as 30 February."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults

    def record(self, message: record_pb2.ComplaintRecord) -> ComplaintRecord:
        return ComplaintRecord(
            reception=self._reception(message.reception),
            complainant=_complainant(message.complainant),
            accused=tuple(_accused(entry) for entry in message.accused),
            allegations=tuple(
                self._allegation(f"record.allegations[{place}]", entry)
                for place, entry in enumerate(message.allegations)
            ),
        )

    def round_report(self, message: case_service_pb2.RoundReportEntry) -> RoundReport | None:
        """None where the contract's faults leave nothing to check further."""
        started_on = self.day("report.started_on", message.started_on, "CASE-13")
        committee = _term(Committee, message.committee)
        round_ = ROUND_OF.get(message.round)
        head = self._reported_to("report.reported_to_head", message.reported_to_head)
        minister = self._reported_to("report.reported_to_minister", message.reported_to_minister)
        if started_on is None or committee is None or round_ is None:
            return None
        return RoundReport(
            round=round_,
            started_on=started_on,
            committee=committee,
            details=message.details,
            document_number=message.document_number,
            administrative_action=message.administrative_action,
            criminal_action=message.criminal_action,
            criminal_details=message.criminal_details,
            other_action=message.other_action,
            reported_to_head=head,
            reported_to_minister=minister,
        )

    def day(self, field: str, text: str, rule: str) -> date | None:
        """The date of an ISO `text`, None where it is empty or was refused already; a fault where it is no day."""
        if not text or any(fault.field == field for fault in self.faults):
            return None
        try:
            day = date.fromisoformat(text)
            if day.year < FIRST_BUDDHIST_YEAR:
                return day
            self.faults.append(
                Fault(field, rule, "ปีต้องเป็น ค.ศ. (พ.ศ. ลบ 543)", "The year is Gregorian: B.E. less 543.")
            )
            return None
        except ValueError:
            self.faults.append(Fault(field, rule, "ไม่มีวันที่นี้ในปฏิทิน", "There is no such day in the calendar."))
            return None

    def _reception(self, message: record_pb2.Reception) -> Reception:
        return Reception(
            received_on=self.day("record.reception.received_on", message.received_on, "CASE-2"),
            was_pending=message.was_pending,
            source=_term(Source, message.source),
            source_detail=message.source_detail,
            details=message.details,
            channel=_term(Channel, message.channel) or Channel.LETTER,
            kind=_term(ComplaintKind, message.kind) or ComplaintKind.CORRUPTION,
            agency_number=message.agency_number.strip(),
        )

    def _allegation(self, field: str, message: record_pb2.AllegationEntry) -> Allegation:
        return Allegation(
            subject=message.subject.strip(),
            facts=message.facts,
            acted_on=self.day(f"{field}.acted_on", message.acted_on, "CASE-6"),
            precision=_term(DatePrecision, message.precision) or DatePrecision.DAY,
            acted_at=message.acted_at,
            document_number=message.document_number,
            place=message.place,
            damage=_damage(message.damage),
            accused=tuple(message.accused),
            co_offenders=tuple(_co_offender(person) for person in message.co_offenders),
        )

    def _reported_to(self, field: str, message: case_pb2.ReportedTo) -> ReportedTo:
        return ReportedTo(self.day(f"{field}.on", message.on, "CASE-13"), message.number)


def uuid_or_none(text: str) -> UUID | None:
    """The id of a field that may be empty; one that is no UUID has been refused by the contract."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _complainant(message: record_pb2.Complainant) -> Complainant:
    return Complainant(
        withheld=message.withheld,
        title=message.title,
        first_name=message.first_name,
        last_name=message.last_name,
        details=message.details,
    )


def _accused(message: record_pb2.AccusedEntry) -> Accused:
    return Accused(
        title=message.title,
        first_name=message.first_name.strip(),
        last_name=message.last_name.strip(),
        national_id=message.national_id,
        has_no_national_id=message.has_no_national_id,
        to_be_checked=bool(message.national_id) and not pin.is_valid(message.national_id),
        is_under_agency=message.is_under_agency,
        position=message.position,
        position_type=message.position_type,
        position_level=message.position_level,
        affiliation=message.affiliation,
        details=message.details,
    )


def _co_offender(message: record_pb2.CoOffenderEntry) -> CoOffender:
    kind = _term(PersonKind, message.kind)
    number = message.identifier.strip()
    looks_national = kind is PersonKind.NATURAL and len(number) == 13 and number.isdecimal()
    return CoOffender(
        kind=kind,
        title=message.title,
        name=message.name.strip(),
        last_name=message.last_name.strip(),
        identifier=number,
        to_be_checked=looks_national and not pin.is_valid(number),
        relation=message.relation,
        details=message.details,
    )


def _damage(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _term(kind: Callable[[int], _Term], number: int) -> _Term | None:
    """The term of a number of the contract; None for 0 and for numbers that the contract has refused."""
    try:
        return kind(number) if number else None
    except ValueError:
        return None
