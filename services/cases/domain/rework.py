"""What a corrected case comes to, worked out again from its timeline (CASE-22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.domain.case import LATE_AS, REPORTED_AS, Case
from cases.domain.era import Era, era_of
from cases.domain.outcome_report import Closing, OutcomeReport
from cases.domain.rounds import Round, RoundState, rounds_of
from cases.domain.status import CaseStatus
from cases.domain.terms import Outcome
from cases.domain.timeline import (
    InquiryConclusion,
    LatenessExplanation,
    ProceedingsReport,
    RecordedEntry,
    RoundReport,
)
from cases.domain.work_report import WorkReport


@dataclass(frozen=True, slots=True)
class Reworked:
    """Where a case stands by its reception date and what is recorded of it, each step on the day of its recording."""

    era: Era
    rounds: dict[Round, RoundState]
    status: CaseStatus
    concluded_on: date | None
    closing: Closing | None


def rework(case: Case, entries: Sequence[RecordedEntry]) -> Reworked:
    """Era, rounds, status and closing of `case` by its reception date and its `entries`, as they are corrected.

    The status is the furthest step recorded. Before the resolution a round's report counts as progress; after it
    progress is no round's report, and a round that is missing stays owed. A lateness that was explained counts only
    where the round was late on the day of the explanation. What closed the case keeps the day on which it did.
    """
    era = era_of(case.received_on)
    owes_rounds = era is Era.AFTER_RESOLUTION and case.origin_case_id is None
    rounds = rounds_of(case.received_on) if owes_rounds else {}
    concluded_on = None
    for recorded in entries:
        match recorded.entry.details:
            case RoundReport(round=round_) if rounds:
                rounds[round_].reported_on = recorded.recorded_on
            case LatenessExplanation(round=round_) if rounds and recorded.recorded_on > rounds[round_].due_on:
                rounds[round_].explained_on = recorded.recorded_on
            case InquiryConclusion():
                concluded_on = recorded.recorded_on
    if rounds and concluded_on is not None:
        # The conclusion stands for the report of round 37, not for that of round 7 (CASE-12).
        thirty_seven = rounds[Round.THIRTY_SEVEN]
        thirty_seven.reported_on = thirty_seven.reported_on or concluded_on
    steps = [CaseStatus.NEW, *(step for recorded in entries if (step := _step(recorded, era, rounds)))]
    return Reworked(era, rounds, max(steps), concluded_on, _closing(case, entries))


def _step(recorded: RecordedEntry, era: Era, rounds: dict[Round, RoundState]) -> CaseStatus | None:
    """How far an entry brings its case; the numbers of the statuses are in the order of the steps."""
    match recorded.entry.details:
        case LatenessExplanation(round=round_):
            counts = round_ in rounds and rounds[round_].explained_on is not None
            return LATE_AS[round_] if counts else None
        case RoundReport(round=round_):
            return REPORTED_AS[round_] if rounds else _progress(era)
        case WorkReport():
            return _progress(era)
        case InquiryConclusion():
            return CaseStatus.CLOSED if _closes(recorded) else CaseStatus.INQUIRY_CONCLUDED
        case ProceedingsReport():
            return CaseStatus.IN_PROCEEDINGS
        case OutcomeReport():
            return CaseStatus.CLOSED
    return None


def _progress(era: Era) -> CaseStatus | None:
    return CaseStatus.PROGRESS_BEFORE if era is Era.BEFORE_RESOLUTION else None


def _closing(case: Case, entries: Sequence[RecordedEntry]) -> Closing | None:
    """How the case ended, on the day on which it did: that of an edit that ended it, else of what was recorded."""
    for recorded in entries:
        on = case.closing.on if case.closing is not None else recorded.recorded_on
        match recorded.entry.details:
            case OutcomeReport() as report:
                return Closing(on, report.outcome, report.penalty, report.is_referred_to_criminal)
            case InquiryConclusion() if _closes(recorded):
                return Closing(on, Outcome.ENDED)
    return None


def _closes(recorded: RecordedEntry) -> bool:
    """Whether a conclusion ended its case. One without a ground does not where an inquiry opened the case by it."""
    return recorded.entry.status is CaseStatus.CLOSED
