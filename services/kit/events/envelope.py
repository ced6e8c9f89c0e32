"""What every event has in common: the header that stands first in it, and the way into the outbox."""

from datetime import datetime
from typing import Any
from uuid import UUID

from google.protobuf.timestamp_pb2 import Timestamp
from uuid_utils.compat import uuid7

from kit.domain.thai_dates import bangkok_date
from kit.events.outbox import OutgoingEvent
from kit.events.streams import subject_of
from rongrian.kit.v1.event_pb2 import EventHeader


def new_header(at: datetime, aggregate: UUID, version: int, actor: UUID | None) -> EventHeader:
    """A header with an id of its own; `at` is `Clock.business_now()`, `actor` None for the system itself."""
    recorded_at = Timestamp()
    recorded_at.FromDatetime(at)
    return EventHeader(
        event_id=str(uuid7()),
        recorded_at=recorded_at,
        recorded_on=bangkok_date(at).isoformat(),
        aggregate_id=str(aggregate),
        aggregate_version=version,
        actor=str(actor) if actor else "",
    )


def outgoing(service: str, event: Any) -> OutgoingEvent:
    """An event as it goes out: a message of the service's stream with its header and one of its `event` fields set."""
    subject = subject_of(service, str(event.WhichOneof("event")))
    return OutgoingEvent(UUID(event.header.event_id), subject, event.SerializeToString())
