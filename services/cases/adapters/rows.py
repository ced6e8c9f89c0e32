"""Row ↔ aggregate: the part of a case that rules go by."""

from typing import Any

from sqlalchemy import Row, Select, exists, select

from cases.adapters.scope import acoc_kinds, levels_of
from cases.adapters.tables import accused, cases, complaints
from cases.domain.case import Case
from cases.domain.complaint import Reception
from cases.domain.era import Era
from cases.domain.ladder import Ladder
from cases.domain.outcome_report import Closing
from cases.domain.rounds import Round, RoundState
from cases.domain.status import CaseStatus
from cases.domain.terms import Channel, ComplaintKind, Level, Outcome, Penalty, Source

ENTRY_COLUMNS = {
    Level.UNIT: cases.c.entered_unit_on,
    Level.DEPARTMENT_ACOC: cases.c.entered_department_acoc_on,
    Level.MINISTRY_ACOC: cases.c.entered_ministry_acoc_on,
    Level.PACC: cases.c.entered_pacc_on,
}
_KINDS = acoc_kinds(cases.c.agency_id).scalar_subquery().label("acoc_kinds")
_SIBLING = cases.alias("sibling")
_SUBMITTED = (
    exists()
    .where(_SIBLING.c.complaint_id == cases.c.complaint_id, _SIBLING.c.entered_pacc_on.is_not(None))
    .correlate(cases)
    .label("is_complaint_submitted")
)
_ROUND_PREFIX = {Round.SEVEN: "round_7", Round.THIRTY_SEVEN: "round_37"}


def select_cases(*also: Any) -> Select[Any]:
    """The columns of the aggregate, with whatever else a reader wants, of cases joined to complaint and accused."""
    return (
        select(cases, _KINDS, _SUBMITTED, *also)
        .join(complaints, complaints.c.id == cases.c.complaint_id)
        .join(accused, accused.c.case_id == cases.c.id)
    )


def case_from(row: Row[Any]) -> Case:
    """The aggregate of a row of `select_cases`."""
    return Case(
        id=row.id,
        complaint_id=row.complaint_id,
        agency_id=row.agency_id,
        number=row.number,
        era=Era(row.era),
        status=CaseStatus(row.status),
        received_on=row.received_on,
        recorded_on=row.recorded_on,
        rounds=_rounds_from(row),
        ladder=_ladder_from(row),
        timeline_length=row.timeline_length,
        version=row.version,
        concluded_on=row.concluded_on,
        proceedings_reports=row.proceedings_reports,
        closing=_closing_from(row),
        handler=row.handler,
        origin_case_id=row.origin_case_id,
        deleted_on=row.deleted_on,
        corrected_on=row.corrected_on,
        questions=row.questions,
        is_complaint_submitted=row.is_complaint_submitted,
    )


def row_from(case: Case) -> dict[str, Any]:
    """What a change of the case may change in its row."""
    ladder, closing = case.ladder, case.closing
    return {
        "number": case.number,
        "era": int(case.era),
        "received_on": case.received_on,
        "status": int(case.status),
        **_round_columns(case),
        **{column.name: ladder.entries.get(level) for level, column in ENTRY_COLUMNS.items()},
        "returned_levels": sorted(int(level) for level in ladder.returned),
        "times_reported": ladder.times_reported,
        "last_reported_on": ladder.last_reported_on,
        "concluded_on": case.concluded_on,
        "proceedings_reports": case.proceedings_reports,
        "closed_on": closing.on if closing else None,
        "outcome": int(closing.outcome) if closing else None,
        "penalty": int(closing.penalty) if closing and closing.penalty else None,
        "closed_as": int(closing.closed_as) if closing else None,
        "is_referred_to_criminal": closing.is_referred_to_criminal if closing else False,
        "handler": case.handler,
        "questions": case.questions,
        "deleted_on": case.deleted_on,
        "corrected_on": case.corrected_on,
        "timeline_length": case.timeline_length + len(case.timeline),
        "version": case.version + len(case.happenings),
    }


def identity_of(case: Case, ordinal: int, national_number: int) -> dict[str, Any]:
    """What never changes in a case's row."""
    return {
        "id": case.id,
        "complaint_id": case.complaint_id,
        "ordinal": ordinal,
        "national_number": national_number,
        "agency_id": case.agency_id,
        "recorded_on": case.recorded_on,
        "origin_case_id": case.origin_case_id,
    }


def reception_from(row: Row[Any]) -> Reception:
    """Step 1/5 as it was recorded; a row without some of its columns gives those empty."""
    return Reception(
        received_on=row.received_on,
        source=Source(row.source),
        agency_number=row.agency_number,
        was_pending=getattr(row, "was_pending", False),
        source_detail=getattr(row, "source_detail", ""),
        details=getattr(row, "reception_details", ""),
        channel=Channel(row.channel),
        kind=ComplaintKind(row.kind),
    )


def _rounds_from(row: Row[Any]) -> dict[Round, RoundState]:
    return {
        round_: RoundState(due_on, getattr(row, f"{prefix}_explained_on"), getattr(row, f"{prefix}_reported_on"))
        for round_, prefix in _ROUND_PREFIX.items()
        if (due_on := getattr(row, f"{prefix}_due_on")) is not None
    }


def _round_columns(case: Case) -> dict[str, Any]:
    columns = {}
    for round_, prefix in _ROUND_PREFIX.items():
        state = case.rounds.get(round_)
        columns[f"{prefix}_due_on"] = state.due_on if state else None
        columns[f"{prefix}_explained_on"] = state.explained_on if state else None
        columns[f"{prefix}_reported_on"] = state.reported_on if state else None
    return columns


def _ladder_from(row: Row[Any]) -> Ladder:
    entries = {level: getattr(row, column.name) for level, column in ENTRY_COLUMNS.items()}
    return Ladder(
        levels=levels_of(row.acoc_kinds),
        entries={level: on for level, on in entries.items() if on is not None},
        returned={Level(level) for level in row.returned_levels},
        times_reported=row.times_reported,
        last_reported_on=row.last_reported_on,
    )


def _closing_from(row: Row[Any]) -> Closing | None:
    if row.closed_on is None:
        return None
    penalty = Penalty(row.penalty) if row.penalty else None
    return Closing(row.closed_on, Outcome(row.outcome), penalty, row.is_referred_to_criminal)
