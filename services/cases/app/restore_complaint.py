"""กู้คืนเรื่องร้องเรียน: a ศปท. brings back what was deleted within 30 days (CASE-21)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.permissions import RESTORE
from kit.clock import Clock


@dataclass(frozen=True, slots=True)
class RestoreComplaint:
    by: Caller
    complaint_id: UUID


async def restore_complaint(command: RestoreComplaint, *, store: Changes, clock: Clock) -> UUID:
    """Restore it and return its id. Raises what `ComplaintFile.restore` and `editing_complaint` raise."""
    asked = command.by.asks(RESTORE, clock)
    async with store.editing_complaint(
        command.complaint_id, asked, is_deleted=True, may=lambda stance: stance.is_acoc
    ) as file:
        file.restore(now=asked.now)
    return command.complaint_id
