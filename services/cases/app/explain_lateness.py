"""ระบุเหตุผลความล่าช้า: why a round was not reported in time (CASE-11)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.permissions import REPORT
from cases.domain.rounds import Round
from kit.clock import Clock


@dataclass(frozen=True, slots=True)
class ExplainLateness:
    by: Caller
    case_id: UUID
    expected_version: int
    round: Round
    explanation: str


async def explain_lateness(command: ExplainLateness, *, store: Changes, clock: Clock) -> UUID:
    """Record the explanation and return the case's id. Raises what `Case.explain_lateness` and `editing` raise."""
    asked = command.by.asks(REPORT, clock)
    async with store.editing([command.case_id], asked, expected_version=command.expected_version) as [case]:
        case.explain_lateness(command.round, command.explanation, now=asked.now)
    return command.case_id
