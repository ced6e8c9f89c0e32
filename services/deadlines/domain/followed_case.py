"""A case as `cases` tells of it, and the obligations that follow from it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deadlines.domain.obligation import Obligation


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """A round that the case owes, by the policy that it falls under; `reported_on` is when a report was recorded."""

    policy: str
    due_on: date
    reported_on: date | None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as it stood after its `version`-th change. `accused_indexes` are those of the whole complaint."""

    case_id: UUID
    complaint_id: UUID
    agency_id: UUID
    number: str
    recorded_on: date
    is_with_pacc: bool
    accused_indexes: tuple[bytes, ...]
    rounds: tuple[RoundFacts, ...]
    version: int


@dataclass(slots=True)
class FollowedCase:
    """The newest facts known of a case, and its obligations by policy."""

    facts: CaseFacts
    obligations: dict[str, Obligation]

    def take(self, facts: CaseFacts) -> None:
        """Let the obligations follow `facts`, unless newer ones are known: order and repetition change nothing (REL-3).

        A case before the resolution owes no round and opens nothing.
        """
        if facts.version < self.facts.version:
            return
        self.facts = facts
        for round_ in facts.rounds:
            obligation = self.obligations.get(round_.policy)
            if obligation is None:
                obligation = Obligation.open(
                    round_.policy,
                    facts.case_id,
                    agency_id=facts.agency_id,
                    opened_on=facts.recorded_on,
                    due_on=round_.due_on,
                )
                self.obligations[round_.policy] = obligation
            if round_.reported_on is not None:
                obligation.meet(round_.reported_on)
