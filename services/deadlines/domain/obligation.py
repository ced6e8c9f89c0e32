"""An obligation: something owed until a date, and everything that can become of it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from deadlines.domain.errors import DayNotPassed, IllegalTransition
from deadlines.domain.happenings import Happening, Met, Missed, MissedWithdrawn, Opened
from deadlines.domain.policy import POLICIES, Policy
from deadlines.domain.state import TRANSITIONS, ObligationState


@dataclass(slots=True)
class Obligation:
    """Verbs change it and tell what happened in `happenings`; the store writes both together.

    `due_on` stands on the opening event alone (DUE-13). `met_on` is the date on which what met it was recorded.
    """

    id: UUID
    policy: Policy
    object_id: UUID
    agency_id: UUID
    opened_on: date
    due_on: date
    state: ObligationState
    met_on: date | None
    version: int
    happenings: list[Happening] = field(default_factory=list)

    @classmethod
    def open(cls, policy_code: str, object_id: UUID, *, agency_id: UUID, opened_on: date, due_on: date) -> "Obligation":
        """What one thing owes under one policy has one id, wherever and however often it is worked out."""
        return cls(
            id=uuid5(object_id, policy_code),
            policy=POLICIES[policy_code],
            object_id=object_id,
            agency_id=agency_id,
            opened_on=opened_on,
            due_on=due_on,
            state=ObligationState.OPEN,
            met_on=None,
            version=0,
            happenings=[Opened()],
        )

    def meet(self, recorded_on: date) -> None:
        """It was met by an act recorded on `recorded_on`, whenever word of it arrives (DUE-16); told again: no change.

        What had been called missed and was in time after all is withdrawn.
        """
        if self.met_on is not None:
            return
        in_time = recorded_on <= self.due_on
        if in_time and self.state is ObligationState.MISSED:
            self.happenings.append(MissedWithdrawn())
        self._become(ObligationState.MET if in_time else ObligationState.MET_LATE)
        self.met_on = recorded_on
        self.happenings.append(Met(recorded_on, in_time))

    def miss(self, today: date) -> None:
        """Its day has passed and it was not met. Raises DayNotPassed on that day and before."""
        if today <= self.due_on:
            raise DayNotPassed(self.due_on)
        self._become(ObligationState.MISSED)
        self.happenings.append(Missed())

    def _become(self, target: ObligationState) -> None:
        if target not in TRANSITIONS[self.state]:
            raise IllegalTransition(self.state.name, target.name)
        self.state = target
