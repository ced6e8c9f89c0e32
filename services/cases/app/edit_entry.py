"""แก้ไขรายการ: another version of an entry of the timeline; the earlier one stays readable (CASE-20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.case import Case
from cases.domain.conclusion import Conclusion
from cases.domain.entry_edit import Written, edit_entry
from cases.domain.permissions import EDIT
from cases.domain.proceedings import Proceedings
from cases.domain.timeline import ProceedingsReport, RecordedEntry
from cases.domain.work_report import WorkReport
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class EditEntry:
    """`edition` is the one that was edited. `written` None only where the contract's faults leave nothing to check."""

    by: Caller
    case_id: UUID
    number: int
    edition: int
    written: Written | None
    faults: tuple[Fault, ...]


async def edit_case_entry(command: EditEntry, *, store: Changes, clock: Clock) -> UUID:
    """Replace the entry and return the case's id.

    Raises Conflict when another edition was saved meanwhile, InvalidInput, what `edit_entry` raises, and what
    `editing_entry` raises.
    """
    asked = command.by.asks(EDIT, clock)
    async with store.editing_entry(command.case_id, command.number, command.edition, asked) as editing:
        case, written = editing.case, command.written
        case.refuse_closed()
        faults = list(command.faults)
        if written is not None:
            faults += _faults(written, case, editing.recorded, editing.allegations, asked.now.on)
        if faults or written is None:
            raise InvalidInput(faults)
        editing.edited = edit_entry(case, editing.recorded, written, closed_months=editing.closed_months, now=asked.now)
    return command.case_id


def _faults(
    written: Written, case: Case, recorded: RecordedEntry, allegations: Sequence[int], today: date
) -> list[Fault]:
    days = {"received_on": case.received_on, "today": today}
    match written:
        case WorkReport():
            return list(written.faults("report", **days))
        case Conclusion():
            return list(written.faults("conclusion", allegations=allegations, **days))
        case Proceedings():
            details = recorded.entry.details
            is_first = isinstance(details, ProceedingsReport) and details.number == 1
            return list(written.faults("proceedings", is_first=is_first, **days))
    return []
