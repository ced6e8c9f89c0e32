"""The timeline of a case: every report and decision, with its details as they were given (CASE-19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID

from cases.domain.complaint import Accused, CoOffender
from cases.domain.conclusion import Conclusion
from cases.domain.outcome_report import OutcomeReport
from cases.domain.proceedings import Proceedings
from cases.domain.rounds import Round
from cases.domain.status import CaseStatus
from cases.domain.terms import ClosedAs
from cases.domain.work_report import WorkReport


@dataclass(frozen=True, slots=True)
class LatenessExplanation:
    """คำอธิบาย: why a round was not reported in time (CASE-11)."""

    round: Round
    explanation: str


@dataclass(frozen=True, slots=True)
class RoundReport:
    round: Round
    report: WorkReport


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody whom an inquiry found, an official or another; `case_id` where he became a case."""

    allegations: tuple[int, ...]
    official: Accused | None = None
    other: CoOffender | None = None
    case_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class InquiryConclusion:
    """`earlier_accused`: as he had been recorded, where the inquiry has identified him (CASE-15)."""

    conclusion: Conclusion
    found: tuple[FoundPerson, ...] = ()
    earlier_accused: Accused | None = None


@dataclass(frozen=True, slots=True)
class ProceedingsReport:
    """The report of that number, from 1."""

    number: int
    proceedings: Proceedings


# A WorkReport by itself is แจ้งความคืบหน้า before the resolution.
TimelineDetails: TypeAlias = (
    LatenessExplanation | RoundReport | WorkReport | InquiryConclusion | ProceedingsReport | OutcomeReport
)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One report or decision. `closed_as` is what a closing one shows as its status."""

    number: int
    status: CaseStatus
    done_on: date | None
    details: TimelineDetails | None
    closed_as: ClosedAs | None = None


def dated_before_earlier(entries: Sequence[TimelineEntry]) -> frozenset[int]:
    """The numbers of conclusions, proceedings and outcomes that are dated before a step reported before them.

    A hint for the officer, not an error: dates that are typed in decide nothing (CASE-9). `entries` are in order.
    """
    found: set[int] = set()
    latest = date.min
    for entry in entries:
        if entry.done_on is None or entry.details is None or isinstance(entry.details, LatenessExplanation):
            continue
        if isinstance(entry.details, InquiryConclusion | ProceedingsReport | OutcomeReport) and entry.done_on < latest:
            found.add(entry.number)
        latest = max(latest, entry.done_on)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class RecordedEntry:
    """An entry as it lies in the timeline now: in which edition, and when it was recorded first."""

    entry: TimelineEntry
    edition: int
    recorded_on: date
