"""สำนวน: the case of one accused official, and everything that its life holds."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from cases.domain.complaint import Accused
from cases.domain.conclusion import Conclusion
from cases.domain.era import Era
from cases.domain.errors import (
    AlreadySent,
    CaseIsClosed,
    IllegalTransition,
    InquiryAlreadyConcluded,
    LatenessAlreadyExplained,
    LatenessUnexplained,
    NoProceedings,
    NoRoundsBeforeResolution,
    NoRoundsOfItsOwn,
    NotAtThatLevel,
    NotConcluded,
    NothingAsked,
    NotReturnable,
    OnlyBeforeResolution,
    RoundAlreadyReported,
    RoundNotLate,
    RoundSevenFirst,
)
from cases.domain.happenings import (
    CaseClosed,
    CaseRecorded,
    CaseReturned,
    CaseSent,
    HandlerNamed,
    Happening,
    InquiryConcluded,
    LatenessExplained,
    OutcomeReported,
    ProceedingsReported,
    ProgressReported,
    RoundReported,
)
from cases.domain.ladder import Ladder
from cases.domain.outcome_report import Closing, OutcomeReport
from cases.domain.possible import steps_possible
from cases.domain.proceedings import Proceedings
from cases.domain.rounds import DAYS, Round, RoundState
from cases.domain.status import TRANSITIONS, CaseAct, CaseStatus
from cases.domain.terms import ClosedAs, Level, Outcome, RemarkKind
from cases.domain.timeline import (
    FoundPerson,
    InquiryConclusion,
    LatenessExplanation,
    ProceedingsReport,
    RoundReport,
    TimelineDetails,
    TimelineEntry,
)
from cases.domain.work_report import WorkReport

LATE_AS = {Round.SEVEN: CaseStatus.LATE_7, Round.THIRTY_SEVEN: CaseStatus.LATE_37}
REPORTED_AS = {Round.SEVEN: CaseStatus.REPORTED_7, Round.THIRTY_SEVEN: CaseStatus.REPORTED_37}


@dataclass(frozen=True, slots=True)
class Moment:
    """When an act counts as recorded: the moment, and its date in Bangkok (CASE-9)."""

    at: datetime
    on: date


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said about a case between an agency and those above it, by which level (CASE-24)."""

    kind: RemarkKind
    by: Level
    text: str


@dataclass(slots=True)
class Case:
    """The part of a case that rules go by.

    Verbs change it, add to `timeline` and `sendings` and tell what happened in `happenings`; the store writes all of it
    together. `rounds` are empty before the resolution and for a case that an inquiry opened (`origin_case_id`).
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
    ladder: Ladder
    timeline_length: int
    version: int
    concluded_on: date | None = None
    proceedings_reports: int = 0
    closing: Closing | None = None
    handler: UUID | None = None
    origin_case_id: UUID | None = None
    deleted_on: date | None = None
    corrected_on: date | None = None
    questions: int = 0
    # Whether this or another case of the complaint was submitted to ป.ป.ท. (CASE-21).
    is_complaint_submitted: bool = False
    timeline: list[TimelineEntry] = field(default_factory=list)
    # Entries that a correction has written anew.
    rewritten: list[TimelineEntry] = field(default_factory=list)
    sendings: list[Level] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)

    def record(self) -> None:
        """The first line of the timeline: เรื่องใหม่."""
        self._note(done_on=self.received_on, details=None)
        self.happenings.append(CaseRecorded())

    def explain_lateness(self, round_: Round, explanation: str, *, now: Moment) -> None:
        """Record why a round was not reported in time (CASE-11).

        Raises RoundNotLate, LatenessAlreadyExplained, RoundAlreadyReported, RoundSevenFirst, NoRoundsBeforeResolution,
        NoRoundsOfItsOwn or CaseIsClosed.
        """
        state = self._owed(round_, now.on)
        if not state.is_overdue(now.on):
            raise RoundNotLate(DAYS[round_], self.acceptable(now.on))
        if state.explained_on is not None:
            raise LatenessAlreadyExplained(DAYS[round_], self.acceptable(now.on))
        state.explained_on = now.on
        self._go_on_to(LATE_AS[round_], done_on=now.on, details=LatenessExplanation(round_, explanation))
        self.happenings.append(LatenessExplained(round_))

    def report_round(self, round_: Round, report: WorkReport, *, now: Moment) -> None:
        """Report a round (CASE-13), late ones only after the lateness was explained (CASE-11).

        Raises LatenessUnexplained, RoundAlreadyReported, RoundSevenFirst, NoRoundsBeforeResolution, NoRoundsOfItsOwn or
        CaseIsClosed.
        """
        state = self._owed(round_, now.on)
        if state.is_unexplained(now.on):
            raise LatenessUnexplained(DAYS[round_], self.acceptable(now.on))
        state.reported_on = now.on
        self._go_on_to(REPORTED_AS[round_], done_on=report.done_on, details=RoundReport(round_, report))
        self.happenings.append(RoundReported(round_))

    def report_progress(self, report: WorkReport, *, now: Moment) -> None:
        """แจ้งความคืบหน้า (ก่อนมติฯ), any number of times until the inquiry is concluded (CASE-18).

        Raises OnlyBeforeResolution, InquiryAlreadyConcluded or CaseIsClosed.
        """
        self.refuse_closed()
        if self.era is not Era.BEFORE_RESOLUTION:
            raise OnlyBeforeResolution(self.acceptable(now.on))
        self._refuse_concluded(now.on)
        self._become(CaseStatus.PROGRESS_BEFORE)
        self._note(done_on=report.done_on, details=report)
        self.happenings.append(ProgressReported())

    def conclude_inquiry(
        self,
        conclusion: Conclusion,
        *,
        found: tuple[FoundPerson, ...] = (),
        earlier_accused: Accused | None = None,
        now: Moment,
    ) -> None:
        """Conclude the preliminary inquiry (CASE-14); it stands for the round-37 report, and no ground ends the case.

        Raises RoundSevenFirst, LatenessUnexplained, InquiryAlreadyConcluded or CaseIsClosed.
        """
        self.refuse_closed()
        self._refuse_concluded(now.on)
        if self.rounds:
            self._refuse_before_round_7(now.on)
            thirty_seven = self.rounds[Round.THIRTY_SEVEN]
            if thirty_seven.is_unexplained(now.on):
                raise LatenessUnexplained(DAYS[Round.THIRTY_SEVEN], self.acceptable(now.on))
            thirty_seven.reported_on = thirty_seven.reported_on or now.on
        self.concluded_on = now.on
        details = InquiryConclusion(conclusion, found, earlier_accused)
        self.happenings.append(InquiryConcluded())
        if conclusion.has_ground:
            self._become(CaseStatus.INQUIRY_CONCLUDED)
            self._note(done_on=conclusion.done_on, details=details)
        else:
            self._close(Closing(now.on, Outcome.ENDED), done_on=conclusion.done_on, details=details)

    def report_proceedings(self, proceedings: Proceedings, *, now: Moment) -> None:
        """Report proceedings, one or more times (CASE-16). Raises NotConcluded or CaseIsClosed."""
        self.refuse_closed()
        if self.concluded_on is None:
            raise NotConcluded(self.acceptable(now.on))
        self.proceedings_reports += 1
        self._become(CaseStatus.IN_PROCEEDINGS)
        self._note(done_on=proceedings.done_on, details=ProceedingsReport(self.proceedings_reports, proceedings))
        self.happenings.append(ProceedingsReported())

    def report_outcome(self, report: OutcomeReport, *, now: Moment) -> None:
        """Report what came of the proceedings; it closes the case (CASE-17). Raises NoProceedings or CaseIsClosed."""
        self.refuse_closed()
        if self.proceedings_reports == 0:
            raise NoProceedings(self.acceptable(now.on))
        self.happenings.append(OutcomeReported())
        closing = Closing(now.on, report.outcome, report.penalty, report.is_referred_to_criminal)
        self._close(closing, done_on=report.done_on, details=report)

    def close_by_edit(self, *, now: Moment) -> None:
        """An edit of the conclusion has left no ground: the case ends as if it had found none (CASE-15, CASE-20)."""
        self._become(CaseStatus.CLOSED)
        self.closing = Closing(now.on, Outcome.ENDED)
        self.happenings.append(CaseClosed())

    def send(self, to: Level, *, now: Moment) -> None:
        """Send the case one level up (CASE-23). Its first sending to a level is its entry into that level's figures.

        Raises NotAtThatLevel when `to` is not next above a level that has it, AlreadySent for a second time to a ศปท.
        """
        if not self.ladder.reaches(to):
            raise NotAtThatLevel(self.ladder.sendable_to(), self.acceptable(now.on))
        if to not in self.ladder.sendable_to():
            raise AlreadySent(self.acceptable(now.on))
        self.ladder.send(to, now.on)
        self.sendings.append(to)
        self.is_complaint_submitted |= to is Level.PACC
        self.happenings.append(CaseSent(to))

    def give_back(self, by: Level, remark: str, *, now: Moment) -> None:
        """A ศปท. returns the case, so that it may be sent again; it stays entered (CASE-24). Raises NotReturnable."""
        if by not in self.ladder.returnable_from():
            raise NotReturnable(self.acceptable(now.on))
        self.ladder.give_back(by)
        self.remarks.append(Remark(RemarkKind.RETURN, by, remark))
        self.happenings.append(CaseReturned(by))

    def ask(self, question: str) -> None:
        """ป.ป.ท. asks about the case; agency and ศปท. see it (CASE-24)."""
        self.questions += 1
        self.remarks.append(Remark(RemarkKind.QUESTION, Level.PACC, question))

    def answer(self, by: Level, text: str, *, now: Moment) -> None:
        """Answer what was asked (CASE-24). Raises NothingAsked."""
        if not self.questions:
            raise NothingAsked(self.acceptable(now.on))
        self.remarks.append(Remark(RemarkKind.ANSWER, by, text))

    def name_handler(self, officer: UUID) -> None:
        """Put an officer of the case's agency in charge (ROLE-6)."""
        self.handler = officer
        self.happenings.append(HandlerNamed())

    def acceptable(self, today: date) -> frozenset[CaseAct]:
        """The steps of its life that the case would accept now, and sending it, whoever asks."""
        return steps_possible(self, today) | ({CaseAct.SEND} if self.ladder.sendable_to() else frozenset())

    def overdue_days(self, today: date) -> int:
        """How many days the longest overdue round is late, 0 where none is."""
        return max((state.days_late(today) for state in self.rounds.values()), default=0)

    @property
    def closed_as(self) -> ClosedAs | None:
        return self.closing.closed_as if self.closing else None

    @property
    def is_round_7_reported(self) -> bool:
        """Whether what comes after round 7 may come; where no round is owed, nothing waits for one."""
        return not self.rounds or self.rounds[Round.SEVEN].reported_on is not None

    @property
    def is_missing_round_7(self) -> bool:
        """Concluded without the report of round 7, as only a correction leaves a case: it may still come (CASE-22)."""
        return self.concluded_on is not None and not self.is_round_7_reported

    def refuse_closed(self) -> None:
        """Raises CaseIsClosed: nothing more can be entered, except by a correction (CASE-17)."""
        if self.closing is not None:
            raise CaseIsClosed

    def _owed(self, round_: Round, today: date) -> RoundState:
        if not (self.is_missing_round_7 and round_ is Round.SEVEN):
            self.refuse_closed()
        if not self.rounds:
            is_before = self.era is Era.BEFORE_RESOLUTION
            raise (NoRoundsBeforeResolution if is_before else NoRoundsOfItsOwn)(self.acceptable(today))
        if round_ is not Round.SEVEN:
            self._refuse_before_round_7(today)
        state = self.rounds[round_]
        if state.reported_on is not None:
            raise RoundAlreadyReported(DAYS[round_], self.acceptable(today))
        return state

    def _refuse_before_round_7(self, today: date) -> None:
        if not self.is_round_7_reported:
            raise RoundSevenFirst(self.acceptable(today))

    def _refuse_concluded(self, today: date) -> None:
        if self.concluded_on is not None:
            raise InquiryAlreadyConcluded(self.acceptable(today))

    def _close(self, closing: Closing, *, done_on: date, details: TimelineDetails) -> None:
        self.closing = closing
        self._become(CaseStatus.CLOSED)
        self._note(done_on=done_on, details=details)
        self.happenings.append(CaseClosed())

    def _become(self, target: CaseStatus) -> None:
        if target not in TRANSITIONS[self.era][self.status]:
            raise IllegalTransition(self.status.name, target.name)
        self.status = target

    def _go_on_to(self, status: CaseStatus, *, done_on: date, details: TimelineDetails) -> None:
        """A step of a round. Made up for when the case is further on, it leaves the case's status as it is."""
        if self.concluded_on is not None:
            self.timeline.append(TimelineEntry(self._next_number(), status, done_on, details))
        else:
            self._become(status)
            self._note(done_on=done_on, details=details)

    def _note(self, *, done_on: date | None, details: TimelineDetails | None) -> None:
        self.timeline.append(TimelineEntry(self._next_number(), self.status, done_on, details, self.closed_as))

    def _next_number(self) -> int:
        return self.timeline_length + len(self.timeline) + 1
