"""The rows of a life in the read models of `reporting` and `deadlines`, as their consumers write them.

The tallies are summed after all cases are there (`tallies.py`). Left out: inboxes, outboxes, reminders.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from cases.domain.case import Case
from cases.domain.happenings import (
    CaseDeleted,
    CaseRecorded,
    Happening,
    InquiryConcluded,
    OutcomeReported,
    ProceedingsReported,
    ProgressReported,
    RoundReported,
)
from cases.domain.rounds import DAYS, Round
from cases.domain.terms import Level
from deadlines.domain.obligation import obligation_id
from deadlines.domain.policy import ROUND_7, ROUND_37, CountedIn
from deadlines.domain.state import ObligationState
from reporting.adapters.tables import ENTRY_COLUMNS, ROUND_COLUMNS
from reporting.domain.terms import Act
from tests.bench.bulk.case_rows import Rows
from tests.bench.bulk.lives import Life, ToldAct

_POLICIES = {Round.SEVEN: ROUND_7, Round.THIRTY_SEVEN: ROUND_37}
_ACTS: dict[type[Happening], Act] = {
    RoundReported: Act.ROUND_REPORT,
    ProgressReported: Act.PROGRESS,
    InquiryConcluded: Act.CONCLUSION,
    ProceedingsReported: Act.PROCEEDINGS,
    OutcomeReported: Act.OUTCOME,
}


class ReportingRows:
    def __init__(self) -> None:
        self.rows: Rows = defaultdict(list)

    def add(self, life: Life, indexes: Sequence[bytes]) -> None:
        self.rows["figures.cases"] += [_counted(case, indexes) for case in life.file.cases]
        self.rows["figures.acts"] += [
            {"case_id": act.case_id, "version": act.version, "kind": int(kind), "recorded_on": act.now.on}
            for act in life.acts
            if (kind := _ACTS.get(type(act.happening))) is not None
        ]


class DeadlineRows:
    def __init__(self, today: date) -> None:
        self._today = today
        self.rows: Rows = defaultdict(list)

    def add(self, life: Life, indexes: Sequence[bytes]) -> None:
        self.rows["cases"] += [_followed(case, indexes) for case in life.file.cases]
        for act in life.acts:
            event = _event_of(act.happening)
            if event is not None:
                self.rows["acts"].append(_act(act, event, life.place.officer))
        for case in life.file.cases:
            self.rows["obligations"] += _owed(case, self._today)


def _counted(case: Case, indexes: Sequence[bytes]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": case.id,
        "version": case.version,
        "complaint_id": case.complaint_id,
        "agency_id": case.agency_id,
        "era": int(case.era),
        "status": int(case.status),
        "received_on": case.received_on,
        "recorded_on": case.recorded_on,
        "accused_indexes": list(indexes),
        "recused": [],
        "closed_on": case.closing.on if case.closing else None,
        "outcome": int(case.closing.outcome) if case.closing else None,
        "criminal": case.closing.is_referred_to_criminal if case.closing else False,
        "is_deleted": case.deleted_on is not None,
        "origin_case_id": None,
        "deleted_on": case.deleted_on,
        "corrected_on": None,
    }
    for round_, (due_on, reported_on) in ROUND_COLUMNS.items():
        state = case.rounds.get(Round(round_))
        row |= {due_on.name: state.due_on if state else None, reported_on.name: state.reported_on if state else None}
    entered = {column.name: case.ladder.entries.get(Level(level)) for level, column in ENTRY_COLUMNS.items()}
    missed = [state.due_on for state in case.rounds.values() if not _in_time(state.reported_on, state.due_on)]
    return row | entered | {"fails_on": min(missed, default=None)}


def _followed(case: Case, indexes: Sequence[bytes]) -> dict[str, Any]:
    return {
        "case_id": case.id,
        "complaint_id": case.complaint_id,
        "agency_id": case.agency_id,
        "number": case.number,
        "received_on": case.received_on,
        "recorded_on": case.recorded_on,
        "owes_rounds": bool(case.rounds),
        "is_with_pacc": Level.PACC in case.ladder.entries,
        "accused_indexes": list(indexes),
        "handler": case.handler,
        "recused": [],
        "is_deleted": case.deleted_on is not None,
        "version": case.version,
    }


def _event_of(happening: Happening) -> str | None:
    """By the contract's name, where some policy goes by it."""
    match happening:
        case CaseRecorded():
            return "cases.case_recorded"
        case RoundReported(round=round_):
            return f"cases.round_reported.round_{DAYS[round_]}"
        case InquiryConcluded():
            return "cases.inquiry_concluded"
        case CaseDeleted():
            return "cases.case_deleted"
    return None


def _act(act: ToldAct, event: str, actor: UUID) -> dict[str, Any]:
    return {
        "object_id": act.case_id,
        "version": act.version,
        "event": event,
        "recorded_at": act.now.at,
        "recorded_on": act.now.on,
        "actor": actor,
        "given_on": None,
    }


def _owed(case: Case, today: date) -> Iterator[dict[str, Any]]:
    for round_, state in case.rounds.items():
        is_deleted = case.deleted_on is not None
        stands, changes = _stands(state.due_on, state.reported_on, is_deleted=is_deleted, today=today)
        yield {
            "id": obligation_id(case.id, _POLICIES[round_], 1),
            "policy": _POLICIES[round_],
            "object_id": case.id,
            "agency_id": case.agency_id,
            "occurrence": 1,
            "opening_version": 1,
            "opened_on": case.recorded_on,
            "counted_from": case.received_on,
            "number": DAYS[round_],
            "counted_in": int(CountedIn.CALENDAR_DAYS),
            "is_extendable": False,
            "stopped_days": 0,
            "due_on": state.due_on,
            "state": int(stands),
            "met_on": None if is_deleted else state.reported_on,
            "ended_on": None,
            "version": changes,
        }


def _stands(due_on: date, reported_on: date | None, *, is_deleted: bool, today: date) -> tuple[ObligationState, int]:
    """The state, and by how many happenings it came to that: opened, missed, met, cancelled."""
    is_missed = due_on < (reported_on or today)
    changes = 1 + is_missed + (reported_on is not None)
    if is_deleted:
        return ObligationState.CANCELLED, changes + 1
    if reported_on is None:
        return (ObligationState.MISSED if is_missed else ObligationState.OPEN), changes
    return (ObligationState.MET_LATE if is_missed else ObligationState.MET), changes


def _in_time(reported_on: date | None, due_on: date) -> bool:
    return reported_on is not None and reported_on <= due_on
