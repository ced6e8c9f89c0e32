"""An obligation's happenings as events: ids, codes and dates, nothing else."""

from datetime import datetime
from uuid import UUID

from google.protobuf.timestamp_pb2 import Timestamp
from uuid_utils.compat import uuid7

from deadlines.domain.happenings import Happening, Met, Missed, MissedWithdrawn, Opened
from deadlines.domain.obligation import Obligation
from kit.domain.thai_dates import bangkok_date
from kit.events.outbox import OutgoingEvent
from kit.events.streams import subject_of
from rongrian.deadlines.v1 import deadline_events_pb2 as events
from rongrian.kit.v1.audit_pb2 import AuditHead
from rongrian.kit.v1.event_pb2 import EventHeader


def encode_happenings(obligation: Obligation, at: datetime) -> list[OutgoingEvent]:
    """One event for each happening, all with the facts as they stand after the last, each with a version of its own."""
    return [
        _encode(obligation, happening, version, at)
        for version, happening in enumerate(obligation.happenings, start=obligation.version + 1)
    ]


def encode_audit_head(head: AuditHead, at: datetime) -> OutgoingEvent:
    event = events.DeadlinesEvent(header=_header(at, UUID(int=0), 0), audit_head=head)
    return _outgoing(event, "audit_head")


def facts_of(obligation: Obligation) -> events.ObligationFacts:
    """The obligation as other services know it."""
    return events.ObligationFacts(
        obligation_id=str(obligation.id),
        policy=obligation.policy.code,
        object_id=str(obligation.object_id),
        agency_id=str(obligation.agency_id),
        due_on=obligation.due_on.isoformat(),
        state=int(obligation.state),  # type: ignore[arg-type]
        met_on=obligation.met_on.isoformat() if obligation.met_on else "",
        version=obligation.version + len(obligation.happenings),
    )


def _encode(obligation: Obligation, happening: Happening, version: int, at: datetime) -> OutgoingEvent:
    event = events.DeadlinesEvent(header=_header(at, obligation.id, version), facts=facts_of(obligation))
    match happening:
        case Opened():
            event.opened.SetInParent()
        case Met(on=on, in_time=in_time):
            event.met.met_on = on.isoformat()
            event.met.in_time = in_time
        case Missed():
            event.missed.SetInParent()
        case MissedWithdrawn():
            event.missed_withdrawn.SetInParent()
    return _outgoing(event, str(event.WhichOneof("event")))


def _header(at: datetime, aggregate: UUID, version: int) -> EventHeader:
    recorded_at = Timestamp()
    recorded_at.FromDatetime(at)
    return EventHeader(
        event_id=str(uuid7()),
        recorded_at=recorded_at,
        recorded_on=bangkok_date(at).isoformat(),
        aggregate_id=str(aggregate),
        aggregate_version=version,
    )


def _outgoing(event: events.DeadlinesEvent, happening: str) -> OutgoingEvent:
    return OutgoingEvent(UUID(event.header.event_id), subject_of("deadlines", happening), event.SerializeToString())
