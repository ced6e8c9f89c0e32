"""Lives of complaints as officers lead them, made by the domain itself: what it refuses cannot be in the bulk."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from uuid_utils.compat import uuid7

from cases.domain.case import Case, Moment
from cases.domain.complaint import ComplaintRecord
from cases.domain.complaint_file import ComplaintFile
from cases.domain.conclusion import Conclusion, Finding
from cases.domain.era import Era
from cases.domain.happenings import Happening
from cases.domain.open_cases import open_cases
from cases.domain.outcome_report import PENALTIES, OutcomeReport
from cases.domain.proceedings import ImportantStep, Proceedings
from cases.domain.rounds import Round
from cases.domain.terms import Committee, Ground, Level, Outcome
from cases.domain.timeline import TimelineEntry
from cases.domain.work_report import WorkReport
from tests.bench.bulk.nation import Place

_STUCK = 0.02  # at each step so many cases are left lying
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of a timeline, with what its row says of the case then."""

    case_id: UUID
    entry: TimelineEntry
    at: datetime
    case_version: int
    told_version: int


@dataclass(frozen=True, slots=True)
class ToldAct:
    """What an event told of a case."""

    case_id: UUID
    version: int
    happening: Happening
    now: Moment


@dataclass(slots=True)
class Life:
    """A complaint with its cases as they stand, and everything that happened to them on the way."""

    place: Place
    file: ComplaintFile
    recorded_at: datetime
    lines: list[Line] = field(default_factory=list)
    sendings: list[tuple[UUID, Level, datetime]] = field(default_factory=list)
    acts: list[ToldAct] = field(default_factory=list)

    def take(self, case: Case, now: Moment) -> None:
        """Note what has just happened to a case, as the store writes it, and let the case go on from there."""
        version = case.version + len(case.happenings)
        told = {place: case.version + 1 + place for place in range(len(case.happenings))}
        for entry in case.timeline:
            # The entry's own happening is the first of an act; only the closing comes after it.
            self.lines.append(Line(case.id, entry, now.at, version, told[0]))
        self.sendings += [(case.id, level, now.at) for level in case.sendings]
        self.acts += [ToldAct(case.id, told[place], each, now) for place, each in enumerate(case.happenings)]
        case.version, case.timeline_length = version, case.timeline_length + len(case.timeline)
        for noted in (case.timeline, case.sendings, case.happenings):
            noted.clear()


def begin(place: Place, record: ComplaintRecord, recorded_on: date, rng: Random) -> Life:
    """The complaint as it is recorded by an officer of its agency."""
    now = moment(recorded_on, rng)
    complaint_id = uuid7()
    cases = open_cases(
        record.reception,
        complaint_id=complaint_id,
        case_ids=[uuid7() for _ in record.accused],
        agency_id=place.agency_id,
        levels=place.levels,
        recorded_at=Level.UNIT,
        now=now,
        handler=place.officer,
    )
    life = Life(place, ComplaintFile.of(record, complaint_id, place.agency_id, cases), now.at)
    for case in cases:
        life.take(case, now)
    return life


def moment(day: date, rng: Random) -> Moment:
    """In office hours of Bangkok."""
    return Moment(datetime.combine(day, time(2 + rng.randrange(7), rng.randrange(60)), UTC), day)


class Leading:
    """Leads one case of a life from day to day, until `today` or until it is left lying."""

    def __init__(self, life: Life, ordinal: int, today: date, rng: Random) -> None:
        self._life = life
        self._case = life.file.cases[ordinal - 1]
        self._numbers = life.file.numbers_of(ordinal)
        self._today = today
        self._rng = rng
        self._day = self._case.recorded_on
        self._is_over = False

    def on(self) -> None:
        """To the end, as far as it comes."""
        if self._rng.random() < 0.9:
            self._after(0, 6, lambda now: self._case.send(Level.MINISTRY_ACOC, now=now))
        steps = self._rounds if self._case.era is Era.AFTER_RESOLUTION else self._progress
        steps()
        self._submit()
        self._conclude()
        for _ in range(self._rng.choices((1, 2, 3), (6, 3, 1))[0]):
            self._after(10, 60, lambda now: self._case.report_proceedings(self._proceedings(now.on), now=now))
        self._after(15, 120, lambda now: self._case.report_outcome(self._outcome(now.on), now=now))

    def _rounds(self) -> None:
        for round_ in Round:
            due_on = self._case.rounds[round_].due_on
            is_concluded_instead = round_ is Round.THIRTY_SEVEN and self._rng.random() < 0.2
            if is_concluded_instead:
                return
            latest = (due_on - self._day).days
            if self._rng.random() < 0.8 and latest >= 0:
                self._after(0, latest, lambda now, r=round_: self._report(r, now))  # type: ignore[misc]
            else:
                self._late(round_, max(latest, 0))

    def _late(self, round_: Round, already: int) -> None:
        def explain(now: Moment) -> None:
            self._case.explain_lateness(round_, "อยู่ระหว่างรวบรวมพยานหลักฐาน", now=now)

        self._after(already + 1, already + 12, explain)
        self._after(0, 3, lambda now: self._report(round_, now))

    def _report(self, round_: Round, now: Moment) -> None:
        self._case.report_round(round_, self._work(now.on), now=now)

    def _progress(self) -> None:
        for _ in range(self._rng.randrange(3)):
            self._after(5, 40, lambda now: self._case.report_progress(self._work(now.on), now=now))

    def _submit(self) -> None:
        if Level.PACC in self._case.ladder.sendable_to() and self._rng.random() < 0.8:
            self._after(0, 10, lambda now: self._case.send(Level.PACC, now=now))

    def _conclude(self) -> None:
        thirty_seven = self._case.rounds.get(Round.THIRTY_SEVEN)
        earliest = 3
        if thirty_seven is not None and thirty_seven.reported_on is None:
            self._after(0, max(0, (thirty_seven.due_on - self._day).days), self._conclude_on)
            return
        self._after(earliest, 60, self._conclude_on)

    def _conclude_on(self, now: Moment) -> None:
        thirty_seven = self._case.rounds.get(Round.THIRTY_SEVEN)
        if thirty_seven is not None and thirty_seven.is_unexplained(now.on):
            self._case.explain_lateness(Round.THIRTY_SEVEN, "รอผลการตรวจสอบจากหน่วยงานอื่น", now=now)
            self._life.take(self._case, now)
        ground = self._rng.choices((Ground.NONE, Ground.MINOR, Ground.SERIOUS), (35, 35, 30))[0]
        findings = tuple(Finding(number, "มีพยานหลักฐานตามที่ถูกกล่าวหา") for number in self._numbers)
        conclusion = Conclusion(now.on, ground, ground is Ground.SERIOUS and self._rng.random() < 0.4, findings)
        self._case.conclude_inquiry(conclusion, now=now)

    def _after(self, least: int, most: int, act: Callable[[Moment], None]) -> None:
        """Act so many days on; not at all where that lies ahead, where the case is closed, or is left lying."""
        self._is_over = self._is_over or self._case.closing is not None or self._rng.random() < _STUCK
        if self._is_over:
            return
        day = self._day + timedelta(days=self._rng.randint(least, max(least, most)))
        if day > self._today:
            self._is_over = True
            return
        self._day = day
        now = moment(day, self._rng)
        act(now)
        self._life.take(self._case, now)

    def _work(self, on: date) -> WorkReport:
        return WorkReport(on, Committee.APPOINTED, "ตรวจสอบเอกสารและสอบถามผู้เกี่ยวข้องแล้ว", "ที่ นร 0101/2568")

    def _proceedings(self, on: date) -> Proceedings:
        step = (ImportantStep("แต่งตั้งคณะกรรมการสอบสวนวินัย", on),)
        if self._case.proceedings_reports:
            return Proceedings(on, step)
        return Proceedings(on, step, Committee.APPOINTED, "อธิบดี", "คำสั่งที่ 12/2568")

    def _outcome(self, on: date) -> OutcomeReport:
        outcome = self._rng.choices(list(Outcome), (2, 4, 3, 1))[0]
        penalty = self._rng.choice(sorted(PENALTIES[outcome])) if PENALTIES[outcome] else None
        return OutcomeReport(on, outcome, "ผลการพิจารณาทางวินัย", "คำสั่งที่ 34/2568", penalty, self._rng.random() < 0.1)
