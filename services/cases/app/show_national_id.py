"""เปิดดูเลขบัตรประชาชน: a masked number is shown, which is a call of its own and audited (CASE-23, CASE-27)."""

from cases.app.asking import Caller
from cases.app.opening import NumberOf, SealedDoor
from cases.domain.permissions import SHOW_NATIONAL_ID
from kit.clock import Clock


async def show_national_id(of: NumberOf, purpose: str, by: Caller, *, door: SealedDoor, clock: Clock) -> str:
    """Show it for `purpose`. Raises what the door raises."""
    return await door.national_id(of, by.asks(SHOW_NATIONAL_ID, clock, purpose))
