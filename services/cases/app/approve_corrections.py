"""อนุมัติการแก้ไขข้อมูล: what was asked for is recorded now, and everything that follows follows (CASE-22)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.correcting import by_complaint, faults_of_number, no_such_place, tried
from cases.app.correction_store import Corrections, Deciding, FieldTexts
from cases.app.corrections import Change, Pending
from cases.domain.errors import CorrectionDecided, OwnCorrection
from cases.domain.permissions import DECIDE_CORRECTION
from cases.domain.terms import CorrectionState
from kit.clock import Clock
from kit.domain.errors import Conflict, Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class ApproveCorrections:
    by: Caller
    correction_ids: tuple[UUID, ...]


async def approve_corrections(
    command: ApproveCorrections, *, store: Corrections, texts: FieldTexts, clock: Clock
) -> UUID:
    """Approve them all and return the first one's id.

    Raises CorrectionDecided, OwnCorrection, Conflict with what is recorded otherwise by now, InvalidInput, GroundInUse,
    RepeatedRequest, and what `deciding` raises.
    """
    asked = command.by.asks(DECIDE_CORRECTION, clock)
    async with store.deciding(command.correction_ids, asked, is_opened=True) as desk:
        refuse_to_decide(desk.pending, asked.viewer.actor.subject)
        changes = [change for pending in desk.pending for change in _stale(pending, desk, texts)]
        if changes:
            raise Conflict(changes)
        faults: list[Fault] = []
        approved: Sequence[Change] = [pending.change for pending in desk.pending]
        for complaint, of_it in by_complaint(approved, desk.complaint_of):
            faults += tried(complaint, of_it, texts, now=asked.now)
            faults += await faults_of_number(desk, complaint, of_it)
        if faults:
            raise InvalidInput(faults)
        await desk.decide(CorrectionState.APPROVED)
    return command.correction_ids[0]


def refuse_to_decide(pending: Sequence[Pending], subject: UUID) -> None:
    """Raises CorrectionDecided where one is decided already, OwnCorrection where he has asked for one himself."""
    if any(each.state is not CorrectionState.REQUESTED for each in pending):
        raise CorrectionDecided
    if any(each.requested_by == subject for each in pending):
        raise OwnCorrection


def _stale(pending: Pending, desk: Deciding, texts: FieldTexts) -> Iterator[Fault]:
    """CASE-26: what is recorded by now is no longer what the correction was asked upon."""
    change = pending.change
    complaint = desk.complaint_of(change.case_id)
    spot = change.spot_in(complaint)
    if spot is None:
        yield no_such_place(change.at)
    elif change.field.is_sealed:
        if desk.mark_of(change) != pending.old_index:
            yield _changed(change, "", "")
    elif (recorded := texts.kept(change.field, complaint.at(spot))) != pending.old:
        shown = texts.shown(change.field, recorded)
        yield _changed(change, f" เป็น {shown}", f" to {shown}")


def _changed(change: Change, thai: str, english: str) -> Fault:
    return Fault(
        f"{change.at}.old_value",
        "CASE-26",
        f"{change.field.thai} ถูกเปลี่ยนแล้ว{thai}",
        f"The {change.field.english} has been changed{english}.",
    )
