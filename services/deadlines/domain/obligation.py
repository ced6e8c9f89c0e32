"""An obligation: something owed until a date, and everything that can become of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from deadlines.domain.calendar import Calendar, due_date
from deadlines.domain.errors import DayNotPassed, IllegalTransition, NotExtendable, NotLaterThanDue, ObligationSettled
from deadlines.domain.happenings import (
    Cancelled,
    DueMoved,
    DueSoon,
    Happening,
    Met,
    Missed,
    MissedWithdrawn,
    MoveCause,
    Opened,
    Reopened,
)
from deadlines.domain.owed import Owed
from deadlines.domain.policy import CountedIn, Terms, Words
from deadlines.domain.state import TRANSITIONS, ObligationState


def obligation_id(object_id: UUID, policy: str, occurrence: int) -> UUID:
    """What one thing owes under one policy has one id, wherever and however often it is worked out."""
    return uuid5(object_id, policy if occurrence == 1 else f"{policy}#{occurrence}")


@dataclass(slots=True)
class Obligation:
    """Verbs change it and tell what happened in `happenings`; the store writes both together.

    `opening_version` is that of the act that opened it, `counted_from` the day that its date is counted from, `terms`
    how. `met_on` is the date on which what met it was recorded; `ended_on` the one from which on it can be met no more,
    missed for good.
    """

    id: UUID
    policy: str
    object_id: UUID
    agency_id: UUID
    occurrence: int
    opening_version: int
    opened_on: date
    counted_from: date
    terms: Terms
    stopped_days: int
    due_on: date
    state: ObligationState
    met_on: date | None
    ended_on: date | None
    version: int
    # Something that no event tells of is other than it was: which act opened it, or what it is counted from.
    is_renewed: bool = False
    happenings: list[Happening] = field(default_factory=list)

    @classmethod
    def open(cls, owed: Owed, object_id: UUID, agency_id: UUID) -> "Obligation":
        """As it stands when nothing has become of it yet; `follow` does the rest."""
        return cls(
            id=obligation_id(object_id, owed.policy.code, owed.occurrence),
            policy=owed.policy.code,
            object_id=object_id,
            agency_id=agency_id,
            occurrence=owed.occurrence,
            opening_version=owed.opening_version,
            opened_on=owed.opened_on,
            counted_from=owed.counted_from,
            terms=owed.terms,
            stopped_days=owed.stopped_days,
            due_on=owed.due_on,
            state=ObligationState.OPEN,
            met_on=None,
            ended_on=None,
            version=0,
            happenings=[Opened()],
        )

    def follow(self, owed: Owed, *, today: date, calendar: Calendar, by: UUID | None) -> None:
        """Become what was worked out on the business day `today`; worked out the same again, nothing happens (REL-3).

        A wrong `missed` is withdrawn: what met it was recorded in time (DUE-16), or its new day has not passed (DUE-3).
        `by` is whose act is followed: whoever corrected what the date is counted from.
        """
        before = self._stands_on()
        self._move(owed, calendar, by)
        self.opening_version, self.opened_on, self.terms = owed.opening_version, owed.opened_on, owed.terms
        self.ended_on = owed.ended_on
        self.is_renewed = self.is_renewed or before != self._stands_on()
        if owed.is_cancelled:
            self.cancel()
            return
        if self.state is ObligationState.CANCELLED:
            self._become(ObligationState.OPEN)
            self.happenings.append(Reopened())
        if owed.met_on is not None:
            self.meet(owed.met_on)
            return
        if self.met_on is not None:
            self._become(ObligationState.OPEN)
            self.met_on = None
            self.happenings.append(Reopened())
        if self.ended_on is not None:
            self._end()
        elif self.state is ObligationState.MISSED and today <= self.due_on:
            self._become(ObligationState.OPEN)
            self.happenings.append(MissedWithdrawn())

    def meet(self, recorded_on: date) -> None:
        """It was met by an act recorded on `recorded_on`, whenever word of it arrives (DUE-16); told again: no change.

        What had been called missed and was in time after all is withdrawn.
        """
        in_time = recorded_on <= self.due_on
        verdict = ObligationState.MET if in_time else ObligationState.MET_LATE
        if (self.state, self.met_on) == (verdict, recorded_on):
            return
        if in_time and self.state is ObligationState.MISSED:
            self.happenings.append(MissedWithdrawn())
        if self.state is not verdict:
            self._become(verdict)
        self.met_on = recorded_on
        self.happenings.append(Met(recorded_on, in_time))

    def miss(self, today: date) -> None:
        """Its day has passed and it was not met. Raises DayNotPassed on that day and before."""
        if today <= self.due_on:
            raise DayNotPassed(self.due_on)
        self._become(ObligationState.MISSED)
        self.happenings.append(Missed())

    @property
    def is_owed(self) -> bool:
        """Whether it is still to be met: what is missed is, until it has ended."""
        return self.state in (ObligationState.OPEN, ObligationState.MISSED) and self.ended_on is None

    def become_due_soon(self) -> None:
        """The first of its reminders before the due date has fallen due."""
        self.happenings.append(DueSoon())

    def cancel(self) -> None:
        """It is not owed any more; told again: no change."""
        if self.state is not ObligationState.CANCELLED:
            self._become(ObligationState.CANCELLED)
            self.met_on = None
            self.happenings.append(Cancelled())

    def extend(
        self,
        until: date | int,
        *,
        by: UUID,
        reason: str,
        today: date,
        is_day_off: Callable[[date], bool],
        duty: Words | None = None,
    ) -> None:
        """Give it a later date: that day, or so many days more, counted as it is counted (DUE-13).

        `duty` is what a refusal calls it by. Raises NotExtendable where its terms forbid it, ObligationSettled when it
        is met or cancelled, NotLaterThanDue for a date that is not later than the present one.
        """
        if not self.terms.is_extendable:
            raise NotExtendable(self.policy, duty)
        if not self.is_owed:
            raise ObligationSettled
        due_on = until if isinstance(until, date) else self._days_more(until, is_day_off)
        if due_on <= self.due_on:
            raise NotLaterThanDue(self.due_on)
        self._note_move(due_on, MoveCause.EXTENSION, by, reason)
        if self.state is ObligationState.MISSED and today <= due_on:
            self._become(ObligationState.OPEN)
            self.happenings.append(MissedWithdrawn())

    def days_late(self, today: date) -> int:
        """How many days past its date, where it is still to be met; else 0."""
        return max(0, (today - self.due_on).days) if self.is_owed else 0

    def _end(self) -> None:
        """What is not met by now never will be: it is missed, whether its day has passed or not (SUM-5)."""
        if self.state is not ObligationState.MISSED:
            self._become(ObligationState.MISSED)
            self.happenings.append(Missed())

    def _stands_on(self) -> tuple[object, ...]:
        """What no event tells of."""
        return (
            self.opening_version,
            self.opened_on,
            self.terms,
            self.counted_from,
            self.stopped_days,
            self.ended_on,
        )

    def _days_more(self, days: int, is_day_off: Callable[[date], bool]) -> date:
        is_working = self.terms.counted_in is CountedIn.WORKING_DAYS
        counted_in = CountedIn.WORKING_DAYS if is_working else CountedIn.CALENDAR_DAYS
        return due_date(Terms(days, counted_in, True), self.due_on, is_day_off, given=self.due_on)

    def _move(self, owed: Owed, calendar: Calendar, by: UUID | None) -> None:
        is_corrected = (self.counted_from, self.terms) != (owed.counted_from, owed.terms)
        is_stopped = self.stopped_days != owed.stopped_days
        self.counted_from, self.stopped_days = owed.counted_from, owed.stopped_days
        if owed.due_on == self.due_on:
            return
        if not is_corrected and is_stopped:
            self._note_move(owed.due_on, MoveCause.STOP, owed.stopped_by, "")
        elif is_corrected or owed.terms.counted_in is not CountedIn.WORKING_DAYS:
            self._note_move(owed.due_on, MoveCause.CORRECTION, by, "")
        else:
            change = calendar.last_change_between(owed.counted_from, max(owed.due_on, self.due_on))
            made_by, reason = (change.made_by, change.reason) if change is not None else (None, "")
            self._note_move(owed.due_on, MoveCause.HOLIDAY, made_by, reason)

    def _note_move(self, due_on: date, cause: MoveCause, by: UUID | None, reason: str) -> None:
        self.happenings.append(DueMoved(self.due_on, due_on, cause, by, reason))
        self.due_on = due_on

    def _become(self, target: ObligationState) -> None:
        if target not in TRANSITIONS[self.state]:
            raise IllegalTransition(self.state.name, target.name)
        self.state = target


def colour_step(days_late: int) -> int:
    """How deep the colour of an overdue row is (DUE-7): 1-3, 4-7, 8-15, 16-30 and over 30 days; 0 when not overdue."""
    return sum(days_late >= first for first in (1, 4, 8, 16, 31))
