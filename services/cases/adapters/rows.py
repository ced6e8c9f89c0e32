"""Row ↔ aggregate: the part of a case that rules go by."""

from typing import Any
from uuid import UUID

from sqlalchemy import Label, Row, Select, func, select

from cases.adapters.scope import acoc_kinds, levels_of
from cases.adapters.tables import accused, cases, complaints
from cases.domain.case import Case
from cases.domain.era import Era
from cases.domain.rounds import Round, RoundState
from cases.domain.status import CaseStatus
from cases.domain.terms import Level

ENTRY_COLUMNS = {
    Level.UNIT: cases.c.entered_unit_on,
    Level.DEPARTMENT_ACOC: cases.c.entered_department_acoc_on,
    Level.MINISTRY_ACOC: cases.c.entered_ministry_acoc_on,
    Level.PACC: cases.c.entered_pacc_on,
}


def select_cases(*also: Any) -> Select[Any]:
    """The columns of the aggregate, with whatever else a reader wants, of cases joined to complaint and accused."""
    kinds = acoc_kinds(cases.c.agency_id).scalar_subquery().label("acoc_kinds")
    return (
        select(cases, kinds, *also)
        .join(complaints, complaints.c.id == cases.c.complaint_id)
        .join(accused, accused.c.case_id == cases.c.id)
    )


def accused_indexes() -> Label[Any]:
    """The blind indexes of every accused of the row's complaint, as one array, NULL where none is known."""
    other = accused.alias("other_accused")
    of_complaint = select(func.array_agg(other.c.national_id_index)).where(
        other.c.complaint_id == cases.c.complaint_id, other.c.national_id_index.is_not(None)
    )
    return of_complaint.correlate(cases).scalar_subquery().label("accused_indexes")


def case_from(row: Row[Any]) -> Case:
    """The aggregate of a row of `select_cases`."""
    rounds = {}
    if row.round_7_due_on is not None:
        rounds[Round.SEVEN] = RoundState(row.round_7_due_on, row.round_7_explained_on, row.round_7_reported_on)
    entries = {level: getattr(row, column.name) for level, column in ENTRY_COLUMNS.items()}
    return Case(
        id=row.id,
        complaint_id=row.complaint_id,
        agency_id=row.agency_id,
        number=row.number,
        era=Era(row.era),
        status=CaseStatus(row.status),
        received_on=row.received_on,
        recorded_on=row.recorded_on,
        rounds=rounds,
        entries={level: on for level, on in entries.items() if on is not None},
        levels=levels_of(row.acoc_kinds),
        timeline_length=row.timeline_length,
        version=row.version,
    )


def row_from(case: Case) -> dict[str, Any]:
    """What a change of the case may change in its row."""
    seven = case.rounds.get(Round.SEVEN)
    return {
        "status": int(case.status),
        "round_7_due_on": seven.due_on if seven else None,
        "round_7_explained_on": seven.explained_on if seven else None,
        "round_7_reported_on": seven.reported_on if seven else None,
        **{column.name: case.entries.get(level) for level, column in ENTRY_COLUMNS.items()},
        "timeline_length": case.timeline_length + len(case.timeline),
        "version": case.version + len(case.happenings),
    }


def identity_of(case: Case, ordinal: int, national_number: int, subject: str) -> dict[str, Any]:
    """What never changes in a case's row."""
    fixed: dict[str, UUID | object] = {
        "id": case.id,
        "complaint_id": case.complaint_id,
        "ordinal": ordinal,
        "national_number": national_number,
        "agency_id": case.agency_id,
        "number": case.number,
        "subject": subject,
        "era": int(case.era),
        "received_on": case.received_on,
        "recorded_on": case.recorded_on,
    }
    return fixed
