"""สอบถาม: ป.ป.ท. asks about a case, and agency and ศปท. see it (CASE-24)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.permissions import ASK
from kit.clock import Clock


@dataclass(frozen=True, slots=True)
class AskAboutCase:
    by: Caller
    case_id: UUID
    question: str


async def ask_about_case(command: AskAboutCase, *, store: Changes, clock: Clock) -> UUID:
    """Note the question and answer the case's id. Raises what `editing` raises."""
    asked = command.by.asks(ASK, clock)
    async with store.editing([command.case_id], asked, may=lambda stance: stance.is_pacc) as [case]:
        case.ask(command.question)
    return command.case_id
