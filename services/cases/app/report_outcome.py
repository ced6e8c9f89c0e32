"""สรุปผลการดำเนินการ: what came of the proceedings, which closes the case (CASE-17)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.outcome_report import OutcomeReport
from cases.domain.permissions import REPORT
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    by: Caller
    case_id: UUID
    expected_version: int
    outcome: OutcomeReport | None
    faults: tuple[Fault, ...]


async def report_outcome(command: ReportOutcome, *, store: Changes, clock: Clock) -> UUID:
    """Record it and return the case's id. Raises InvalidInput, what `Case.report_outcome` and `editing` raise."""
    asked = command.by.asks(REPORT, clock)
    async with store.editing([command.case_id], asked, expected_version=command.expected_version) as [case]:
        outcome, faults = command.outcome, list(command.faults)
        if outcome is not None:
            faults += outcome.faults("outcome", received_on=case.received_on, today=asked.now.on)
        if faults or outcome is None:
            raise InvalidInput(faults)
        case.report_outcome(outcome, now=asked.now)
    return command.case_id
