"""ลบเรื่องร้องเรียน: a complaint goes with all its cases, for 30 days not for good (CASE-21)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.permissions import DELETE
from kit.clock import Clock


@dataclass(frozen=True, slots=True)
class DeleteComplaint:
    """`confirmed` are the cases that the confirmation listed."""

    by: Caller
    complaint_id: UUID
    reason: str
    confirmed: tuple[UUID, ...]


async def delete_complaint(command: DeleteComplaint, *, store: Changes, clock: Clock) -> UUID:
    """Delete it and return its id. Raises what `ComplaintFile.delete` and `editing_complaint` raise."""
    asked = command.by.asks(DELETE, clock, command.reason)
    async with store.editing_complaint(command.complaint_id, asked) as file:
        file.delete(command.confirmed, now=asked.now)
    return command.complaint_id
