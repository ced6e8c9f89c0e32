"""What tells of an entry of the timeline: when it was recorded, and in a snapshot of all that was told (REL-8)."""

from cases.domain.happenings import (
    CaseRecorded,
    Happening,
    InquiryConcluded,
    LatenessExplained,
    OutcomeReported,
    ProceedingsReported,
    ProgressReported,
    RoundReported,
)
from cases.domain.outcome_report import OutcomeReport
from cases.domain.timeline import (
    InquiryConclusion,
    LatenessExplanation,
    ProceedingsReport,
    RoundReport,
    TimelineDetails,
)
from cases.domain.work_report import WorkReport


def happening_of(details: TimelineDetails | None) -> Happening:
    """The happening that an entry with these details was recorded with; without details it is the record itself."""
    match details:
        case None:
            return CaseRecorded()
        case LatenessExplanation():
            return LatenessExplained(details.round)
        case RoundReport():
            return RoundReported(details.round)
        case WorkReport():
            return ProgressReported()
        case InquiryConclusion():
            return InquiryConcluded()
        case ProceedingsReport():
            return ProceedingsReported()
        case OutcomeReport():
            return OutcomeReported()
