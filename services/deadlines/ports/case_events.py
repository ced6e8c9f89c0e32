"""What `cases` tells, taken in."""

from collections.abc import Sequence
from datetime import UTC, date
from uuid import UUID

from google.protobuf.message import Message
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.following import SqlCaseFollowing
from deadlines.app.follow_cases import follow_cases
from deadlines.domain.act import Act
from deadlines.domain.followed import Told
from deadlines.domain.followed_case import CaseFacts, CaseTold
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput
from kit.events.consumer import Subscription
from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_events_pb2 import CaseFacts as FactsMessage
from rongrian.cases.v1.case_events_pb2 import CasesEvent


def cases_subscription(clock: Clock) -> Subscription[CasesEvent]:
    """Every event of a case carries the case as it stands; the others (audit heads) are none of ours."""

    async def take_in(connection: AsyncConnection, events: Sequence[CasesEvent]) -> None:
        told = [decode_event(event) for event in events if event.HasField("facts")]
        await follow_cases(told, today=clock.today(), store=SqlCaseFollowing(connection, clock))

    return Subscription(
        service="deadlines",
        publisher="cases",
        event_type=CasesEvent,
        event_id=lambda event: event.header.event_id,
        handle=take_in,
    )


def decode_event(event: CasesEvent) -> CaseTold:
    """Raises InvalidInput for an event that cannot be, so that it is parked at once."""
    header = event.header
    try:
        act = Act(
            version=header.aggregate_version,
            event=name_of(event),
            recorded_at=header.recorded_at.ToDatetime(UTC),
            recorded_on=date.fromisoformat(header.recorded_on),
            actor=UUID(header.actor) if header.actor else None,
        )
        return Told(decode_facts(event.facts), act)
    except ValueError:
        fault = Fault("facts", "REL-3", "ข้อมูลเหตุการณ์อ่านไม่ได้", "The facts of the event cannot be read.")
        raise InvalidInput([fault]) from None


def name_of(event: CasesEvent) -> str:
    """What happened by the contract's names: `cases.case_recorded`, `cases.round_reported.round_7` (DUE-17).

    One that this release does not know yet has a name that no policy goes by.
    """
    happened = event.WhichOneof("event") or "unknown"
    details: Message = getattr(event, happened, event.header)
    kinds = [
        field.enum_type.values_by_number[value].name.lower()
        for field, value in details.ListFields()
        if field.enum_type is not None and value in field.enum_type.values_by_number
    ]
    return ".".join(["cases", happened, *kinds[:1]])


def decode_facts(facts: FactsMessage) -> CaseFacts:
    """Raises ValueError for facts that cannot be."""
    return CaseFacts(
        case_id=UUID(facts.case_id),
        complaint_id=UUID(facts.complaint_id),
        agency_id=UUID(facts.agency_id),
        number=facts.number,
        received_on=date.fromisoformat(facts.received_on),
        recorded_on=date.fromisoformat(facts.recorded_on),
        owes_rounds=facts.era == case_pb2.ERA_AFTER_RESOLUTION and not facts.origin_case_id,
        is_with_pacc=any(entry.level == case_pb2.LEVEL_PACC for entry in facts.entries),
        accused_indexes=tuple(facts.accused_indexes),
        handler=UUID(facts.handler) if facts.handler else None,
        recused=tuple(UUID(subject) for subject in facts.recused),
        is_deleted=facts.is_deleted,
        version=facts.version,
    )
