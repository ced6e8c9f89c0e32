"""A case as `cases` tells of it, and the obligations that follow from it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from deadlines.domain.act import Act
from deadlines.domain.obligation import Obligation, obligation_id
from deadlines.domain.owed import Extension, Owed, Rules, occurrences, owed_under
from deadlines.domain.policy import AppliesTo, Policy, Terms


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as it stood after its `version`-th change. `accused_indexes` are those of the whole complaint.

    `owes_rounds`: it was received after the resolution, and no other case stands for it (CASE-15). `recused` are the
    officers who are marked so (ROLE-5), `handler` who is in charge (ROLE-6).
    """

    case_id: UUID
    complaint_id: UUID
    agency_id: UUID
    number: str
    received_on: date
    recorded_on: date
    owes_rounds: bool
    is_with_pacc: bool
    accused_indexes: tuple[bytes, ...]
    handler: UUID | None
    recused: tuple[UUID, ...]
    is_deleted: bool
    version: int


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a case: what happened, and the case as it stood then."""

    facts: CaseFacts
    act: Act


@dataclass(slots=True)
class FollowedCase:
    """The newest facts known of a case, its acts that policies go by, by version, and its obligations, by id.

    `acocs` are the ศปท. at or above its agency as the tree is now, the nearest first.
    """

    facts: CaseFacts
    acts: dict[int, Act] = field(default_factory=dict)
    obligations: dict[UUID, Obligation] = field(default_factory=dict)
    extensions: dict[UUID, tuple[Extension, ...]] = field(default_factory=dict)
    acocs: tuple[UUID, ...] = ()

    def take(self, told: Told) -> None:
        """Note what was told: the newest facts, and the act in its place, in whatever order they come (REL-3)."""
        self.acts.setdefault(told.act.version, told.act)
        if told.facts.version > self.facts.version:
            self.facts = told.facts

    def judge(self, rules: Rules, today: date) -> None:
        """Let the obligations follow everything that is known on the business day `today`.

        Those that turn out not to be owed are cancelled.
        """
        newest = self.acts.get(self.facts.version)
        owed = {self._id_of(each): each for each in self._owed(rules)}
        for id_, each in owed.items():
            obligation = self.obligations.get(id_)
            if obligation is None:
                obligation = Obligation.open(each, self.facts.case_id, self.facts.agency_id)
                self.obligations[id_] = obligation
            obligation.follow(
                each, today=today, calendar=rules.calendar, by=newest.actor if newest is not None else None
            )
        for id_, obligation in self.obligations.items():
            if id_ not in owed and obligation.policy in rules.policies:
                obligation.cancel()

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
                extensions=self.extensions.get(obligation_id(self.facts.case_id, policy.code, occurrence.number), ()),
            )
            for policy in rules.policies.values()
            if policy.applies_to is AppliesTo.EVERY_CASE or self.facts.owes_rounds
            for occurrence in occurrences(policy, in_order)
        ]

    def _settled_terms(self, policy: Policy, occurrence: int, opening: Act) -> Terms | None:
        """Those of the obligation that this same act opened, where it is open already."""
        known = self.obligations.get(obligation_id(self.facts.case_id, policy.code, occurrence))
        return known.terms if known is not None and known.opening_version == opening.version else None

    def _id_of(self, owed: Owed) -> UUID:
        return obligation_id(self.facts.case_id, owed.policy.code, owed.occurrence)
