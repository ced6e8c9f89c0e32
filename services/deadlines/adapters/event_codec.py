"""An obligation's happenings as events: ids, codes and dates, nothing else."""

from datetime import datetime

from deadlines.domain.happenings import (
    Cancelled,
    DueMoved,
    DueSoon,
    Happening,
    Met,
    Missed,
    MissedWithdrawn,
    Opened,
    Reopened,
)
from deadlines.domain.obligation import Obligation
from kit.events.envelope import new_header, outgoing
from kit.events.outbox import OutgoingEvent
from rongrian.deadlines.v1 import deadline_events_pb2 as events


def encode_happenings(obligation: Obligation, at: datetime) -> list[OutgoingEvent]:
    """One event for each happening, all with the facts as they stand after the last, each with a version of its own."""
    return [
        _encode(obligation, happening, version, at)
        for version, happening in enumerate(obligation.happenings, start=obligation.version + 1)
    ]


def facts_of(obligation: Obligation) -> events.ObligationFacts:
    """The obligation as other services know it."""
    return events.ObligationFacts(
        obligation_id=str(obligation.id),
        policy=obligation.policy,
        object_id=str(obligation.object_id),
        agency_id=str(obligation.agency_id),
        due_on=obligation.due_on.isoformat(),
        state=int(obligation.state),  # type: ignore[arg-type]
        met_on=obligation.met_on.isoformat() if obligation.met_on else "",
        version=obligation.version + len(obligation.happenings),
        opened_on=obligation.opened_on.isoformat(),
        occurrence=obligation.occurrence,
    )


def _encode(obligation: Obligation, happening: Happening, version: int, at: datetime) -> OutgoingEvent:
    actor = happening.actor if isinstance(happening, DueMoved) else None
    event = events.DeadlinesEvent(header=new_header(at, obligation.id, version, actor), facts=facts_of(obligation))
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
        case Cancelled():
            event.cancelled.SetInParent()
        case Reopened():
            event.reopened.SetInParent()
        case DueSoon():
            event.due_soon.SetInParent()
        case DueMoved(old_due_on=old_due_on, cause=cause):
            event.due_moved.old_due_on = old_due_on.isoformat()
            event.due_moved.cause = int(cause)  # type: ignore[assignment]
    return outgoing("deadlines", event)
