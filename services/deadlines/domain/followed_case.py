"""A case as `cases` tells of it."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID

from deadlines.domain.followed import FollowedObject, Told
from deadlines.domain.policy import AppliesTo


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

    @property
    def object_id(self) -> UUID:
        return self.case_id

    @property
    def kinds(self) -> frozenset[AppliesTo]:
        rounds = {AppliesTo.CASES_WITH_ROUNDS} if self.owes_rounds else set()
        return frozenset({AppliesTo.EVERY_CASE, *rounds})


CaseTold: TypeAlias = Told[CaseFacts]
FollowedCase: TypeAlias = FollowedObject[CaseFacts]
