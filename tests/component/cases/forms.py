"""A recorded complaint as the form for an edit holds it: sealed numbers kept, everything else as it was read."""

from google.protobuf.message import Message

from rongrian.cases.v1.complaint_service_pb2 import EditComplaintRequest
from rongrian.cases.v1.record_pb2 import AccusedEntry, AllegationEntry, CoOffenderEntry
from rongrian.cases.v1.view_pb2 import Accused, Allegation, Complaint, CoOffender


def form_of(complaint: Complaint) -> EditComplaintRequest:
    """An edit that would change nothing; without the complainant, who stays as he is."""
    form = EditComplaintRequest(complaint_id=complaint.id, version=complaint.version)
    form.record.reception.CopyFrom(complaint.reception)
    form.record.accused.extend(_accused(person) for person in complaint.accused)
    form.record.allegations.extend(_allegation(allegation) for allegation in complaint.allegations)
    return form


def _accused(person: Accused) -> AccusedEntry:
    entry = AccusedEntry(
        has_no_national_id=not person.has_national_id,
        keeps_national_id=person.has_national_id,
        is_under_agency=True,
    )
    _copy(person, entry)
    return entry


def _allegation(allegation: Allegation) -> AllegationEntry:
    entry = AllegationEntry(
        accused=allegation.accused, co_offenders=[_co_offender(person) for person in allegation.co_offenders]
    )
    _copy(allegation, entry)
    return entry


def _co_offender(person: CoOffender) -> CoOffenderEntry:
    entry = CoOffenderEntry(keeps_identifier=person.has_identifier)
    _copy(person, entry)
    return entry


def _copy(shown: Message, entry: Message) -> None:
    """The single values that both have by the same names."""
    known = entry.DESCRIPTOR.fields_by_name
    for field, value in shown.ListFields():
        if field.name in known and not field.is_repeated:
            setattr(entry, field.name, value)
