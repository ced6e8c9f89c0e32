"""ส่งเรื่องที่เลือกไว้: selected cases go one level up, all of them or none (CASE-23)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.permissions import SEND, sending_to
from cases.domain.terms import Level
from kit.clock import Clock
from kit.domain.errors import PermissionMissing


@dataclass(frozen=True, slots=True)
class SendCases:
    """`senders` are the levels from which the viewer may send."""

    by: Caller
    case_ids: tuple[UUID, ...]
    to: Level
    senders: frozenset[Level]


async def send_cases(command: SendCases, *, store: Changes, clock: Clock) -> UUID:
    """Send them and return the first one's id.

    To the ศปท. next above it an agency sends, or its ศปท. for it; further up each ศปท. sends what has reached it.
    Raises PermissionMissing, what `Case.send` raises, and what `editing` raises.
    """
    asked = command.by.asks(SEND, clock)
    async with store.editing(command.case_ids, asked) as cases:
        for case in cases:
            if case.ladder.sender_of(command.to) not in command.senders:
                raise PermissionMissing(sending_to(command.to))
            case.send(command.to, now=asked.now)
    return command.case_ids[0]
