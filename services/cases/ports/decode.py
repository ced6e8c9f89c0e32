"""Messages of the contract into commands; what the standard library cannot check is worked out here."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from google.protobuf.message import Message
from stdnum.th import pin

from cases.domain.complaint import Accused, Allegation, Complainant, ComplaintRecord, CoOffender, Reception
from cases.domain.conclusion import Conclusion, Discovered, FoundOfficial, FoundOther
from cases.domain.entry_edit import Written
from cases.domain.era import Era
from cases.domain.filter import CaseFilter, days_of
from cases.domain.proceedings import Proceedings
from cases.domain.status import CaseStatus
from cases.domain.terms import ClosedAs, Queue
from cases.domain.work_report import WorkReport
from kit.domain.errors import Fault, InvalidInput
from kit.domain.thai_dates import FIRST_BUDDHIST_YEAR, GREGORIAN_YEAR
from kit.grpc.values import Reader
from rongrian.cases.v1 import case_service_pb2, record_pb2, report_pb2

_T = TypeVar("_T")


def decode_record(message: record_pb2.ComplaintRecord, faults: list[Fault]) -> ComplaintRecord | None:
    """The five steps; None where faults leave nothing to check further. Without a complainant, None for him."""
    reception = Reader(faults, "CASE-2").read(Reception, message.reception, "record.reception")
    reader = Reader(faults, "CASE-6")
    allegations = [
        reader.read(Allegation, entry, f"record.allegations[{place}]")
        for place, entry in enumerate(message.allegations)
    ]
    accused = [decode_accused(entry, faults, f"record.accused[{place}]") for place, entry in enumerate(message.accused)]
    if reception is None or None in allegations or None in accused:
        return None
    complainant = None
    if message.HasField("complainant"):
        complainant = reader.read(Complainant, message.complainant, "record.complainant")
    return ComplaintRecord(
        reception=reception,
        complainant=complainant,
        accused=tuple(person for person in accused if person is not None),
        allegations=tuple(_people_checked(each) for each in allegations if each is not None),
    )


def decode_accused(message: record_pb2.AccusedEntry, faults: list[Fault], at: str) -> Accused | None:
    person = Reader(faults, "CASE-6").read(Accused, message, at)
    return _accused_checked(person) if person is not None else None


def decode_work_report(message: report_pb2.WorkReport, faults: list[Fault]) -> WorkReport | None:
    return Reader(faults, "CASE-13").read(WorkReport, message, "report")


def decode_conclusion(message: report_pb2.Conclusion, faults: list[Fault]) -> Conclusion | None:
    return Reader(faults, "CASE-14").read(Conclusion, message, "conclusion")


def decode_proceedings(message: report_pb2.Proceedings, faults: list[Fault]) -> Proceedings | None:
    return Reader(faults, "CASE-16").read(Proceedings, message, "proceedings")


def decode_discovered(request: case_service_pb2.ConcludeInquiryRequest, faults: list[Fault]) -> Discovered:
    """Whom the inquiry found; those in whom the contract has found faults are left out, for it is refused anyway."""
    reader = Reader(faults, "CASE-14")
    officials = _read_all(reader, FoundOfficial, request.found_officials, "found_officials")
    others = _read_all(reader, FoundOther, request.found_others, "found_others")
    identified = None
    if request.HasField("identified"):
        person = decode_accused(request.identified, faults, "identified")
        identified = _newly_named(person) if person is not None else None
    return Discovered(
        officials=tuple(replace(each, official=_newly_named(each.official)) for each in officials),
        others=tuple(replace(each, person=_person_checked(_unrecorded(each.person))) for each in others),
        identified=identified,
    )


def decode_written(request: case_service_pb2.EditEntryRequest, faults: list[Fault]) -> Written | None:
    """What an edit of an entry writes anew, by its kind."""
    match request.WhichOneof("entry"):
        case "explanation":
            return request.explanation.strip()
        case "report":
            return decode_work_report(request.report, faults)
        case "conclusion":
            return decode_conclusion(request.conclusion, faults)
        case "proceedings":
            return decode_proceedings(request.proceedings, faults)
    return None


def decode_filter(request: case_service_pb2.ListCasesRequest) -> CaseFilter:
    """What narrows a list. Raises InvalidInput for a month of a year that is none, or is one of the Buddhist Era."""
    if request.received_in and not 0 < int(request.received_in[:4]) < FIRST_BUDDHIST_YEAR:
        raise InvalidInput([Fault("received_in", "CASE-25", *GREGORIAN_YEAR)])
    return CaseFilter(
        status=CaseStatus(request.status) if request.status else None,
        closed_as=ClosedAs(request.closed_as) if request.closed_as else None,
        era=Era(request.era) if request.era else None,
        number=request.number.strip(),
        national_id=request.national_id,
        words=request.words,
        received=days_of(request.received_in) if request.received_in else None,
        agency_id=uuid_or_none(request.agency_id),
        queue=Queue(request.queue) if request.queue else None,
        case_ids=tuple(UUID(case_id) for case_id in request.case_ids),
    )


def uuid_or_none(text: str) -> UUID | None:
    """The id of a field that may be empty; one that is no UUID has been refused by the contract."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _read_all(reader: Reader, kind: type[_T], messages: Iterable[Message], at: str) -> list[_T]:
    read = [reader.read(kind, message, f"{at}[{place}]") for place, message in enumerate(messages)]
    return [value for value in read if value is not None]


def _people_checked(allegation: Allegation) -> Allegation:
    return replace(allegation, co_offenders=tuple(_person_checked(person) for person in allegation.co_offenders))


def _person_checked(person: CoOffender) -> CoOffender:
    """A 13-digit number of a natural person is checked and marked as an accused's."""
    return replace(person, to_be_checked=person.has_national_id and not pin.is_valid(person.identifier))


def _newly_named(person: Accused) -> Accused:
    """Of whom an inquiry names no number is recorded yet that could be kept."""
    return replace(_accused_checked(person), keeps_national_id=False)


def _unrecorded(person: CoOffender) -> CoOffender:
    return replace(person, number=0, keeps_identifier=False)


def _accused_checked(person: Accused) -> Accused:
    return replace(person, to_be_checked=bool(person.national_id) and not pin.is_valid(person.national_id))
