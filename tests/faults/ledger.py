"""The ledger: what was asked and answered, and what must therefore be true of every case."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_pb2 import CaseStatus, Level
from rongrian.cases.v1.view_pb2 import Case, CaseRow, CaseStanding
from rongrian.deadlines.v1 import obligation_pb2
from rongrian.deadlines.v1.obligation_pb2 import ObligationState

_ROUND_7, _ROUND_37 = timedelta(days=7), timedelta(days=37)


@dataclass
class Entry:
    """A case as it was acknowledged; `lap` says what was killed while it was recorded and reminded of."""

    id: str
    number: str
    officer: str
    agency_id: str
    received_on: date
    recorded_on: date
    lap: str
    timeline: list[tuple[int, str]] = field(default_factory=list)
    entered: dict[int, date] = field(default_factory=dict)
    reported_on: date | None = None
    concluded_on: date | None = None
    closed_on: date | None = None

    @property
    def due_on(self) -> date:
        return self.received_on + _ROUND_7

    @property
    def second_due_on(self) -> date:
        """Of round 37, for which the conclusion stands."""
        return self.received_on + _ROUND_37

    @property
    def status(self) -> int:
        return self.timeline[-1][0]

    def is_reminded_of(self, today: date) -> bool:
        """Its day 7 has come, and it was still open when that began."""
        return self.due_on <= today and (self.reported_on is None or self.reported_on >= self.due_on)

    def obligations(self, today: date) -> list[tuple[str, str, str, ObligationState.ValueType, str]]:
        """Of each round: the case, policy, due date, state and the date on which it was met."""
        return [
            (self.id, "case.round_7", *_stands(self.due_on, self.reported_on, today)),
            (self.id, "case.round_37", *_stands(self.second_due_on, self.concluded_on, today)),
        ]


def _stands(due_on: date, met_on: date | None, today: date) -> tuple[str, ObligationState.ValueType, str]:
    if met_on is not None:
        late = met_on > due_on
        state = obligation_pb2.OBLIGATION_STATE_MET_LATE if late else obligation_pb2.OBLIGATION_STATE_MET
        return due_on.isoformat(), state, met_on.isoformat()
    missed = today > due_on
    state = obligation_pb2.OBLIGATION_STATE_MISSED if missed else obligation_pb2.OBLIGATION_STATE_OPEN
    return due_on.isoformat(), state, ""


class Ledger:
    """Cases by their ids, and officers granted by their user names."""

    def __init__(self) -> None:
        self.cases: dict[str, Entry] = {}
        self.officers: dict[str, str] = {}

    def recorded(self, answered: Iterable[CaseRow], officer: str, today: date, lap: str) -> list[Entry]:
        """Enter the cases of a complaint that was just acknowledged."""
        entries = []
        for case in answered:
            assert case.id not in self.cases, f"{case.number} was acknowledged before"
            received_on = date.fromisoformat(case.received_on)
            entry = Entry(case.id, case.number, officer, case.agency_id, received_on, today, lap)
            entry.timeline.append((case_pb2.CASE_STATUS_NEW, case.received_on))
            entry.entered[case_pb2.LEVEL_UNIT] = today
            self.cases[case.id] = entry
            self.agree_in_line(case)
            entries.append(entry)
        return entries

    def explained(self, case: CaseStanding, today: date) -> None:
        """Enter that lateness was explained today."""
        self.cases[case.id].timeline.append((case_pb2.CASE_STATUS_LATE_7, today.isoformat()))
        self.agree_in_standing(case)

    def reported(self, case: CaseStanding, started_on: str, today: date) -> None:
        """Enter that round 7 was reported today."""
        entry = self.cases[case.id]
        entry.timeline.append((case_pb2.CASE_STATUS_REPORTED_7, started_on))
        entry.reported_on = today
        self.agree_in_standing(case)

    def went_on(self, case: CaseStanding, status: CaseStatus.ValueType, today: date) -> None:
        """Enter a step from the conclusion on, done and recorded today."""
        entry = self.cases[case.id]
        entry.timeline.append((status, today.isoformat()))
        if status == case_pb2.CASE_STATUS_INQUIRY_CONCLUDED:
            entry.concluded_on = today
        if status == case_pb2.CASE_STATUS_CLOSED:
            entry.closed_on = today
        self.agree_in_standing(case)

    def agree_in_standing(self, case: CaseStanding | Case | CaseRow) -> Entry:
        """Hold where a case stands, as a step answers, against what was acknowledged of it."""
        entry = self.cases[case.id]
        assert case.number == entry.number
        assert case.status == entry.status, f"{case.number} has another status than was acknowledged"
        return entry

    def sent(self, cases: Iterable[CaseRow], to: Level.ValueType, today: date) -> None:
        """Enter that cases went up today."""
        for case in cases:
            self.cases[case.id].entered[to] = today
            self.agree_in_line(case)

    def agree_in_line(self, case: Case | CaseRow) -> Entry:
        """Hold a line of the list, as it is answered, against what was acknowledged of the case."""
        entry = self.agree_in_standing(case)
        assert case.agency_id == entry.agency_id
        assert case.received_on == entry.received_on.isoformat()
        return entry

    def agree(self, case: Case) -> None:
        """Hold a case, as it is answered, against what was acknowledged of it."""
        entry = self.agree_in_line(case)
        assert [(line.status, line.done_on) for line in case.timeline] == entry.timeline
        assert [line.number for line in case.timeline] == list(range(1, len(entry.timeline) + 1))
        levels = [level for level in entry.entered if level != case_pb2.LEVEL_UNIT]
        assert [sending.to for sending in case.sendings] == levels

    def of(self, officer: str) -> list[Entry]:
        """The cases that an officer recorded."""
        return [entry for entry in self.cases.values() if entry.officer == officer]
