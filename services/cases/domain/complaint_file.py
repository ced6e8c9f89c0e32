"""A recorded complaint with all its cases: what may be done with it as a whole (CASE-20, CASE-21, ROLE-5)."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count, zip_longest
from uuid import UUID

from cases.domain.case import Case, Moment
from cases.domain.complaint import Accused, Allegation, Complainant, ComplaintRecord, CoOffender, Reception
from cases.domain.errors import AlreadySubmitted, NotDeleted, RestoringOver
from cases.domain.happenings import CaseDeleted, CaseEdited, CaseRestored, RecusalLifted, RecusalMarked
from cases.domain.terms import Level
from kit.domain.errors import Fault, InvalidInput

RESTORABLE_DAYS = 30


@dataclass(frozen=True, slots=True)
class RecusalMark:
    """An officer marked by hand as one who has nothing to do with the complaint."""

    officer: UUID
    reason: str


@dataclass(slots=True)
class ComplaintFile:
    """`cases` and `accused` are in the same order. `recused` are the officers marked by hand.

    Verbs change it and its cases; the store writes all of it together.
    """

    id: UUID
    agency_id: UUID
    version: int
    recorded_on: date
    reception: Reception
    accused: list[Accused]
    allegations: list[Allegation]
    cases: list[Case]
    recused: set[UUID]
    deleted_on: date | None = None
    # Of a complainant only whether there is one, until an edit types him in anew.
    complainant: Complainant | None = None
    has_complainant: bool = False
    complainant_withheld: bool = False
    # Numbers of officials whom a conclusion has just found, or that a correction has put right, to be sealed: by the
    # case and their place among the found, from 0; empty where none is known any more.
    found_numbers: dict[UUID, dict[int, str]] = field(default_factory=dict)
    # Cases whose accused's number a correction has put right: the wrong one recuses nobody any more (ROLE-5).
    corrected_numbers: set[UUID] = field(default_factory=set)
    # The place, from 0, of the accused who is recorded with a number, which itself lies sealed; None for none.
    place_of_number: Callable[[str], int | None] = field(default=lambda number: None, compare=False)
    marked: list[RecusalMark] = field(default_factory=list)
    lifted: list[RecusalMark] = field(default_factory=list)

    @classmethod
    def of(cls, record: ComplaintRecord, complaint_id: UUID, agency_id: UUID, cases: list[Case]) -> "ComplaintFile":
        """A complaint as a faultless `record` makes it, with a case for each accused."""
        numbers = count(1)
        return cls(
            id=complaint_id,
            agency_id=agency_id,
            version=1,
            recorded_on=cases[0].recorded_on,
            reception=record.reception,
            accused=list(record.accused),
            allegations=[_numbered(_unnumbered(allegation), numbers) for allegation in record.allegations],
            cases=cases,
            recused=set(),
            complainant=record.complainant or Complainant(),
        )

    def copied(self) -> "ComplaintFile":
        """As it is now, whatever verbs do to it later; of its cases only which they are."""
        accused, allegations, cases = list(self.accused), list(self.allegations), list(self.cases)
        return replace(self, accused=accused, allegations=allegations, cases=cases, recused=set(self.recused))

    def delete(self, confirmed: Collection[UUID], *, now: Moment) -> None:
        """Delete the complaint with every case, which the confirmation has listed (CASE-21).

        Raises AlreadySubmitted, or InvalidInput when the confirmation listed other cases.
        """
        submitted = [case.number for case in self.cases if Level.PACC in case.ladder.entries]
        if submitted:
            raise AlreadySubmitted(", ".join(submitted), self.cases[0].acceptable(now.on))
        if set(confirmed) != {case.id for case in self.cases}:
            raise InvalidInput([_not_these(self.cases)])
        self.deleted_on = now.on
        for case in self.cases:
            case.deleted_on = now.on
            case.happenings.append(CaseDeleted())

    def restore(self, *, now: Moment) -> None:
        """Bring it back as it was, for 30 days after the deletion (CASE-21). Raises NotDeleted or RestoringOver."""
        if self.deleted_on is None:
            raise NotDeleted
        if not is_restorable_on(now.on, self.deleted_on):
            raise RestoringOver(RESTORABLE_DAYS)
        self.deleted_on = None
        for case in self.cases:
            case.deleted_on = None
            case.happenings.append(CaseRestored())

    def mark_recusal(self, officer: UUID, reason: str) -> None:
        """From now on `officer` finds nothing of the complaint and is in charge of none of it; again: no change."""
        if officer in self.recused:
            return
        self.recused.add(officer)
        self.marked.append(RecusalMark(officer, reason))
        for case in self.cases:
            if case.handler == officer:
                case.handler = None
            case.happenings.append(RecusalMarked(officer))

    def lift_recusal(self, officer: UUID, reason: str) -> None:
        """Take the mark away; an accused officer stays recused by his number. Not marked: no change."""
        if officer not in self.recused:
            return
        self.recused.discard(officer)
        self.lifted.append(RecusalMark(officer, reason))
        for case in self.cases:
            case.happenings.append(RecusalLifted(officer))

    def rewrite(self, record: ComplaintRecord, new_cases: list[Case]) -> None:
        """Make it say what a faultless `record` says; accused beyond the recorded ones are those of `new_cases`."""
        numbers = count(max((allegation.number for allegation in self.allegations), default=0) + 1)
        recorded = {allegation.number: allegation for allegation in self.allegations}
        self.reception = record.reception
        self.accused = [_marked_as(was, shall_be) for was, shall_be in zip_longest(self.accused, record.accused)]
        self.allegations = [
            _numbered(_people_marked_as(recorded.get(allegation.number), allegation), numbers)
            for allegation in record.allegations
        ]
        if record.complainant is not None:
            self.complainant = record.complainant
        self.version += 1
        self.tell_edited()
        self.cases += new_cases

    def tell_edited(self, *beside: Case) -> None:
        """What all cases share has changed, who is accused among it: each tells so, save those that tell it anyway."""
        for case in self.cases:
            if case not in beside:
                case.happenings.append(CaseEdited())

    def add_accused(self, official: Accused, case: Case, allegations: Collection[int]) -> None:
        """One accused more, with his case, ticked for the allegations of these numbers."""
        self.accused.append(official)
        self.cases.append(case)
        place = len(self.accused)
        self.allegations = [
            replace(each, accused=(*each.accused, place)) if each.number in allegations else each
            for each in self.allegations
        ]

    def add_co_offender(self, person: CoOffender, allegations: Collection[int]) -> None:
        """One co-offender more, of the allegations of these numbers."""
        self.allegations = [
            replace(each, co_offenders=(*each.co_offenders, replace(person, number=_next_of(each))))
            if each.number in allegations
            else each
            for each in self.allegations
        ]

    def subject_of(self, ordinal: int) -> str:
        """The subject of the case of the accused at `ordinal`: his first ticked allegation (CASE-1)."""
        return next(allegation.subject for allegation in self.allegations if ordinal in allegation.accused)

    def numbers_of(self, ordinal: int) -> list[int]:
        """The numbers of the allegations that the accused at `ordinal` is ticked for."""
        return [allegation.number for allegation in self.allegations if ordinal in allegation.accused]


def _marked_as(was: Accused | None, shall_be: Accused) -> Accused:
    """A number that is kept keeps its mark for checking."""
    if was is not None and shall_be.keeps_national_id:
        return replace(shall_be, to_be_checked=was.to_be_checked)
    return shall_be


def _people_marked_as(was: Allegation | None, shall_be: Allegation) -> Allegation:
    marks = {person.number: person.to_be_checked for person in was.co_offenders} if was is not None else {}
    people = [
        replace(person, to_be_checked=marks[person.number]) if person.keeps_identifier else person
        for person in shall_be.co_offenders
    ]
    return replace(shall_be, co_offenders=tuple(people))


def _unnumbered(allegation: Allegation) -> Allegation:
    people = tuple(replace(person, number=0) for person in allegation.co_offenders)
    return replace(allegation, number=0, co_offenders=people)


def _numbered(allegation: Allegation, numbers: Iterator[int]) -> Allegation:
    """The allegation with a number of its own, and its co-offenders with theirs."""
    people: list[CoOffender] = []
    last = max((person.number for person in allegation.co_offenders), default=0)
    for person in allegation.co_offenders:
        last += not person.number
        people.append(person if person.number else replace(person, number=last))
    return replace(allegation, number=allegation.number or next(numbers), co_offenders=tuple(people))


def _next_of(allegation: Allegation) -> int:
    return max((person.number for person in allegation.co_offenders), default=0) + 1


def restorable_until(deleted_on: date) -> date:
    return deleted_on + timedelta(days=RESTORABLE_DAYS)


def is_restorable_on(today: date, deleted_on: date) -> bool:
    return today <= restorable_until(deleted_on)


def _not_these(cases: list[Case]) -> Fault:
    numbers = ", ".join(case.number for case in cases)
    return Fault(
        "case_ids",
        "CASE-21",
        f"การลบจะลบทุกสำนวนของเรื่องร้องเรียนนี้ ({numbers}) ต้องยืนยันให้ครบทุกสำนวน",
        f"Deleting takes every case of the complaint with it ({numbers}): confirm exactly these.",
    )
