"""What reporting does with the events of `cases`: the read models follow, the head of the audit chain is kept."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from kit.audit.witness import keep_head
from kit.domain.errors import Fault, InvalidInput
from kit.events.consumer import Subscription
from reporting.adapters.read_model import take_in
from reporting.domain.counting import Closing, RoundDates
from reporting.domain.terms import Act, Era, Level, Outcome, Round
from reporting.domain.told_case import CaseFacts, Told, ToldAct
from rongrian.cases.v1.case_events_pb2 import CaseFacts as FactsMessage
from rongrian.cases.v1.case_events_pb2 import CasesEvent

_ACT_OF = {
    "round_reported": Act.ROUND_REPORT,
    "progress_reported": Act.PROGRESS,
    "inquiry_concluded": Act.CONCLUSION,
    "proceedings_reported": Act.PROCEEDINGS,
    "outcome_reported": Act.OUTCOME,
}


async def take_in_cases_events(connection: AsyncConnection, events: Sequence[CasesEvent]) -> None:
    """Raises InvalidInput for an event that cannot be."""
    for event in events:
        if event.WhichOneof("event") == "audit_head":
            await keep_head(connection, event.audit_head)
    await take_in(connection, [decode_event(event) for event in events if event.HasField("facts")])


def cases_subscription() -> Subscription[CasesEvent]:
    return Subscription(
        service="reporting",
        publisher="cases",
        event_type=CasesEvent,
        event_id=lambda event: event.header.event_id,
        handle=take_in_cases_events,
    )


def decode_event(event: CasesEvent) -> Told:
    """Raises InvalidInput for an event that cannot be, so that it is parked at once."""
    try:
        return Told(_facts(event.facts), _act(event))
    except ValueError:
        fault = Fault("facts", "REL-3", "ข้อมูลเหตุการณ์อ่านไม่ได้", "The facts of the event cannot be read.")
        raise InvalidInput([fault]) from None


def _act(event: CasesEvent) -> ToldAct | None:
    kind = _ACT_OF.get(event.WhichOneof("event") or "")
    if kind is None:
        return None
    recorded_on = date.fromisoformat(event.header.recorded_on)
    return ToldAct(UUID(event.facts.case_id), event.header.aggregate_version, kind, recorded_on)


def _facts(facts: FactsMessage) -> CaseFacts:
    return CaseFacts(
        case_id=UUID(facts.case_id),
        version=facts.version,
        complaint_id=UUID(facts.complaint_id),
        agency_id=UUID(facts.agency_id),
        era=Era(facts.era),
        status=int(facts.status),
        received_on=date.fromisoformat(facts.received_on),
        recorded_on=date.fromisoformat(facts.recorded_on),
        rounds={
            Round(told.round): RoundDates(date.fromisoformat(told.due_on), _day(told.reported_on))
            for told in facts.rounds
        },
        entries={Level(entry.level): date.fromisoformat(entry.on) for entry in facts.entries},
        accused_indexes=tuple(facts.accused_indexes),
        recused=tuple(UUID(subject) for subject in facts.recused),
        closing=_closing(facts),
        is_deleted=facts.is_deleted,
        origin_case_id=UUID(facts.origin_case_id) if facts.origin_case_id else None,
        deleted_on=_day(facts.deleted_on),
        corrected_on=_day(facts.corrected_on),
    )


def _closing(facts: FactsMessage) -> Closing | None:
    """Of a closed case only; one that is closed without an outcome cannot be."""
    if not facts.closed_on:
        return None
    return Closing(date.fromisoformat(facts.closed_on), Outcome(facts.outcome), facts.is_referred_to_criminal)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
