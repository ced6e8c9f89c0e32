"""From a record to its cases: one for each accused, in their order (CASE-1)."""

from collections.abc import Sequence
from uuid import UUID

from cases.domain.case import Case, Moment
from cases.domain.complaint import Reception
from cases.domain.conclusion import Conclusion
from cases.domain.era import Era, era_of
from cases.domain.happenings import CaseRecorded, InquiryConcluded
from cases.domain.ladder import Ladder
from cases.domain.rounds import rounds_of
from cases.domain.status import CaseStatus
from cases.domain.terms import Level
from cases.domain.timeline import InquiryConclusion, TimelineEntry


def open_cases(
    reception: Reception,
    *,
    complaint_id: UUID,
    case_ids: Sequence[UUID],
    agency_id: UUID,
    levels: tuple[Level, ...],
    recorded_at: Level,
    now: Moment,
    handler: UUID | None = None,
    first_ordinal: int = 1,
) -> list[Case]:
    """New cases of a faultless record, one for each of `case_ids`, numbered on from `first_ordinal`.

    `levels` are the agency's own and those above it; a recording by a ศปท. (`recorded_at`) enters the case for it and
    for every level between it and the agency on that day.
    """
    if reception.received_on is None:
        raise ValueError("a record with faults was opened")
    era = era_of(reception.received_on)
    cases = [
        Case(
            id=case_id,
            complaint_id=complaint_id,
            agency_id=agency_id,
            number=f"{reception.agency_number}-{ordinal}",
            era=era,
            status=CaseStatus.NEW,
            received_on=reception.received_on,
            recorded_on=now.on,
            rounds=rounds_of(reception.received_on) if era is Era.AFTER_RESOLUTION else {},
            ladder=Ladder(levels, {level: now.on for level in levels if level <= recorded_at}),
            timeline_length=0,
            version=0,
            handler=handler,
        )
        for ordinal, case_id in enumerate(case_ids, start=first_ordinal)
    ]
    for case in cases:
        case.record()
    return cases


def open_found_case(
    origin: Case,
    *,
    case_id: UUID,
    ordinal: int,
    reception: Reception,
    conclusion: Conclusion,
    recorded_at: Level,
    now: Moment,
    handler: UUID | None = None,
) -> Case:
    """The case of an official whom the inquiry of `origin` found (CASE-15).

    The next number of the complaint, the same reception date, concluded like its origin, no rounds of its own. It is
    entered as something recorded that day, and goes upward by itself.
    """
    case = Case(
        id=case_id,
        complaint_id=origin.complaint_id,
        agency_id=origin.agency_id,
        number=f"{reception.agency_number}-{ordinal}",
        era=origin.era,
        status=CaseStatus.INQUIRY_CONCLUDED,
        received_on=origin.received_on,
        recorded_on=now.on,
        rounds={},
        ladder=Ladder(origin.ladder.levels, {level: now.on for level in origin.ladder.levels if level <= recorded_at}),
        timeline_length=0,
        version=0,
        concluded_on=now.on,
        handler=handler,
        origin_case_id=origin.origin_case_id or origin.id,
    )
    case.timeline.append(TimelineEntry(1, case.status, conclusion.done_on, InquiryConclusion(conclusion)))
    case.happenings += [CaseRecorded(), InquiryConcluded()]
    return case
