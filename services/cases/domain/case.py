"""สำนวน: the case of one accused official, and everything that may be done with it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from cases.domain.era import Era
from cases.domain.errors import (
    AlreadySent,
    IllegalTransition,
    LatenessAlreadyExplained,
    LatenessUnexplained,
    NoRoundsBeforeResolution,
    NotAtThatLevel,
    RoundAlreadyReported,
    RoundNotLate,
)
from cases.domain.happenings import CaseRecorded, CaseSent, Happening, LatenessWasExplained, RoundReported
from cases.domain.round_report import LatenessExplanation, RoundReport, TimelineDetails
from cases.domain.rounds import DAYS, Round, RoundState
from cases.domain.status import TRANSITIONS, CaseAct, CaseStatus
from cases.domain.terms import Level

ANY_LEVEL = frozenset(Level)

_LATE = {Round.SEVEN: CaseStatus.LATE_7}
_REPORTED = {Round.SEVEN: CaseStatus.REPORTED_7}
_EXPLAIN = {Round.SEVEN: CaseAct.EXPLAIN_LATENESS_7}
_REPORT = {Round.SEVEN: CaseAct.REPORT_ROUND_7}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One report or decision (CASE-19). `details` is the report itself, as it was given."""

    number: int
    status: CaseStatus
    done_on: date | None
    details: TimelineDetails | None


@dataclass(frozen=True, slots=True)
class Moment:
    """When an act counts as recorded: the moment, and its date in Bangkok (CASE-9)."""

    at: datetime
    on: date


@dataclass(slots=True)
class Case:
    """The part of a case that rules go by. `levels` are those above the agency in the tree as it is now, upward.

    Verbs change it, add to `timeline` and tell what happened in `happenings`; the store writes all of it together.
    """

    id: UUID
    complaint_id: UUID
    agency_id: UUID
    number: str
    era: Era
    status: CaseStatus
    received_on: date
    recorded_on: date
    rounds: dict[Round, RoundState]
    entries: dict[Level, date]
    levels: tuple[Level, ...]
    timeline_length: int
    version: int
    timeline: list[TimelineEntry] = field(default_factory=list)
    sendings: list[Level] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)

    def record(self) -> None:
        """The first line of the timeline: เรื่องใหม่."""
        self._note(done_on=self.received_on, details=None)
        self.happenings.append(CaseRecorded())

    def explain_lateness(self, round_: Round, explanation: str, *, now: Moment) -> None:
        """Record why a round was not reported in time (CASE-11).

        Raises RoundNotLate, LatenessAlreadyExplained, RoundAlreadyReported or NoRoundsBeforeResolution.
        """
        state = self._owed(round_, now.on)
        if not state.is_overdue(now.on):
            raise RoundNotLate(DAYS[round_], self.possible(now.on))
        if state.explained_on is not None:
            raise LatenessAlreadyExplained(DAYS[round_], self.possible(now.on))
        state.explained_on = now.on
        self._become(_LATE[round_])
        self._note(done_on=now.on, details=LatenessExplanation(round_, explanation))
        self.happenings.append(LatenessWasExplained(round_))

    def report_round(self, report: RoundReport, *, now: Moment) -> None:
        """Report a round (CASE-13), late ones only after the lateness was explained (CASE-11).

        Raises LatenessUnexplained, RoundAlreadyReported or NoRoundsBeforeResolution.
        """
        state = self._owed(report.round, now.on)
        if state.is_overdue(now.on) and state.explained_on is None:
            raise LatenessUnexplained(DAYS[report.round], self.possible(now.on))
        state.reported_on = now.on
        self._become(_REPORTED[report.round])
        self._note(done_on=report.started_on, details=report)
        self.happenings.append(RoundReported(report.round))

    def send(self, to: Level, *, now: Moment) -> None:
        """Send the case one level up (CASE-23). Its first sending to a level is its entry into that level's figures.

        Raises NotAtThatLevel when `to` is not next above a level that has it, AlreadySent for a second time to a ศปท.
        """
        if to not in self.levels[1:] or self.levels[self.levels.index(to) - 1] not in self.entries:
            raise NotAtThatLevel(self.possible(now.on))
        if to in self.entries and to is not Level.PACC:
            raise AlreadySent(self.possible(now.on))
        self.entries.setdefault(to, now.on)
        self.sendings.append(to)
        self.happenings.append(CaseSent(to))

    def possible(self, today: date, senders: frozenset[Level] = ANY_LEVEL) -> frozenset[CaseAct]:
        """What the case would accept now from somebody who may change it and send from the levels `senders`."""
        acts = {CaseAct.SEND} if any(self.sender_of(to) in senders for to in self.sendable_to()) else set()
        for round_, state in self.rounds.items():
            if state.reported_on is not None:
                continue
            if state.is_overdue(today) and state.explained_on is None:
                acts.add(_EXPLAIN[round_])
            else:
                acts.add(_REPORT[round_])
        return frozenset(acts)

    def sendable_to(self) -> frozenset[Level]:
        """The levels that the case could be sent to now."""
        steps = zip(self.levels, self.levels[1:], strict=False)
        return frozenset(
            above
            for below, above in steps
            if below in self.entries and (above is Level.PACC or above not in self.entries)
        )

    def sender_of(self, to: Level) -> Level:
        """The level that sends to `to`: the one below it; for a level that the agency has not, the agency's."""
        return self.levels[self.levels.index(to) - 1] if to in self.levels[1:] else Level.UNIT

    def overdue_days(self, today: date) -> int:
        """How many days the longest overdue round is late, 0 where none is."""
        return max((state.days_late(today) for state in self.rounds.values()), default=0)

    def _owed(self, round_: Round, today: date) -> RoundState:
        if self.era is Era.BEFORE_RESOLUTION:
            raise NoRoundsBeforeResolution(self.possible(today))
        state = self.rounds[round_]
        if state.reported_on is not None:
            raise RoundAlreadyReported(DAYS[round_], self.possible(today))
        return state

    def _become(self, target: CaseStatus) -> None:
        if target not in TRANSITIONS[self.status]:
            raise IllegalTransition(self.status.name, target.name)
        self.status = target

    def _note(self, *, done_on: date | None, details: TimelineDetails | None) -> None:
        number = self.timeline_length + len(self.timeline) + 1
        self.timeline.append(TimelineEntry(number, self.status, done_on, details))
