"""Events carry ids, codes, dates and the blind index; never a name, a text or a number of a person."""

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from rongrian.agencies.v1.agency_events_pb2 import AgenciesEvent
from rongrian.cases.v1.case_events_pb2 import CasesEvent
from rongrian.deadlines.v1.deadline_events_pb2 import DeadlinesEvent
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent

# Every field of every event that could hold words, by its message. All are ids, codes, dates, hashes, names of agencies
# or the agency's own case number. A new one is added here by somebody who has thought about it.
MAY_BE_TOLD = {
    "Agency": {
        "abbreviation",
        "closed_on",
        "code",
        "english_name",
        "head_subject",
        "id",
        "owes_summaries_from",
        "owes_summaries_since",
        "parent_id",
        "path",
        "thai_name",
    },
    "AuditHead": {"hash", "service"},
    "CaseCorrected": {"fields"},
    "CaseFacts": {
        "accused_indexes",
        "agency_id",
        "case_id",
        "closed_on",
        "complaint_id",
        "concluded_on",
        "corrected_on",
        "deleted_on",
        "handler",
        "number",
        "origin_case_id",
        "received_on",
        "recorded_on",
        "recused",
    },
    "Entry": {"on"},
    "EventHeader": {"actor", "aggregate_id", "event_id", "recorded_on"},
    "ObligationDueMoved": {"old_due_on"},
    "ObligationFacts": {"agency_id", "due_on", "met_on", "object_id", "obligation_id", "opened_on", "policy"},
    "ObligationMet": {"met_on"},
    "OfficerRights": {"agency_id", "national_id_index", "subject"},
    "RecusalLifted": {"officer"},
    "RecusalMarked": {"officer"},
    "RoundClosed": {"round"},
    "RoundFacts": {"due_on", "reported_on"},
    "SummarySubmitted": {"agency_id", "round"},
}


def test_every_field_that_could_hold_words_is_one_that_may_be_told() -> None:
    told: dict[str, set[str]] = {}
    for event in (AgenciesEvent, CasesEvent, DeadlinesEvent, ReportingEvent):
        for field in _fields(event.DESCRIPTOR, set()):
            if field.type in (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES):
                *_, message, name = field.full_name.split(".")
                told.setdefault(message, set()).add(name)

    assert told == MAY_BE_TOLD


def _fields(message: Descriptor, seen: set[str]) -> list[FieldDescriptor]:
    if message.full_name in seen:
        return []
    seen.add(message.full_name)
    below = [field.message_type for field in message.fields if field.message_type is not None]
    return [*message.fields, *(field for inner in below for field in _fields(inner, seen))]
