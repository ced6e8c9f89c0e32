"""Corrections as values (CASE-22): what is asked for, what waits for a decision, and what is read of both."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.domain.correctable import CorrectableField
from cases.domain.correcting import Correcting, Spot
from cases.domain.terms import CorrectionState


@dataclass(frozen=True, slots=True)
class Wanted:
    """One row that is asked for; `at` is where it stands in what was sent, such as `rows[7]`."""

    at: str
    case_id: UUID
    field: str
    place: int
    person: int
    old_value: str
    new_value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a case and the text that it shall say, in the form in which texts are kept."""

    at: str
    case_id: UUID
    field: CorrectableField
    place: int
    person: int
    text: str

    def spot_in(self, complaint: Correcting) -> Spot | None:
        """Where it stands in its complaint; None where there is no such place, or nobody of that number."""
        return complaint.spot(self.case_id, self.field, self.place, self.person)


@dataclass(frozen=True, slots=True)
class Asking:
    """A change that passed, as it is written down: with the old text and why."""

    change: Change
    old: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pending:
    """A correction that is to be decided. `old_index` is the mark of a sealed value when it was asked for."""

    id: UUID
    change: Change
    old: str
    old_index: bytes | None
    state: CorrectionState
    requested_by: UUID


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction as it is read, values in words; of a sealed one nothing but whether there is one."""

    id: UUID
    case_id: UUID
    case_number: str
    field: str
    place: int
    person: int
    old_value: str
    new_value: str
    reason: str
    state: CorrectionState
    requested_at: datetime
    requested_by: UUID
    decided_at: datetime | None
    decided_by: UUID | None
    remark: str
    is_callers_to_decide: bool


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    corrections: tuple[CorrectionView, ...]
    next: UUID | None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A row of the sheet to fill in: what a field says now, in words, empty where it is sealed."""

    case_number: str
    field: str
    place: int
    person: int
    old_value: str
