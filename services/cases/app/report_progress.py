"""แจ้งความคืบหน้า (ก่อนมติฯ): what was done in a case before the resolution (CASE-18)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.permissions import REPORT
from cases.domain.work_report import WorkReport
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class ReportProgress:
    by: Caller
    case_id: UUID
    expected_version: int
    report: WorkReport | None
    faults: tuple[Fault, ...]


async def report_progress(command: ReportProgress, *, store: Changes, clock: Clock) -> UUID:
    """Record it and return the case's id. Raises InvalidInput, what `Case.report_progress` and `editing` raise."""
    asked = command.by.asks(REPORT, clock)
    async with store.editing([command.case_id], asked, expected_version=command.expected_version) as [case]:
        report, faults = command.report, list(command.faults)
        if report is not None:
            faults += report.faults("report", received_on=case.received_on, today=asked.now.on)
        if faults or report is None:
            raise InvalidInput(faults)
        case.report_progress(report, now=asked.now)
    return command.case_id
