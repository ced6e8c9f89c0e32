"""Who asks for a change, when it counts as recorded, and with which request."""

from dataclasses import dataclass
from uuid import UUID

from cases.domain.case import Moment
from kit.clock import Clock
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from kit.domain.thai_dates import bangkok_date


@dataclass(frozen=True, slots=True)
class Asked:
    """`permission` names what somebody who may not would lack; `reason` goes into the audit trail."""

    viewer: Viewer
    permission: str
    request: RequestKey
    now: Moment
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and the request that he calls with: the same one again is carried out once."""

    viewer: Viewer
    request: RequestKey

    def handler_for(self, agency_id: UUID | None) -> UUID | None:
        """Who is in charge of a case of that agency that he records: he himself, where a person of it (ROLE-6)."""
        actor = self.viewer.actor
        is_its_officer = self.viewer.agency == agency_id and not actor.is_any("integrator")
        return actor.subject if is_its_officer else None

    def asks(self, permission: str, clock: Clock, reason: str = "") -> Asked:
        at = clock.business_now()
        return Asked(self.viewer, permission, self.request, Moment(at, bangkok_date(at)), reason)
