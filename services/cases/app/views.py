"""What is read: cases as pages and clients see them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.domain.case import Case, Remark
from cases.domain.complaint import Accused, Allegation, Reception
from cases.domain.status import CaseAct
from cases.domain.terms import Level, Source
from cases.domain.timeline import TimelineEntry


@dataclass(frozen=True, slots=True)
class TimelineView:
    """An entry as it stands in the case's timeline; `edition` is 1 until it is edited.

    `dated_before_earlier` is a hint for the officer.
    """

    entry: TimelineEntry
    reported_at: datetime
    actor: UUID
    edition: int = 1
    is_editable: bool = False
    dated_before_earlier: bool = False


@dataclass(frozen=True, slots=True)
class SendingView:
    id: UUID
    to: Level
    sent_at: datetime
    actor: UUID


@dataclass(frozen=True, slots=True)
class RemarkView:
    id: UUID
    remark: Remark
    at: datetime
    actor: UUID


@dataclass(frozen=True, slots=True)
class RecusalView:
    officer: UUID
    reason: str
    marked_at: datetime
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
    complainant_withheld: bool
    has_complainant: bool
    allegations: tuple[Allegation, ...]
    timeline: tuple[TimelineView, ...]
    sendings: tuple[SendingView, ...]
    remarks: tuple[RemarkView, ...]
    recusals: tuple[RecusalView, ...]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the list (CASE-25)."""

    case: Case
    today: date
    possible: frozenset[CaseAct]
    agency_name: str
    subject: str
    accused: str
    has_national_id: bool
    source: Source
    sent_on: date | None
    national_number: int


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """A whole complaint, as the form for an edit is filled in with it."""

    id: UUID
    version: int
    agency_id: UUID
    agency_name: str
    reception: Reception
    complainant_withheld: bool
    has_complainant: bool
    accused: tuple[Accused, ...]
    allegations: tuple[Allegation, ...]
    lines: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class EarlierEntry:
    view: TimelineView
    replaced_at: datetime
    replaced_by: UUID


@dataclass(frozen=True, slots=True)
class EarlierComplaint:
    """`complaint` without the lines of its cases."""

    complaint: ComplaintView
    replaced_at: datetime
    replaced_by: UUID


@dataclass(frozen=True, slots=True)
class DeletedComplaint:
    id: UUID
    numbers: tuple[str, ...]
    agency_id: UUID
    agency_name: str
    subject: str
    deleted_on: date
    restorable_until: date
    actor: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class PageAfter:
    """Where the next page begins: behind this line."""

    received_on: date
    national_number: int


@dataclass(frozen=True, slots=True)
class CasePage:
    lines: tuple[CaseLine, ...]
    next: PageAfter | None
