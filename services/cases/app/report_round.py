"""รายงานรอบ: what was done within a round (CASE-13)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.moment import moment_of
from cases.app.store import CaseStore
from cases.domain.permissions import REPORT
from cases.domain.round_report import RoundReport
from kit.clock import Clock
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class ReportRound:
    """`report` is None only where the contract found faults that leave nothing to check."""

    viewer: Viewer
    case_id: UUID
    report: RoundReport | None
    faults: tuple[Fault, ...]
    request: RequestKey


async def report_round(command: ReportRound, *, store: CaseStore, clock: Clock) -> UUID:
    """Record the report and return the case's id.

    Raises InvalidInput with every fault, what `Case.report_round` raises, and what `editing` raises.
    """
    now = moment_of(clock)
    async with store.editing([command.case_id], command.viewer, REPORT, command.request, now) as [case]:
        report, faults = command.report, list(command.faults)
        if report is not None:
            faults += report.faults(received_on=case.received_on, today=now.on)
        if faults or report is None:
            raise InvalidInput(faults)
        case.report_round(report, now=now)
    return command.case_id
