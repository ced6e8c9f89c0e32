"""From a record to its cases: one for each accused, in their order (CASE-1)."""

from collections.abc import Sequence
from uuid import UUID

from cases.domain.case import Case, Moment
from cases.domain.complaint import ComplaintRecord
from cases.domain.era import Era, era_of
from cases.domain.rounds import rounds_of
from cases.domain.status import CaseStatus
from cases.domain.terms import Level


def open_cases(
    record: ComplaintRecord,
    *,
    complaint_id: UUID,
    case_ids: Sequence[UUID],
    agency_id: UUID,
    levels: tuple[Level, ...],
    recorded_at: Level,
    now: Moment,
) -> list[Case]:
    """The new cases of a faultless `record`, one for each of `case_ids`.

    `levels` are the agency's own and those above it; a recording by a ศปท. (`recorded_at`) enters the case for it and
    for every level between it and the agency on that day.
    """
    received_on = record.reception.received_on
    if received_on is None:
        raise ValueError("a record with faults was opened")
    era = era_of(received_on)
    entered = {level: now.on for level in levels if level <= recorded_at}
    cases = [
        Case(
            id=case_id,
            complaint_id=complaint_id,
            agency_id=agency_id,
            number=f"{record.reception.agency_number}-{ordinal}",
            era=era,
            status=CaseStatus.NEW,
            received_on=received_on,
            recorded_on=now.on,
            rounds=rounds_of(received_on) if era is Era.AFTER_RESOLUTION else {},
            entries=dict(entered),
            levels=levels,
            timeline_length=0,
            version=0,
        )
        for ordinal, case_id in enumerate(case_ids, start=1)
    ]
    for case in cases:
        case.record()
    return cases
