"""The events of a case's life, as `cases` would tell them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from rongrian.cases.v1.case_events_pb2 import CaseFacts, CasesEvent, Entry, RoundFacts
from rongrian.cases.v1.case_pb2 import (
    CASE_STATUS_LATE_7,
    CASE_STATUS_NEW,
    CASE_STATUS_REPORTED_7,
    ERA_AFTER_RESOLUTION,
    ERA_BEFORE_RESOLUTION,
    LEVEL_UNIT,
    ROUND_7,
)
from rongrian.kit.v1.event_pb2 import EventHeader
from tests.unit.reporting.oracle import Life

Change = Callable[[CasesEvent], None]


@dataclass(frozen=True)
class ToldCase:
    """A life, where it belongs, and everything that is told of it, in the order of happening."""

    life: Life
    case_id: UUID
    complaint_id: UUID
    agency: UUID
    events: tuple[CasesEvent, ...]


def tell_complaint(lives: Sequence[Life], agency: UUID, indexes: dict[str, bytes] | None = None) -> list[ToldCase]:
    """`indexes` gives the blind index of each name in `Life.accused`."""
    complaint_id = uuid4()
    known = [(indexes or {})[life.accused] for life in lives if life.accused in (indexes or {})]
    return [_told(life, complaint_id, agency, known) for life in lives]


def events_of(told: Sequence[ToldCase]) -> list[CasesEvent]:
    return [event for case in told for event in case.events]


def _told(life: Life, complaint_id: UUID, agency: UUID, accused_indexes: Sequence[bytes]) -> ToldCase:
    case_id = uuid4()
    due = life.received + timedelta(days=7)
    facts = CaseFacts(
        case_id=str(case_id),
        complaint_id=str(complaint_id),
        agency_id=str(agency),
        number="1",
        era=ERA_AFTER_RESOLUTION if life.is_after else ERA_BEFORE_RESOLUTION,
        status=CASE_STATUS_NEW,
        received_on=life.received.isoformat(),
        recorded_on=life.recorded.isoformat(),
        rounds=[RoundFacts(round=ROUND_7, due_on=due.isoformat())] if life.is_after else [],
        entries=[Entry(level=LEVEL_UNIT, on=life.recorded.isoformat())],
        accused_indexes=accused_indexes,
    )
    events = []
    for version, (on, change) in enumerate(sorted(_acts(life, due), key=lambda act: act[0]), start=1):
        header = EventHeader(
            event_id=str(uuid4()), recorded_on=on.isoformat(), aggregate_id=str(case_id), aggregate_version=version
        )
        event = CasesEvent(header=header, facts=facts)
        event.facts.version = version
        change(event)
        facts = event.facts
        events.append(event)
    return ToldCase(life, case_id, complaint_id, agency, tuple(events))


def _acts(life: Life, due: date) -> Iterator[tuple[date, Change]]:
    yield life.recorded, lambda event: event.case_recorded.SetInParent()
    if life.reported_7 is not None:
        if life.reported_7 > due:
            yield life.reported_7, _explain
        yield life.reported_7, _report(life.reported_7)
    for level, on in life.sent.items():
        yield on, _send(level, on)


def _explain(event: CasesEvent) -> None:
    event.facts.status = CASE_STATUS_LATE_7
    event.lateness_explained.round = ROUND_7


def _report(on: date) -> Change:
    def change(event: CasesEvent) -> None:
        event.facts.status = CASE_STATUS_REPORTED_7
        event.facts.rounds[0].reported_on = on.isoformat()
        event.round_reported.round = ROUND_7

    return change


def _send(level: int, on: date) -> Change:
    def change(event: CasesEvent) -> None:
        event.facts.entries.add(level=level, on=on.isoformat())
        event.case_sent.to = level  # type: ignore[assignment]

    return change
