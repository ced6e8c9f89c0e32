"""Corrections of what is not edited (CASE-22): what is asked for, how it is tried, what the use cases need for it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from cases.app.asking import Asked
from cases.domain.case import Moment
from cases.domain.correctable import AGENCY_NUMBER, RECEIVED_ON, CorrectableField
from cases.domain.correcting import Correcting, Recorded, Spot
from cases.domain.correction_rules import SpotFault, faults_at
from cases.domain.terms import CorrectionState
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault


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


class FieldTexts(Protocol):
    """Values of fields and texts: as they are kept (terms by their codes), and in words as they are shown."""

    def kept(self, of: CorrectableField, value: Recorded) -> str:
        """The text of a field of what is recorded."""
        ...

    def read(self, of: CorrectableField, text: str) -> str:
        """What somebody has written, as it is kept; what cannot be read stays as it was written."""
        ...

    def shown(self, of: CorrectableField, kept: str) -> str: ...

    def changed(self, of: CorrectableField, value: Recorded, text: str) -> tuple[Recorded, list[Fault]]:
        """The value with another text in the field, and what the contract has against it; then the value as it was."""
        ...

    def choices(self, of: CorrectableField) -> list[str]:
        """The words of a field that may say one of some; empty for others."""
        ...


class Requesting(Protocol):
    """Complaints for which corrections are asked, in one transaction."""

    def complaint_of(self, case_id: UUID) -> Correcting: ...

    def is_waiting(self, case_id: UUID, field: str, place: int, person: int) -> bool:
        """Whether a correction of that field is open already."""
        ...

    async def faults_of_number(self, complaint: Correcting) -> list[Fault]:
        """Whether another complaint has the number in that fiscal year (CASE-1)."""
        ...

    async def ask(self, asked_for: Sequence[Asking]) -> None: ...

    @property
    def batch(self) -> UUID:
        """What those that are asked for together are found by."""
        ...


class Withdrawing(Protocol):
    """Corrections that are taken back, in one transaction; nothing of their complaints is read."""

    @property
    def pending(self) -> Sequence[Pending]: ...

    async def decide(self, state: CorrectionState, remark: str = "") -> None:
        """Write the decision on all of them; the complaints that were loaded are written as they are now."""
        ...


class Deciding(Withdrawing, Protocol):
    """Corrections that are decided, in one transaction, under the locks of their complaints."""

    def complaint_of(self, case_id: UUID) -> Correcting: ...

    def mark_of(self, change: Change) -> bytes | None:
        """By which a sealed value, as it is recorded, is known again; None where there is none."""
        ...

    async def faults_of_number(self, complaint: Correcting) -> list[Fault]: ...


class Corrections(Protocol):
    def requesting(
        self, case_ids: Collection[UUID], asked: Asked, *, opened: Collection[UUID]
    ) -> AbstractAsyncContextManager[Requesting]:
        """`opened`: cases whose complainant is to be corrected; he is opened to be held to the law, shown to nobody.

        Raises NotFound for a case that the caller may not see, PermissionMissing where he may not change it.
        """
        ...

    def deciding(
        self, correction_ids: Sequence[UUID], asked: Asked, *, is_opened: bool
    ) -> AbstractAsyncContextManager[Deciding]:
        """`is_opened`: what is sealed is read, to be written. A refusal says what the cases would accept (CASE-19).

        Raises NotFound, PermissionMissing where another level decides.
        """
        ...

    def withdrawing(self, correction_ids: Sequence[UUID], asked: Asked) -> AbstractAsyncContextManager[Withdrawing]:
        """Raises NotFound."""
        ...

    async def numbered(self, numbers: Collection[str], viewer: Viewer) -> Mapping[str, list[UUID]]:
        """The cases that he may change, by each of these: a case number, or a national running number.

        Numbers are compared as recording compares them, Thai digits read as Arabic (CASE-1).
        """
        ...

    async def lines_of(self, case_ids: Sequence[UUID], viewer: Viewer) -> list[SheetLine]:
        """What may be asked now of each of the cases, in the order asked. Raises NotFound, PermissionMissing."""
        ...


def tried(complaint: Correcting, changes: Sequence[Change], texts: FieldTexts, *, now: Moment) -> list[Fault]:
    """Put all changes of one complaint into it and let everything follow; or what is wrong, and at which of them.

    Faults that were there before are not theirs. Raises GroundInUse.
    """
    before = set(faults_at(complaint))
    faults: list[Fault] = []
    spots: list[Spot] = []
    said: dict[tuple[Spot, str], str] = {}
    for change in changes:
        spot = change.spot_in(complaint)
        if spot is None:
            return [no_such_place(change.at)]
        if said.setdefault((spot, change.field.name), change.text) != change.text:
            faults.append(_said_otherwise(change.at))
        value, wrong = texts.changed(change.field, complaint.at(spot), change.text)
        faults += [at_new_value(change.at, fault) for fault in wrong]
        complaint.put(spot, change.field, value)
        spots.append(spot)
    if not faults:
        new = [each for each in faults_at(complaint) if each not in before]
        faults = [_attributed(each, changes, spots) for each in new]
    if not faults:
        complaint.finish(now=now)
    return faults


def by_complaint(
    changes: Sequence[Change], complaint_of: Callable[[UUID], Correcting]
) -> list[tuple[Correcting, list[Change]]]:
    """The changes of each complaint, in the order of its first."""
    found: dict[UUID, tuple[Correcting, list[Change]]] = {}
    for change in changes:
        complaint = complaint_of(change.case_id)
        found.setdefault(complaint.file.id, (complaint, []))[1].append(change)
    return list(found.values())


async def faults_of_number(
    desk: Requesting | Deciding, complaint: Correcting, changes: Sequence[Change]
) -> list[Fault]:
    """Whether the corrected number is another complaint's in its fiscal year, at the change that has made it so."""
    if not complaint.is_renumbered:
        return []
    renumbering = (AGENCY_NUMBER, RECEIVED_ON)
    change = min(
        (change for change in changes if change.field.name in renumbering),
        key=lambda each: renumbering.index(each.field.name),
    )
    return [at_new_value(change.at, fault) for fault in await desk.faults_of_number(complaint)]


def _attributed(found: SpotFault, changes: Sequence[Change], spots: Sequence[Spot]) -> Fault:
    """The fault at the change that has made it: of that value, of that spot, or the reception date for all others."""
    there = [change for change, spot in zip(changes, spots, strict=True) if spot == found.spot]
    exactly = [change for change in there if found.fault.field.startswith(".".join(change.field.path))]
    if exactly or there:
        return at_new_value((exactly or there)[0].at, found.fault)
    change = next((change for change in changes if change.field.name == RECEIVED_ON), changes[0])
    named = replace(
        found.fault,
        thai=f"ลำดับที่ {found.spot.place}: {found.fault.thai}",
        english=f"Entry {found.spot.place}: {found.fault.english}",
    )
    return at_new_value(change.at, named)


def at_new_value(at: str, fault: Fault) -> Fault:
    return replace(fault, field=f"{at}.new_value")


def _said_otherwise(at: str) -> Fault:
    """What several cases share is asked for through two of them, with two values."""
    return Fault(
        f"{at}.new_value",
        "CASE-22",
        "ข้อมูลเดียวกันนี้มีค่าใหม่อีกค่าหนึ่งในคำขอของสำนวนอื่น",
        "The same is to be something else in the row of another case.",
    )


def no_such_place(at: str) -> Fault:
    return Fault(
        f"{at}.place",
        "CASE-22",
        "ไม่มีเรื่องที่กล่าวหา รายการ หรือบุคคลลำดับนี้ในสำนวน หรือรายการนั้นไม่มีข้อมูลนี้",
        "The case has no such allegation, entry or person, or the entry has no such field.",
    )
