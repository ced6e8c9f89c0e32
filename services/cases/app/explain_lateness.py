"""ระบุเหตุผลความล่าช้า: why a round was not reported in time (CASE-11)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.moment import moment_of
from cases.app.store import CaseStore
from cases.domain.permissions import REPORT
from cases.domain.rounds import Round
from kit.clock import Clock
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ExplainLateness:
    viewer: Viewer
    case_id: UUID
    round: Round
    explanation: str
    request: RequestKey


async def explain_lateness(command: ExplainLateness, *, store: CaseStore, clock: Clock) -> UUID:
    """Record the explanation and return the case's id. Raises what `Case.explain_lateness` and `editing` raise."""
    now = moment_of(clock)
    async with store.editing([command.case_id], command.viewer, REPORT, command.request, now) as [case]:
        case.explain_lateness(command.round, command.explanation, now=now)
    return command.case_id
