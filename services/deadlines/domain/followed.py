"""What obligations follow from: an object that another service tells of, its acts, and what it owes."""

from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from deadlines.domain.act import Act
from deadlines.domain.obligation import Obligation, obligation_id
from deadlines.domain.owed import Extension, Owed, Rules, occurrences, owed_under
from deadlines.domain.policy import AppliesTo, Policy, Terms

# What alone puts right a date that others are counted from (DUE-13); a summary has none.
CORRECTED = "cases.case_corrected"


class Facts(Protocol):
    """What is known of an object, a case or an agency's summary of a round, after its `version`-th change."""

    @property
    def object_id(self) -> UUID: ...

    @property
    def agency_id(self) -> UUID:
        """Who owes what it asks for."""
        ...

    @property
    def version(self) -> int: ...

    @property
    def received_on(self) -> date:
        """From which day a policy counts that counts from the reception."""
        ...

    @property
    def is_deleted(self) -> bool: ...

    @property
    def kinds(self) -> frozenset[AppliesTo]:
        """Policies that apply to any of these apply to it."""
        ...


F = TypeVar("F", bound=Facts)


@dataclass(frozen=True, slots=True)
class Told(Generic[F]):
    """One event of an object: what happened, and the object as it stood then."""

    facts: F
    act: Act


@dataclass(slots=True)
class FollowedObject(Generic[F]):
    """The newest facts known of an object, its acts that policies go by, by version, and its obligations, by id.

    `acocs` are the ศปท. at or above its agency as the tree is now, the nearest first.
    """

    facts: F
    acts: dict[int, Act] = field(default_factory=dict)
    obligations: dict[UUID, Obligation] = field(default_factory=dict)
    extensions: dict[UUID, tuple[Extension, ...]] = field(default_factory=dict)
    acocs: tuple[UUID, ...] = ()

    def take(self, told: Told[F]) -> None:
        """Note what was told: the newest facts, and the act in its place, in whatever order they come (REL-3)."""
        self.acts.setdefault(told.act.version, told.act)
        if told.facts.version > self.facts.version:
            self.facts = told.facts

    def judge(self, rules: Rules, today: date) -> None:
        """Let the obligations follow everything that is known on the business day `today`.

        Those that turn out not to be owed are cancelled.
        """
        owed = {self._id_of(each): each for each in self._owed(rules)}
        for id_, each in owed.items():
            obligation = self.obligations.get(id_)
            if obligation is None:
                obligation = Obligation.open(each, self.facts.object_id, self.facts.agency_id)
                self.obligations[id_] = obligation
            obligation.follow(each, today=today, calendar=rules.calendar, by=self._corrected_by())
        for id_, obligation in self.obligations.items():
            if id_ not in owed and obligation.policy in rules.policies:
                obligation.cancel()

    def _corrected_by(self) -> UUID | None:
        """Who decided the newest correction; None while word of it has not come: a later change may overtake it."""
        of_corrections = [self.acts[version] for version in sorted(self.acts) if self.acts[version].event == CORRECTED]
        return of_corrections[-1].actor if of_corrections else None

    def _owed(self, rules: Rules) -> list[Owed]:
        in_order = [self.acts[version] for version in sorted(self.acts)]
        return [
            owed_under(
                occurrence,
                policy,
                rules,
                received_on=self.facts.received_on,
                # Deleted with its complaint it owes nothing, and what was met counts nowhere until it is restored.
                is_cancelled=self.facts.is_deleted,
                acocs=self.acocs,
                settled_terms=self._settled_terms(policy, occurrence.number, occurrence.opening),
                extensions=self.extensions.get(obligation_id(self.facts.object_id, policy.code, occurrence.number), ()),
            )
            for policy in rules.policies.values()
            if policy.applies_to in self.facts.kinds
            for occurrence in occurrences(policy, in_order)
        ]

    def _settled_terms(self, policy: Policy, occurrence: int, opening: Act) -> Terms | None:
        """Those of the obligation that this same act opened, where it is open already."""
        known = self.obligations.get(obligation_id(self.facts.object_id, policy.code, occurrence))
        return known.terms if known is not None and known.opening_version == opening.version else None

    def _id_of(self, owed: Owed) -> UUID:
        return obligation_id(self.facts.object_id, owed.policy.code, owed.occurrence)
