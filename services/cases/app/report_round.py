"""รายงานรอบ: what was done within a round (CASE-13)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.permissions import REPORT
from cases.domain.rounds import Round
from cases.domain.work_report import WorkReport
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class ReportRound:
    """`report` and `round` are None only where the contract found faults that leave nothing to check."""

    by: Caller
    case_id: UUID
    expected_version: int
    round: Round | None
    report: WorkReport | None
    faults: tuple[Fault, ...]


async def report_round(command: ReportRound, *, store: Changes, clock: Clock) -> UUID:
    """Record the report and return the case's id.

    Raises InvalidInput with every fault, what `Case.report_round` raises, and what `editing` raises.
    """
    asked = command.by.asks(REPORT, clock)
    async with store.editing([command.case_id], asked, expected_version=command.expected_version) as [case]:
        report, faults = command.report, list(command.faults)
        if report is not None:
            faults += report.faults("report", received_on=case.received_on, today=asked.now.on)
        if faults or report is None or command.round is None:
            raise InvalidInput(faults)
        case.report_round(command.round, report, now=asked.now)
    return command.case_id
