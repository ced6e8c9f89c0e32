"""ถอนคำขอแก้ไขข้อมูล: whoever asked for corrections takes them back before they are decided (CASE-22)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.correction_store import Corrections
from cases.domain.errors import CorrectionDecided, OthersCorrection
from cases.domain.permissions import WITHDRAW_CORRECTION
from cases.domain.terms import CorrectionState
from kit.clock import Clock


@dataclass(frozen=True, slots=True)
class WithdrawCorrections:
    by: Caller
    correction_ids: tuple[UUID, ...]


async def withdraw_corrections(command: WithdrawCorrections, *, store: Corrections, clock: Clock) -> UUID:
    """Withdraw them all and answer the first one's id; nothing of their cases changes.

    Raises CorrectionDecided, OthersCorrection, RepeatedRequest, and what `withdrawing` raises.
    """
    asked = command.by.asks(WITHDRAW_CORRECTION, clock)
    async with store.withdrawing(command.correction_ids, asked) as desk:
        if any(each.state is not CorrectionState.REQUESTED for each in desk.pending):
            raise CorrectionDecided
        if any(each.requested_by != asked.viewer.actor.subject for each in desk.pending):
            raise OthersCorrection
        await desk.decide(CorrectionState.WITHDRAWN)
    return command.correction_ids[0]
