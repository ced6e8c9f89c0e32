"""ส่งคืนคำขอแก้ไขข้อมูล: corrections are returned with a remark; nothing of their cases changes (CASE-22)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.approve_corrections import refuse_to_decide
from cases.app.asking import Caller
from cases.app.correction_store import Corrections
from cases.domain.permissions import DECIDE_CORRECTION
from cases.domain.terms import CorrectionState
from kit.clock import Clock


@dataclass(frozen=True, slots=True)
class ReturnCorrections:
    by: Caller
    correction_ids: tuple[UUID, ...]
    remark: str


async def return_corrections(command: ReturnCorrections, *, store: Corrections, clock: Clock) -> UUID:
    """Return them all and answer the first one's id.

    Raises CorrectionDecided, OwnCorrection, RepeatedRequest, and what `deciding` raises.
    """
    asked = command.by.asks(DECIDE_CORRECTION, clock, command.remark)
    async with store.deciding(command.correction_ids, asked, is_opened=False) as desk:
        refuse_to_decide(desk.pending, asked.viewer.actor.subject)
        await desk.decide(CorrectionState.RETURNED, command.remark)
    return command.correction_ids[0]
