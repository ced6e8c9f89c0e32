"""An entry of the timeline under correction: which parts it holds, what is written in each, and how it is rewritten."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from cases.domain.complaint import Accused
from cases.domain.conclusion import Conclusion
from cases.domain.correctable import Part
from cases.domain.outcome_report import Closing, OutcomeReport
from cases.domain.proceedings import Proceedings
from cases.domain.status import CaseStatus
from cases.domain.terms import ClosedAs
from cases.domain.timeline import (
    FoundPerson,
    InquiryConclusion,
    LatenessExplanation,
    ProceedingsReport,
    RecordedEntry,
    RoundReport,
    TimelineDetails,
    TimelineEntry,
)
from cases.domain.work_report import WorkReport

# What an entry says as a whole, without the people whom it names.
Written: TypeAlias = WorkReport | str | Conclusion | Proceedings | OutcomeReport


def part_of(details: TimelineDetails | None) -> Part | None:
    """Of what an entry's fields are parts; None for the entry of recording, which has none."""
    match details:
        case LatenessExplanation():
            return Part.EXPLANATION
        case RoundReport() | WorkReport():
            return Part.REPORT
        case InquiryConclusion():
            return Part.CONCLUSION
        case ProceedingsReport():
            return Part.PROCEEDINGS
        case OutcomeReport():
            return Part.OUTCOME
    return None


def written_in(details: TimelineDetails | None) -> Written:
    match details:
        case LatenessExplanation(explanation=written):
            return written
        case RoundReport(report=report):
            return report
        case InquiryConclusion(conclusion=conclusion):
            return conclusion
        case ProceedingsReport(proceedings=proceedings):
            return proceedings
        case WorkReport() | OutcomeReport():
            return details
    raise ValueError(details)


def rewritten(details: TimelineDetails | None, value: Written) -> TimelineDetails:
    match details, value:
        case LatenessExplanation(), str():
            return replace(details, explanation=value)
        case RoundReport(), WorkReport():
            return replace(details, report=value)
        case InquiryConclusion(), Conclusion():
            return replace(details, conclusion=value)
        case ProceedingsReport(), Proceedings():
            return replace(details, proceedings=value)
        case (WorkReport(), WorkReport()) | (OutcomeReport(), OutcomeReport()):
            return value  # type: ignore[return-value]
    raise ValueError(details)


def officials_in(details: TimelineDetails | None) -> dict[int, Accused]:
    """The officials whom a conclusion found and who became no case, by their places among the found, from 1."""
    return dict(_officials_in(details)) if isinstance(details, InquiryConclusion) else {}


def _officials_in(inquiry: InquiryConclusion) -> Iterator[tuple[int, Accused]]:
    for place, person in enumerate(inquiry.found, start=1):
        if person.official is not None and person.case_id is None:
            yield place, person.official


def with_official(details: TimelineDetails | None, place: int, official: Accused) -> InquiryConclusion:
    """A conclusion that says this of the official at that place; his number lies sealed elsewhere."""
    if not isinstance(details, InquiryConclusion):
        raise ValueError(details)
    named = replace(official, national_id="", keeps_national_id=not official.has_no_national_id)

    def at(number: int, person: FoundPerson) -> FoundPerson:
        return replace(person, official=named) if number == place else person

    return replace(details, found=tuple(at(number, person) for number, person in enumerate(details.found, start=1)))


def decided(earlier: RecordedEntry, corrected: RecordedEntry) -> TimelineEntry:
    """The corrected entry as it closes its case or leaves it open: by its ground, or by its outcome (CASE-15)."""
    entry = corrected.entry
    had_ground, has_it = has_ground(earlier.entry.details), has_ground(entry.details)
    if had_ground and not has_it:
        return replace(entry, status=CaseStatus.CLOSED, closed_as=ClosedAs.ENDED)
    if has_it and not had_ground:
        return replace(entry, status=CaseStatus.INQUIRY_CONCLUDED, closed_as=None)
    if isinstance(entry.details, OutcomeReport):
        return replace(entry, closed_as=_closed_as(entry.details, corrected.recorded_on))
    return entry


def has_ground(details: TimelineDetails | None) -> bool:
    """Whether there is a ground to go on with; what is no conclusion never takes one away."""
    return not isinstance(details, InquiryConclusion) or details.conclusion.has_ground


def _closed_as(report: OutcomeReport, on: date) -> ClosedAs:
    return Closing(on, report.outcome, report.penalty, report.is_referred_to_criminal).closed_as
