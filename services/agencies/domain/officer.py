"""เจ้าหน้าที่: an officer, or an agency's own system, and the life of the account."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from kit.domain.errors import Conflict


class OfficerKind(Enum):
    PERSON = "person"
    INTEGRATOR = "integrator"


class OfficerState(Enum):
    """PENDING: written down, the account is being made; nobody but this service knows of it yet."""

    PENDING = "pending"
    ACTIVE = "active"
    ENDED = "ended"


TRANSITIONS: dict[OfficerState, frozenset[OfficerState]] = {
    OfficerState.PENDING: frozenset({OfficerState.ACTIVE}),
    OfficerState.ACTIVE: frozenset({OfficerState.ENDED}),
    OfficerState.ENDED: frozenset(),
}


@dataclass(slots=True)
class Officer:
    """`id` is the row's own, known before the account; `subject` is Keycloak's, there from ACTIVE on.

    Until `leased_until` a pending one belongs to the call that makes the account.
    """

    id: UUID
    kind: OfficerKind
    username: str
    first_name: str
    last_name: str
    position: str
    telephone: str
    email: str
    agency_id: UUID
    roles: frozenset[str]
    marks: frozenset[str]
    is_head: bool = False
    subject: UUID | None = None
    state: OfficerState = OfficerState.PENDING
    national_id_index: bytes | None = None
    version: int = 0
    leased_until: datetime | None = None

    @property
    def is_active(self) -> bool:
        return self.state is OfficerState.ACTIVE

    def activate(self, subject: UUID) -> None:
        """The account exists (USER-4). Raises Conflict where the officer is not pending."""
        self._become(OfficerState.ACTIVE)
        self.subject = subject

    def end(self) -> None:
        """USER-5. Raises Conflict where the officer is not active."""
        self._become(OfficerState.ENDED)

    def _become(self, state: OfficerState) -> None:
        if state not in TRANSITIONS[self.state]:
            raise Conflict
        self.state = state
        self.version += 1
