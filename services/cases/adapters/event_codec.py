"""A case's happenings as events: ids, codes, dates and the blind index, nothing else."""

from collections.abc import Collection
from uuid import UUID

from cases.domain.case import Case, Moment
from cases.domain.complaint import Reception
from cases.domain.happenings import CaseRecorded, CaseSent, Happening, LatenessWasExplained, RoundReported
from cases.domain.rounds import Round
from kit.events.envelope import new_header, outgoing
from kit.events.outbox import OutgoingEvent
from rongrian.cases.v1 import case_events_pb2 as events
from rongrian.cases.v1 import case_pb2

ROUNDS = {Round.SEVEN: case_pb2.ROUND_7}


def encode_happenings(
    case: Case, reception: Reception, accused_indexes: Collection[bytes], *, actor: UUID, now: Moment
) -> list[OutgoingEvent]:
    """One event for each happening, all with the facts as they stand after the act."""
    return [
        _encode(case, reception, accused_indexes, happening, version, actor, now)
        for version, happening in enumerate(case.happenings, start=case.version + 1)
    ]


def facts_of(case: Case, reception: Reception, accused_indexes: Collection[bytes], version: int) -> events.CaseFacts:
    """The case as other services know it."""
    return events.CaseFacts(
        case_id=str(case.id),
        complaint_id=str(case.complaint_id),
        agency_id=str(case.agency_id),
        number=case.number,
        era=int(case.era),  # type: ignore[arg-type]
        status=int(case.status),  # type: ignore[arg-type]
        received_on=case.received_on.isoformat(),
        recorded_on=case.recorded_on.isoformat(),
        channel=int(reception.channel),  # type: ignore[arg-type]
        kind=int(reception.kind),  # type: ignore[arg-type]
        rounds=[
            events.RoundFacts(
                round=ROUNDS[round_],
                due_on=state.due_on.isoformat(),
                reported_on=state.reported_on.isoformat() if state.reported_on else "",
            )
            for round_, state in case.rounds.items()
        ],
        entries=[
            events.Entry(level=int(level), on=on.isoformat())  # type: ignore[arg-type]
            for level, on in case.entries.items()
        ],
        accused_indexes=sorted(accused_indexes),
        version=version,
    )


def _encode(
    case: Case,
    reception: Reception,
    accused_indexes: Collection[bytes],
    happening: Happening,
    version: int,
    actor: UUID,
    now: Moment,
) -> OutgoingEvent:
    event = events.CasesEvent(
        header=new_header(now.at, case.id, version, actor),
        facts=facts_of(case, reception, accused_indexes, version),
    )
    match happening:
        case CaseRecorded():
            event.case_recorded.SetInParent()
        case LatenessWasExplained(round=round_):
            event.lateness_explained.round = ROUNDS[round_]
        case RoundReported(round=round_):
            event.round_reported.round = ROUNDS[round_]
        case CaseSent(to=level):
            event.case_sent.to = int(level)  # type: ignore[assignment]
    return outgoing("cases", event)
