"""ส่งคืน: a ศปท. gives a case back to the level below, with a remark (CASE-24)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.permissions import RETURN
from cases.domain.terms import Level
from kit.clock import Clock


@dataclass(frozen=True, slots=True)
class ReturnCase:
    """`level` is that of the viewer's ศปท."""

    by: Caller
    case_id: UUID
    level: Level
    remark: str


async def return_case(command: ReturnCase, *, store: Changes, clock: Clock) -> UUID:
    """Return it and answer the case's id. Raises what `Case.give_back` and `editing` raise."""
    asked = command.by.asks(RETURN, clock)
    async with store.editing([command.case_id], asked, may=lambda stance: stance.is_acoc) as [case]:
        case.give_back(command.level, command.remark, now=asked.now)
    return command.case_id
