"""Cases whose story is told event by event, as `cases` tells it, for tests that follow one over many days."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from kit.domain.thai_dates import BANGKOK
from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_events_pb2 import CaseFacts, CasesEvent, Entry, RoundFacts
from tests.support import tree

RECEIVED = date(2020, 7, 15)


class CaseStory:
    """A case after the resolution; each verb gives the next event, with the facts as they stand after it."""

    def __init__(
        self,
        number: str = "5888-1",
        *,
        agency: UUID = tree.DEPARTMENT_1,
        received_on: date = RECEIVED,
        accused: tuple[bytes, ...] = (),
        recused: tuple[UUID, ...] = (),
        complaint_id: UUID | None = None,
        handler: UUID | None = None,
        with_pacc: bool = False,
    ) -> None:
        self.facts = CaseFacts(
            case_id=str(uuid4()),
            complaint_id=str(complaint_id or uuid4()),
            agency_id=str(agency),
            number=number,
            era=case_pb2.ERA_AFTER_RESOLUTION,
            received_on=received_on.isoformat(),
            rounds=[
                RoundFacts(round=case_pb2.ROUND_7, due_on=(received_on + timedelta(days=7)).isoformat()),
                RoundFacts(round=case_pb2.ROUND_37, due_on=(received_on + timedelta(days=37)).isoformat()),
            ],
            accused_indexes=accused,
            recused=[str(subject) for subject in recused],
            handler=str(handler) if handler else "",
        )
        if with_pacc:
            self.facts.entries.append(Entry(level=case_pb2.LEVEL_PACC, on=received_on.isoformat()))

    def recorded(self, on: date | None = None) -> CasesEvent:
        day = on or date.fromisoformat(self.facts.received_on)
        self.facts.recorded_on = day.isoformat()
        return self._event("case_recorded", day)

    def reported(self, round_: case_pb2.Round.ValueType, on: date) -> CasesEvent:
        event = self._event("round_reported", on)
        event.round_reported.round = round_
        return event

    def given_to(self, handler: UUID | None, on: date) -> CasesEvent:
        self.facts.handler = str(handler) if handler else ""
        return self._event("handler_named", on)

    def recused(self, officer: UUID, on: date) -> CasesEvent:
        self.facts.recused.append(str(officer))
        return self._event("recusal_marked", on)

    def deleted(self, on: date) -> CasesEvent:
        self.facts.is_deleted = True
        return self._event("case_deleted", on)

    def restored(self, on: date) -> CasesEvent:
        self.facts.is_deleted = False
        return self._event("case_restored", on)

    def _event(self, kind: str, on: date) -> CasesEvent:
        self.facts.version += 1
        event = CasesEvent(facts=self.facts)
        event.header.event_id = str(uuid4())
        event.header.aggregate_id = self.facts.case_id
        event.header.aggregate_version = self.facts.version
        event.header.recorded_on = on.isoformat()
        event.header.recorded_at.FromDatetime(datetime.combine(on, time(9), BANGKOK).astimezone(UTC))
        happened: Any = getattr(event, kind)
        happened.SetInParent()
        return event
