"""Who acts: what a domain needs to know of the caller."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """The caller of a call as his token names him: `subject` is the identity provider's id, never a name."""

    subject: UUID
    roles: frozenset[str]
    agency_id: UUID | None = None
    marks: frozenset[str] = field(default_factory=frozenset)
    client: str = ""

    def is_any(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)
