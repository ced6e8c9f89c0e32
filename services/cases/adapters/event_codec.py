"""A case's happenings as events: ids, codes, dates and the blind index, nothing else."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from cases.domain import happenings as happened
from cases.domain.case import Case, Moment
from cases.domain.complaint import Reception
from kit.events.envelope import new_header, outgoing
from kit.events.outbox import OutgoingEvent
from kit.grpc.values import write
from rongrian.cases.v1 import case_events_pb2 as events
from rongrian.kit.v1.event_pb2 import EventHeader

_NAMES: dict[type[happened.Happening], str] = {
    happened.CaseRecorded: "case_recorded",
    happened.LatenessExplained: "lateness_explained",
    happened.RoundReported: "round_reported",
    happened.ProgressReported: "progress_reported",
    happened.InquiryConcluded: "inquiry_concluded",
    happened.ProceedingsReported: "proceedings_reported",
    happened.OutcomeReported: "outcome_reported",
    happened.CaseClosed: "case_closed",
    happened.CaseEdited: "case_edited",
    happened.CaseSent: "case_sent",
    happened.CaseReturned: "case_returned",
    happened.HandlerNamed: "handler_named",
    happened.RecusalMarked: "recusal_marked",
    happened.RecusalLifted: "recusal_lifted",
    happened.CaseDeleted: "case_deleted",
    happened.CaseRestored: "case_restored",
    happened.CaseCorrected: "case_corrected",
}


@dataclass(frozen=True, slots=True)
class Shared:
    """What the facts of a case hold of its complaint: how it came, and who may find nothing of it (ROLE-5)."""

    reception: Reception
    accused_indexes: Collection[bytes]
    recused: Collection[UUID]


def encode_happenings(case: Case, shared: Shared, *, actor: UUID, now: Moment) -> list[OutgoingEvent]:
    """One event for each happening, all with the facts as they stand after the act."""
    return [
        outgoing(
            "cases", event_of(new_header(now.at, case.id, version, actor), facts_of(case, shared, version), happening)
        )
        for version, happening in enumerate(case.happenings, start=case.version + 1)
    ]


def facts_of(case: Case, shared: Shared, version: int) -> events.CaseFacts:
    """The case as other services know it."""
    closing = case.closing
    return write(
        events.CaseFacts,
        case,
        case_id=case.id,
        channel=shared.reception.channel,
        kind=shared.reception.kind,
        rounds=[write(events.RoundFacts, state, round=round_) for round_, state in case.rounds.items()],
        entries=[events.Entry(level=int(level), on=on.isoformat()) for level, on in case.ladder.entries.items()],  # type: ignore[arg-type]
        accused_indexes=sorted(shared.accused_indexes),
        recused=sorted(str(officer) for officer in shared.recused),
        closed_on=closing.on if closing else None,
        outcome=closing.outcome if closing else None,
        penalty=closing.penalty if closing else None,
        is_referred_to_criminal=closing.is_referred_to_criminal if closing else None,
        is_deleted=case.deleted_on is not None,
        version=version,
    )


def event_of(header: EventHeader, facts: events.CaseFacts, happening: happened.Happening) -> events.CasesEvent:
    """What happened, as it is told with these facts."""
    event = events.CasesEvent(header=header, facts=facts)
    told = getattr(event, _NAMES[type(happening)])
    told.SetInParent()
    match happening:
        case happened.LatenessExplained(round=round_) | happened.RoundReported(round=round_):
            told.round = int(round_)
        case happened.CaseSent(to=level):
            told.to = int(level)
        case happened.CaseReturned(by=level):
            told.by = int(level)
        case happened.RecusalMarked(officer=officer) | happened.RecusalLifted(officer=officer):
            told.officer = str(officer)
        case happened.CaseCorrected(fields=fields):
            told.fields.extend(fields)
    return event
