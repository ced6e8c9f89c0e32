"""What `reporting` tells of monthly summaries, taken in."""

from collections.abc import Sequence
from datetime import UTC, date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.summary_following import SqlSummaryFollowing
from deadlines.app.follow_summaries import follow_summaries
from deadlines.domain.followed import Told
from deadlines.domain.summary import SUBMITTED, RoundClosing, SummaryFacts, SummaryTold, act_of_summary
from deadlines.ports.decode import month_from
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput
from kit.events.consumer import Subscription
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent


def reporting_subscription(clock: Clock) -> Subscription[ReportingEvent]:
    """Summaries that were submitted and rounds that were closed; the others (audit heads) are none of ours."""

    async def take_in(connection: AsyncConnection, events: Sequence[ReportingEvent]) -> None:
        submitted = [decode_submitted(each) for each in events if each.HasField("summary_submitted")]
        closed = [decode_closed(each) for each in events if each.HasField("round_closed")]
        store = SqlSummaryFollowing(connection, clock)
        await follow_summaries(submitted, closed, today=clock.today(), store=store)

    return Subscription(
        service="deadlines",
        publisher="reporting",
        event_type=ReportingEvent,
        event_id=lambda event: event.header.event_id,
        handle=take_in,
    )


def decode_submitted(event: ReportingEvent) -> SummaryTold:
    """Raises InvalidInput for an event that cannot be, so that it is parked at once."""
    header, submitted = event.header, event.summary_submitted
    try:
        facts = SummaryFacts(UUID(submitted.agency_id), _round(submitted.round))
        recorded_at, recorded_on = header.recorded_at.ToDatetime(UTC), date.fromisoformat(header.recorded_on)
        actor = UUID(header.actor) if header.actor else None
    except ValueError:
        raise _unreadable() from None
    return Told(facts, act_of_summary(SUBMITTED, recorded_at, recorded_on, actor))


def decode_closed(event: ReportingEvent) -> RoundClosing:
    """Raises InvalidInput for an event that cannot be, so that it is parked at once."""
    header = event.header
    try:
        recorded_on = date.fromisoformat(header.recorded_on)
        return RoundClosing(_round(event.round_closed.round), header.recorded_at.ToDatetime(UTC), recorded_on)
    except ValueError:
        raise _unreadable() from None


def _round(text: str) -> date:
    month = month_from(text)
    if month is None:
        raise ValueError("no month")
    return month


def _unreadable() -> InvalidInput:
    return InvalidInput([Fault("round", "REL-3", "ข้อมูลเหตุการณ์อ่านไม่ได้", "The event cannot be read.")])
