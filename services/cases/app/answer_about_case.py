"""ตอบข้อสอบถาม: agency or ศปท. answers what ป.ป.ท. asked about a case (CASE-24)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.permissions import ANSWER
from cases.domain.terms import Level
from kit.clock import Clock


@dataclass(frozen=True, slots=True)
class AnswerAboutCase:
    """`level` is the highest from which the viewer acts."""

    by: Caller
    case_id: UUID
    level: Level
    answer: str


async def answer_about_case(command: AnswerAboutCase, *, store: Changes, clock: Clock) -> UUID:
    """Note the answer and return the case's id. Raises NothingAsked, and what `editing` raises."""
    asked = command.by.asks(ANSWER, clock)
    async with store.editing([command.case_id], asked) as [case]:
        case.answer(command.level, command.answer, now=asked.now)
    return command.case_id
