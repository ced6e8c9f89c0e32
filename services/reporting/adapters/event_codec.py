"""Reporting's own events: ids, codes and dates, nothing else."""

from uuid import UUID

from kit.clock import Clock
from kit.events.header import new_header
from kit.events.outbox import OutgoingEvent
from kit.events.streams import subject_of
from rongrian.kit.v1.audit_pb2 import AuditHead
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent


def encode_audit_head(head: AuditHead, clock: Clock) -> OutgoingEvent:
    event = ReportingEvent(header=new_header(clock.business_now(), UUID(int=0), 0, None), audit_head=head)
    return OutgoingEvent(UUID(event.header.event_id), subject_of("reporting", "audit_head"), event.SerializeToString())
