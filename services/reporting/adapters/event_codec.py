"""Reporting's own events: ids, codes and dates, nothing else."""

from uuid import UUID

from google.protobuf.timestamp_pb2 import Timestamp
from uuid_utils.compat import uuid7

from kit.clock import Clock
from kit.domain.thai_dates import bangkok_date
from kit.events.outbox import OutgoingEvent
from kit.events.streams import subject_of
from rongrian.kit.v1.audit_pb2 import AuditHead
from rongrian.kit.v1.event_pb2 import EventHeader
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent


def encode_audit_head(head: AuditHead, clock: Clock) -> OutgoingEvent:
    at = clock.business_now()
    recorded_at = Timestamp()
    recorded_at.FromDatetime(at)
    header = EventHeader(
        event_id=str(uuid7()),
        recorded_at=recorded_at,
        recorded_on=bangkok_date(at).isoformat(),
        aggregate_id=str(UUID(int=0)),
    )
    event = ReportingEvent(header=header, audit_head=head)
    return OutgoingEvent(UUID(header.event_id), subject_of("reporting", "audit_head"), event.SerializeToString())
