"""เปิดดูข้อมูลผู้กล่าวหา: a handler opens what was typed in of the complainant (ROLE-4)."""

from uuid import UUID

from cases.app.asking import Caller
from cases.app.opening import SealedDoor
from cases.domain.complaint import Complainant
from cases.domain.permissions import OPEN_COMPLAINANT
from kit.clock import Clock


async def open_complainant(case_id: UUID, purpose: str, by: Caller, *, door: SealedDoor, clock: Clock) -> Complainant:
    """Open it for `purpose`; the opening is in the trail before the words leave. Raises what the door raises."""
    return await door.complainant(case_id, by.asks(OPEN_COMPLAINANT, clock, purpose))
