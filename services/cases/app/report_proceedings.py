"""รายงานการดำเนินการทางวินัย อาญา ปกครองหรือกฎหมายที่เกี่ยวข้อง (CASE-16)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.permissions import REPORT
from cases.domain.proceedings import Proceedings
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class ReportProceedings:
    by: Caller
    case_id: UUID
    expected_version: int
    proceedings: Proceedings | None
    faults: tuple[Fault, ...]


async def report_proceedings(command: ReportProceedings, *, store: Changes, clock: Clock) -> UUID:
    """Record it and return the case's id. Raises InvalidInput, what `Case.report_proceedings` and `editing` raise."""
    asked = command.by.asks(REPORT, clock)
    async with store.editing([command.case_id], asked, expected_version=command.expected_version) as [case]:
        proceedings, faults = command.proceedings, list(command.faults)
        if proceedings is not None:
            is_first = case.proceedings_reports == 0
            days = {"received_on": case.received_on, "today": asked.now.on}
            faults += proceedings.faults("proceedings", is_first=is_first, **days)
        if faults or proceedings is None:
            raise InvalidInput(faults)
        case.report_proceedings(proceedings, now=asked.now)
    return command.case_id
