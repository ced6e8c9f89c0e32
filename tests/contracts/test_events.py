"""Events carry ids, codes, dates and the blind index; never a name, a text or a number of a person."""

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from rongrian.agencies.v1.agency_events_pb2 import AgenciesEvent
from rongrian.cases.v1.case_events_pb2 import CasesEvent
from rongrian.deadlines.v1.deadline_events_pb2 import DeadlinesEvent
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent

# Every text field of every event, by name, with what it holds. A new one is added here by somebody who has thought.
TEXTS = {
    "event_id": "id",
    "aggregate_id": "id",
    "actor": "subject of the identity provider",
    "recorded_on": "date",
    "service": "name of a service",
    "case_id": "id",
    "complaint_id": "id",
    "agency_id": "id",
    "obligation_id": "id",
    "object_id": "id",
    "policy": "code",
    "number": "the agency's own case number",
    "received_on": "date",
    "due_on": "date",
    "met_on": "date",
    "reported_on": "date",
    "on": "date",
    "id": "id",
    "parent_id": "id",
    "path": "ids",
    "subject": "subject of the identity provider",
    "head_subject": "subject of the identity provider",
    "code": "code of an agency",
    "thai_name": "name of an agency",
    "english_name": "name of an agency",
    "abbreviation": "name of an agency",
    "closed_on": "date",
}
BYTES = {"hash", "accused_indexes", "national_id_index"}


def test_every_text_in_an_event_is_one_that_may_be_told() -> None:
    texts: set[str] = set()
    blobs: set[str] = set()
    for event in (AgenciesEvent, CasesEvent, DeadlinesEvent, ReportingEvent):
        for field in _fields(event.DESCRIPTOR, set()):
            if field.type == FieldDescriptor.TYPE_STRING:
                texts.add(field.name)
            elif field.type == FieldDescriptor.TYPE_BYTES:
                blobs.add(field.name)

    assert texts - TEXTS.keys() == set()
    assert blobs - BYTES == set()


def _fields(message: Descriptor, seen: set[str]) -> list[FieldDescriptor]:
    if message.full_name in seen:
        return []
    seen.add(message.full_name)
    below = [field.message_type for field in message.fields if field.message_type is not None]
    return [*message.fields, *(field for inner in below for field in _fields(inner, seen))]
