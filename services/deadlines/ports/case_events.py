"""What `cases` tells, taken in."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.following import SqlCaseFollowing
from deadlines.app.follow_cases import follow_cases
from deadlines.domain.followed_case import CaseFacts, RoundFacts
from deadlines.domain.policy import ROUND_7
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput
from kit.events.consumer import Subscription
from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_events_pb2 import CaseFacts as FactsMessage
from rongrian.cases.v1.case_events_pb2 import CasesEvent

POLICY_OF_ROUND: dict[int, str] = {case_pb2.ROUND_7: ROUND_7}


def cases_subscription(clock: Clock) -> Subscription[CasesEvent]:
    """Every event of a case carries the case as it stands; the others (audit heads) are none of ours."""

    async def take_in(connection: AsyncConnection, events: Sequence[CasesEvent]) -> None:
        told = [decode_facts(event.facts) for event in events if event.HasField("facts")]
        await follow_cases(told, store=SqlCaseFollowing(connection, clock))

    return Subscription(
        service="deadlines",
        publisher="cases",
        event_type=CasesEvent,
        event_id=lambda event: event.header.event_id,
        handle=take_in,
    )


def decode_facts(facts: FactsMessage) -> CaseFacts:
    """Raises InvalidInput for facts that cannot be, so that the event is parked at once."""
    try:
        return CaseFacts(
            case_id=UUID(facts.case_id),
            complaint_id=UUID(facts.complaint_id),
            agency_id=UUID(facts.agency_id),
            number=facts.number,
            recorded_on=date.fromisoformat(facts.recorded_on),
            is_with_pacc=any(entry.level == case_pb2.LEVEL_PACC for entry in facts.entries),
            accused_indexes=tuple(facts.accused_indexes),
            rounds=_rounds(facts),
            version=facts.version,
        )
    except ValueError:
        fault = Fault("facts", "REL-3", "ข้อมูลเหตุการณ์อ่านไม่ได้", "The facts of the event cannot be read.")
        raise InvalidInput([fault]) from None


def _rounds(facts: FactsMessage) -> tuple[RoundFacts, ...]:
    """Only a case after the resolution owes rounds; those that no policy here knows are not ours."""
    if facts.era != case_pb2.ERA_AFTER_RESOLUTION:
        return ()
    return tuple(
        RoundFacts(
            policy=POLICY_OF_ROUND[each.round],
            due_on=date.fromisoformat(each.due_on),
            reported_on=date.fromisoformat(each.reported_on) if each.reported_on else None,
        )
        for each in facts.rounds
        if each.round in POLICY_OF_ROUND
    )
