"""A complaint under correction: what is recorded at each place, what the law says of it, what follows (CASE-22)."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias
from uuid import UUID

from cases.domain.case import Case, Moment
from cases.domain.complaint import Accused, Allegation, Reception
from cases.domain.complaint_file import ComplaintFile
from cases.domain.conclusion import Conclusion
from cases.domain.correctable import AGENCY_NUMBER, FIELDS, NATIONAL_ID, RECEIVED_ON, CorrectableField, Part
from cases.domain.entry_edit import is_in_closed_month
from cases.domain.errors import GroundInUse
from cases.domain.happenings import CaseCorrected
from cases.domain.outcome_report import Closing, OutcomeReport
from cases.domain.proceedings import Proceedings
from cases.domain.rework import rework
from cases.domain.status import CaseStatus
from cases.domain.terms import ClosedAs
from cases.domain.timeline import (
    InquiryConclusion,
    LatenessExplanation,
    ProceedingsReport,
    RecordedEntry,
    RoundReport,
    TimelineDetails,
    TimelineEntry,
)
from cases.domain.work_report import WorkReport

# What a correction writes anew, by the part that its field belongs to.
Recorded: TypeAlias = Reception | Accused | Allegation | WorkReport | str | Conclusion | Proceedings | OutcomeReport


@dataclass(frozen=True, slots=True)
class Spot:
    """One place in a complaint: a part, of which case where it is one case's own, and its number."""

    part: Part
    case_id: UUID | None = None
    place: int = 0


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
        yield Spot(Part.ACCUSED, case_id)
        for number in self.file.numbers_of(self._place(case_id) + 1):
            yield Spot(Part.ALLEGATION, None, number)
        for number, recorded in sorted(self.entries[case_id].items()):
            part = part_of(recorded.entry.details)
            if part is not None:
                yield Spot(part, case_id, number)

    def spot(self, case_id: UUID, of: CorrectableField, place: int) -> Spot | None:
        """Where a field of a case stands; None where the case has no such place."""
        is_shared = of.part in (Part.RECEPTION, Part.ALLEGATION)
        wanted = Spot(of.part, None if is_shared else case_id, place)
        return wanted if wanted in set(self.spots_of(case_id)) else None

    def at(self, spot: Spot) -> Recorded:
        """What is recorded at a spot of this complaint."""
        if spot.part is Part.RECEPTION:
            return self.file.reception
        if spot.part is Part.ALLEGATION:
            return next(each for each in self.file.allegations if each.number == spot.place)
        if spot.case_id is None:
            raise ValueError(spot)
        if spot.part is Part.ACCUSED:
            return self.file.accused[self._place(spot.case_id)]
        return _written_in(self.entries[spot.case_id][spot.place].entry.details)

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
            case Allegation():
                self.file.allegations = [value if each.number == spot.place else each for each in self.file.allegations]
            case Accused() if spot.case_id is not None:
                self.file.accused[self._place(spot.case_id)] = value
            case _ if spot.case_id is not None:
                self._rewrite(spot.case_id, spot.place, value)
        if of.name == NATIONAL_ID and spot.case_id is not None:
            self.file.corrected_numbers.add(spot.case_id)
        # Who is accused is told with every case of the complaint (ROLE-5).
        told = self.file.cases if of.name == NATIONAL_ID else self._cases_of(spot)
        for case in told:
            self._fields.setdefault(case.id, set()).add(of.name)

    def finish(self, *, now: Moment) -> None:
        """Let numbers, era, rounds, status and closing of every corrected case follow. Raises GroundInUse."""
        for case_id, before in self._before.items():
            for number, earlier in before.items():
                self._decide_closing(self._case(case_id), earlier, number, now)
        corrected = {name for fields in self._fields.values() for name in fields}
        if any(FIELDS[name].part in (Part.RECEPTION, Part.ACCUSED, Part.ALLEGATION) for name in corrected):
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

    def _rewrite(self, case_id: UUID, number: int, value: Recorded) -> None:
        recorded = self.entries[case_id][number]
        self._before.setdefault(case_id, {}).setdefault(number, recorded)
        details = _rewritten(recorded.entry.details, value)
        done_on = getattr(value, "done_on", recorded.entry.done_on)
        entry = replace(recorded.entry, details=details, done_on=done_on)
        self.entries[case_id][number] = replace(recorded, entry=entry)

    def _decide_closing(self, case: Case, earlier: RecordedEntry, number: int, now: Moment) -> None:
        """A conclusion whose ground is gone closes its case, one that has gained a ground opens it again (CASE-15)."""
        recorded = self.entries[case.id][number]
        had_ground, has_ground = _has_ground(earlier.entry.details), _has_ground(recorded.entry.details)
        entry = recorded.entry
        if had_ground and not has_ground:
            if case.proceedings_reports:
                raise GroundInUse(case.acceptable(now.on))
            entry = replace(entry, status=CaseStatus.CLOSED, closed_as=ClosedAs.ENDED)
        elif has_ground and not had_ground:
            entry = replace(entry, status=CaseStatus.INQUIRY_CONCLUDED, closed_as=None)
        elif isinstance(entry.details, OutcomeReport):
            entry = replace(entry, closed_as=_closed_as(entry, recorded.recorded_on))
        self.entries[case.id][number] = replace(recorded, entry=entry)

    def _cases_of(self, spot: Spot) -> list[Case]:
        """The cases that what stands there is about."""
        if spot.case_id is not None:
            return [self._case(spot.case_id)]
        if spot.part is Part.RECEPTION:
            return self.file.cases
        allegation = next(each for each in self.file.allegations if each.number == spot.place)
        return [self.file.cases[ordinal - 1] for ordinal in allegation.accused]

    def _case(self, case_id: UUID) -> Case:
        return self.file.cases[self._place(case_id)]

    def _place(self, case_id: UUID) -> int:
        return next(place for place, case in enumerate(self.file.cases) if case.id == case_id)


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


def _written_in(details: TimelineDetails | None) -> Recorded:
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


def _rewritten(details: TimelineDetails | None, value: Recorded) -> TimelineDetails:
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


def _has_ground(details: TimelineDetails | None) -> bool:
    return not isinstance(details, InquiryConclusion) or details.conclusion.has_ground


def _closed_as(entry: TimelineEntry, on: date) -> ClosedAs | None:
    report = entry.details
    if not isinstance(report, OutcomeReport):
        return entry.closed_as
    return Closing(on, report.outcome, report.penalty, report.is_referred_to_criminal).closed_as
