"""A complaint under correction: what is recorded at each place, what the law says of it, what follows (CASE-22)."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias
from uuid import UUID

from cases.domain.case import Case, Moment
from cases.domain.complaint import Accused, Allegation, Complainant, CoOffender, Reception
from cases.domain.complaint_file import ComplaintFile
from cases.domain.correctable import AGENCY_NUMBER, FIELDS, NATIONAL_ID, RECEIVED_ON, CorrectableField, Part
from cases.domain.corrected_entry import (
    Written,
    decided,
    has_ground,
    officials_in,
    part_of,
    rewritten,
    with_official,
    written_in,
)
from cases.domain.entry_edit import is_in_closed_month
from cases.domain.errors import GroundInUse
from cases.domain.happenings import CaseCorrected
from cases.domain.rework import rework
from cases.domain.timeline import RecordedEntry, TimelineDetails

# What a correction writes anew, by the part that its field belongs to.
Recorded: TypeAlias = Reception | Complainant | Accused | Allegation | CoOffender | Written
# What all cases of the complaint share, and what those share that are accused of an allegation.
SHARED_BY_ALL = (Part.RECEPTION, Part.COMPLAINANT)
OF_AN_ALLEGATION = (Part.ALLEGATION, Part.CO_OFFENDER)


@dataclass(frozen=True, slots=True)
class Spot:
    """One place in a complaint: a part, of which case where it is one case's own, and its number.

    `person` is who there, from 1: which co-offender of the allegation, or whom the entry found.
    """

    part: Part
    case_id: UUID | None = None
    place: int = 0
    person: int = 0


@dataclass(slots=True)
class Correcting:
    """`entries` are those of each case's timeline, by their numbers. What is put at a spot counts from then on.

    `finish` works the cases out again; the store writes all of it together.
    """

    file: ComplaintFile
    entries: dict[UUID, dict[int, RecordedEntry]]
    closed_months: Container[date]
    _fields: dict[UUID, set[str]] = field(default_factory=dict)
    _before: dict[UUID, dict[int, RecordedEntry]] = field(default_factory=dict)

    def spots_of(self, case_id: UUID) -> Iterator[Spot]:
        """Every spot of a case at which something could be corrected."""
        yield Spot(Part.RECEPTION)
        yield Spot(Part.COMPLAINANT)
        yield Spot(Part.ACCUSED, case_id)
        for number in self.file.numbers_of(self._place(case_id) + 1):
            yield Spot(Part.ALLEGATION, None, number)
            for person in self._allegation(number).co_offenders:
                yield Spot(Part.CO_OFFENDER, None, number, person.number)
        for number, recorded in sorted(self.entries[case_id].items()):
            part = part_of(recorded.entry.details)
            if part is not None:
                yield Spot(part, case_id, number)
            for place in officials_in(recorded.entry.details):
                yield Spot(Part.FOUND_OFFICIAL, case_id, number, place)

    def spot(self, case_id: UUID, of: CorrectableField, place: int, person: int = 0) -> Spot | None:
        """Where a field of a case stands; None where the case has no such place, or nobody of that number there."""
        is_shared = of.part in (*SHARED_BY_ALL, *OF_AN_ALLEGATION)
        wanted = Spot(of.part, None if is_shared else case_id, place, person)
        return wanted if wanted in set(self.spots_of(case_id)) else None

    def at(self, spot: Spot) -> Recorded:
        """What is recorded at a spot of this complaint; of a complainant that is not opened, whether he is withheld."""
        match spot.part:
            case Part.RECEPTION:
                return self.file.reception
            case Part.COMPLAINANT:
                return self.file.complainant or Complainant(withheld=self.file.complainant_withheld)
            case Part.ALLEGATION:
                return self._allegation(spot.place)
            case Part.CO_OFFENDER:
                people = self._allegation(spot.place).co_offenders
                return next(person for person in people if person.number == spot.person)
        if spot.case_id is None:
            raise ValueError(spot)
        if spot.part is Part.ACCUSED:
            return self.file.accused[self._place(spot.case_id)]
        details = self.entries[spot.case_id][spot.place].entry.details
        return officials_in(details)[spot.person] if spot.part is Part.FOUND_OFFICIAL else written_in(details)

    def is_edited(self, spot: Spot) -> bool:
        """Whether an edit changes what stands there, so that no correction is needed (CASE-20)."""
        cases = self._cases_of(spot)
        if all(case.closing is not None for case in cases):
            return False
        if spot.case_id is None or spot.part is Part.ACCUSED:
            return not is_in_closed_month(self.file.recorded_on, self.closed_months)
        recorded_on = self.entries[spot.case_id][spot.place].recorded_on
        return not is_in_closed_month(recorded_on, self.closed_months)

    def put(self, spot: Spot, of: CorrectableField, value: Recorded) -> None:
        """Record `value` at the spot, for the correction of that field."""
        match value:
            case Reception():
                self.file.reception = value
                for case in self.file.cases:
                    case.received_on = value.received_on or case.received_on
            case Complainant():
                self._put_complainant(value)
            case Allegation():
                self._put_allegation(value)
            case CoOffender():
                was = self._allegation(spot.place)
                people = tuple(value if person.number == spot.person else person for person in was.co_offenders)
                self._put_allegation(replace(was, co_offenders=people))
            case Accused() if spot.case_id is not None:
                self._put_official(spot.case_id, spot, value)
            case _ if spot.case_id is not None and not isinstance(value, Accused):
                details = self.entries[spot.case_id][spot.place].entry.details
                self._rewrite(spot.case_id, spot.place, rewritten(details, value), getattr(value, "done_on", None))
        if of.name == NATIONAL_ID and spot.case_id is not None:
            self.file.corrected_numbers.add(spot.case_id)
        # Who is accused or was found is told with every case of the complaint (ROLE-5).
        told = self.file.cases if of.recuses else self._cases_of(spot)
        for case in told:
            self._fields.setdefault(case.id, set()).add(of.name)

    def finish(self, *, now: Moment) -> None:
        """Let numbers, era, rounds, status and closing of every corrected case follow. Raises GroundInUse."""
        for case_id, before in self._before.items():
            for number, earlier in before.items():
                self._decide_closing(self._case(case_id), earlier, number, now)
        corrected = {name for fields in self._fields.values() for name in fields}
        if any(FIELDS[name].part.is_of_the_record for name in corrected):
            self.file.version += 1
        for ordinal, case in enumerate(self.file.cases, start=1):
            fields = self._fields.get(case.id)
            if fields is None:
                continue
            if AGENCY_NUMBER in fields:
                case.number = f"{self.file.reception.agency_number}-{ordinal}"
            self._rework(case)
            case.corrected_on = now.on
            case.happenings.append(CaseCorrected(tuple(name for name in FIELDS if name in fields)))

    @property
    def is_renumbered(self) -> bool:
        """Whether the number within its fiscal year may be another than it was (CASE-1)."""
        corrected = {name for fields in self._fields.values() for name in fields}
        return not corrected.isdisjoint({RECEIVED_ON, AGENCY_NUMBER})

    def _rework(self, case: Case) -> None:
        entries = [self.entries[case.id][number] for number in sorted(self.entries[case.id])]
        reworked = rework(case, entries)
        case.era, case.rounds, case.status = reworked.era, reworked.rounds, reworked.status
        case.concluded_on, case.closing = reworked.concluded_on, reworked.closing
        changed = self._before.get(case.id, {})
        case.rewritten = [self.entries[case.id][number].entry for number in sorted(changed)]

    def _put_complainant(self, value: Complainant) -> None:
        if self.file.has_complainant and self.file.complainant is None:
            raise ValueError("a complainant is corrected once he is opened")
        self.file.complainant = value
        self.file.has_complainant, self.file.complainant_withheld = value.says_who, value.withheld

    def _put_allegation(self, value: Allegation) -> None:
        self.file.allegations = [value if each.number == value.number else each for each in self.file.allegations]

    def _put_official(self, case_id: UUID, spot: Spot, value: Accused) -> None:
        """An accused; or one who was found, whose number goes apart to be sealed."""
        if spot.part is Part.ACCUSED:
            self.file.accused[self._place(case_id)] = value
            return
        self.file.found_numbers.setdefault(case_id, {})[spot.person - 1] = value.national_id
        details = self.entries[case_id][spot.place].entry.details
        self._rewrite(case_id, spot.place, with_official(details, spot.person, value), None)

    def _rewrite(self, case_id: UUID, number: int, details: TimelineDetails, done_on: date | None) -> None:
        recorded = self.entries[case_id][number]
        self._before.setdefault(case_id, {}).setdefault(number, recorded)
        entry = replace(recorded.entry, details=details, done_on=done_on or recorded.entry.done_on)
        self.entries[case_id][number] = replace(recorded, entry=entry)

    def _decide_closing(self, case: Case, earlier: RecordedEntry, number: int, now: Moment) -> None:
        """A conclusion whose ground is gone closes its case, one that has gained a ground opens it again (CASE-15)."""
        recorded = self.entries[case.id][number]
        is_gone = has_ground(earlier.entry.details) and not has_ground(recorded.entry.details)
        if is_gone and case.proceedings_reports:
            raise GroundInUse(case.acceptable(now.on))
        self.entries[case.id][number] = replace(recorded, entry=decided(earlier, recorded))

    def _cases_of(self, spot: Spot) -> list[Case]:
        """The cases that what stands there is about."""
        if spot.case_id is not None:
            return [self._case(spot.case_id)]
        if spot.part in SHARED_BY_ALL:
            return self.file.cases
        return [self.file.cases[ordinal - 1] for ordinal in self._allegation(spot.place).accused]

    def _allegation(self, number: int) -> Allegation:
        return next(each for each in self.file.allegations if each.number == number)

    def _case(self, case_id: UUID) -> Case:
        return self.file.cases[self._place(case_id)]

    def _place(self, case_id: UUID) -> int:
        return next(place for place, case in enumerate(self.file.cases) if case.id == case_id)
