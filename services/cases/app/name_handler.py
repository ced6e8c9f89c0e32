"""กำหนดผู้รับผิดชอบสำนวน: an officer of the case's agency is put in charge (ROLE-6)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.permissions import NAME_HANDLER
from kit.clock import Clock


@dataclass(frozen=True, slots=True)
class NameHandler:
    by: Caller
    case_id: UUID
    officer: UUID
    reason: str


async def name_handler(command: NameHandler, *, store: Changes, clock: Clock) -> UUID:
    """Name the officer and return the case's id.

    Raises what `editing` raises, InvalidInput for somebody who cannot be in charge among it.
    """
    asked = command.by.asks(NAME_HANDLER, clock, command.reason)
    async with store.editing(
        [command.case_id], asked, may=lambda stance: stance.is_keeper, handler=command.officer
    ) as [case]:
        case.name_handler(command.officer)
    return command.case_id
