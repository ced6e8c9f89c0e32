"""What is read: cases as pages and clients see them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.domain.case import Case
from cases.domain.complaint import Accused, Allegation, Reception
from cases.domain.round_report import TimelineDetails
from cases.domain.status import CaseAct, CaseStatus
from cases.domain.terms import Level, Source


@dataclass(frozen=True, slots=True)
class TimelineView:
    number: int
    status: CaseStatus
    done_on: date | None
    reported_at: datetime
    actor: UUID
    details: TimelineDetails | None


@dataclass(frozen=True, slots=True)
class SendingView:
    to: Level
    sent_at: datetime
    actor: UUID


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case with everything that is shown of it; `possible` is what this viewer could do on `today`."""

    case: Case
    today: date
    possible: frozenset[CaseAct]
    national_number: int
    agency_name: str
    subject: str
    reception: Reception
    accused: Accused
    allegations: tuple[Allegation, ...]
    timeline: tuple[TimelineView, ...]
    sendings: tuple[SendingView, ...]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the list (CASE-25)."""

    case: Case
    today: date
    possible: frozenset[CaseAct]
    national_number: int
    agency_name: str
    subject: str
    accused: str
    source: Source
    sent_on: date | None


@dataclass(frozen=True, slots=True)
class PageAfter:
    """Where the next page begins: behind this line."""

    received_on: date
    national_number: int


@dataclass(frozen=True, slots=True)
class CasePage:
    lines: tuple[CaseLine, ...]
    next: PageAfter | None
