"""แจ้งเตือนหน่วยงานที่ยังไม่ส่งสรุปรายงาน (SUM-4)."""

from dataclasses import dataclass
from datetime import date

from kit.clock import Clock
from kit.database.requests import RepeatedRequest, RequestKey
from kit.directory.viewer import Viewer
from reporting.app.summary_store import Reminders, Reminding, SummaryStore


@dataclass(frozen=True, slots=True)
class RemindUnsubmitted:
    viewer: Viewer
    first: date
    request: RequestKey


async def remind_unsubmitted(
    command: RemindUnsubmitted, *, store: SummaryStore, reminders: Reminders, clock: Clock
) -> Reminding:
    """Who was reminded. The same request again is answered from what it did.

    Raises RoundNotBegun, RoundTakesNoMore, Unavailable while `deadlines` is away, what `reminding` raises.
    """
    try:
        async with store.reminding(command.viewer, command.first, command.request) as reminding:
            reminding.round.refuse_unless_taking(clock.today())
            if reminding.unsubmitted:
                asked_by = command.viewer.actor.subject
                reminding.reminded = await reminders.remind(command.first, reminding.unsubmitted, asked_by)
    except RepeatedRequest as repeated:
        return await store.reminded_before(repeated.object_id)
    return reminding
