"""How one case counts (REP-1, REP-2): the reference that the counts in SQL are held equal to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from reporting.domain.figures import Compliance, EraFigures, Figures
from reporting.domain.period import Period
from reporting.domain.terms import Era, Level, Outcome, Round

_COLUMN_OF_OUTCOME = {
    Outcome.ENDED: "ended",
    Outcome.MINOR: "minor",
    Outcome.SERIOUS: "serious",
    Outcome.OTHER: "other",
}


@dataclass(frozen=True, slots=True)
class RoundDates:
    """One round: its day, and the date on which its report was recorded, or the conclusion that stands for it."""

    due_on: date
    reported_on: date | None = None

    def is_failed(self, days_over_before: date) -> bool:
        """Missed or met late, as it stood when the days before `days_over_before` were over."""
        is_over = self.due_on < days_over_before
        return is_over and (self.reported_on is None or self.reported_on > self.due_on)

    def is_met_in_time(self, on: date) -> bool:
        return self.reported_on is not None and self.reported_on <= min(self.due_on, on)


@dataclass(frozen=True, slots=True)
class Closing:
    on: date
    outcome: Outcome
    criminal: bool = False


@dataclass(frozen=True, slots=True)
class CountedCase:
    """A case in the dates that count, all of them of recording except `received_on` (CASE-9).

    `origin` is the case whose inquiry opened this one: it has no rounds of its own and counts by those (CASE-15).
    """

    era: Era
    received_on: date
    entries: Mapping[Level, date]
    rounds: tuple[RoundDates, ...] = ()
    acts: tuple[date, ...] = ()
    closing: Closing | None = None
    is_deleted: bool = False
    origin: "CountedCase | None" = None

    def entered_on(self, level: Level) -> date | None:
        """The entry at `level`, or at the next one above it that has one; None where it has not entered."""
        return next((self.entries[above] for above in level.and_above() if above in self.entries), None)

    @property
    def judged_rounds(self) -> tuple[RoundDates, ...]:
        """The rounds that it is judged by (REP-2)."""
        return self.origin.rounds if self.origin is not None else self.rounds


def figures_of(cases: Iterable[CountedCase], level: Level, period: Period) -> Figures:
    """The figures of `cases` in the period, for a viewer at `level`. What is deleted never entered (CASE-21)."""
    return sum((_figures_of_one(case, level, period) for case in cases if not case.is_deleted), Figures())


def _figures_of_one(case: CountedCase, level: Level, period: Period) -> Figures:
    entered = case.entered_on(level)
    # A case that was closed before it entered is completed in the month of its entry.
    completed = max(case.closing.on, entered) if case.closing and entered else None
    if entered is None or entered > period.last or (completed is not None and completed < period.first):
        return Figures()
    closing = case.closing if completed is not None and completed <= period.last else None
    era = _era_figures(case, entered, closing, period)
    if case.era is Era.BEFORE_RESOLUTION:
        return Figures(before=era)
    return Figures(after=era, compliance=_compliance(case, closing, period))


def _era_figures(case: CountedCase, entered: date, closing: Closing | None, period: Period) -> EraFigures:
    counted: dict[str, int] = {}
    if entered < period.first:
        counted["carried_forward"] = 1
        counted["progressed"] = int(any(period.first <= act <= period.last for act in case.acts))
    elif case.received_on >= period.first:
        counted["new"] = 1
    else:
        counted["first_reported"] = 1
    if closing is not None:
        counted[_COLUMN_OF_OUTCOME[closing.outcome]] = 1
        counted["criminal"] = int(closing.criminal)
    return EraFigures(**counted)


def _compliance(case: CountedCase, closing: Closing | None, period: Period) -> Compliance:
    """As at the closing, whose own day is not over then; else as at the period's end, or today while it runs."""
    days_over_before = closing.on if closing else period.days_over_before
    seen_on = closing.on if closing else period.seen_on
    if any(round_.is_failed(days_over_before) for round_ in case.judged_rounds):
        return Compliance(not_followed=1)
    met = [round_ for round_ in case.judged_rounds if round_.is_met_in_time(seen_on)]
    return Compliance(followed=1) if len(met) == len(Round) else Compliance(in_progress=1)
