"""กำหนดผู้ต้องห้ามเกี่ยวข้อง: a handler or the ศปท. marks an officer as recused from a complaint (ROLE-5)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.permissions import MARK_RECUSAL
from cases.domain.stance import Stance
from kit.clock import Clock


@dataclass(frozen=True, slots=True)
class MarkRecusal:
    """`is_lifted`: the mark is taken away."""

    by: Caller
    case_id: UUID
    officer: UUID
    reason: str
    is_lifted: bool = False


def may_mark(stance: Stance) -> bool:
    return stance.is_handler or stance.is_acoc


async def mark_recusal(command: MarkRecusal, *, store: Changes, clock: Clock) -> UUID:
    """Set or lift the mark and return the case's id.

    Raises what `editing_complaint` raises, InvalidInput for an officer whom nobody knows among it.
    """
    asked = command.by.asks(MARK_RECUSAL, clock, command.reason)
    async with store.editing_complaint(
        None, asked, case_id=command.case_id, may=may_mark, officer=command.officer
    ) as file:
        if command.is_lifted:
            file.lift_recusal(command.officer, command.reason)
        else:
            file.mark_recusal(command.officer, command.reason)
    return command.case_id
