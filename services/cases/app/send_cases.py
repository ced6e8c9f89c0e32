"""ส่งเรื่องที่เลือกไว้: selected cases go one level up, all of them or none (CASE-23)."""

from dataclasses import dataclass
from uuid import UUID

from cases.app.moment import moment_of
from cases.app.store import CaseStore
from cases.domain.permissions import SEND
from cases.domain.terms import Level
from kit.clock import Clock
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from kit.domain.errors import PermissionMissing


@dataclass(frozen=True, slots=True)
class SendCases:
    """`senders` are the levels from which the viewer may send."""

    viewer: Viewer
    case_ids: tuple[UUID, ...]
    to: Level
    senders: frozenset[Level]
    request: RequestKey


async def send_cases(command: SendCases, *, store: CaseStore, clock: Clock) -> UUID:
    """Send them and return the first one's id.

    To the ศปท. next above it an agency sends, or its ศปท. for it; further up each ศปท. sends what has reached it.
    Raises PermissionMissing, what `Case.send` raises, and what `editing` raises.
    """
    now = moment_of(clock)
    async with store.editing(command.case_ids, command.viewer, SEND, command.request, now) as cases:
        for case in cases:
            if case.sender_of(command.to) not in command.senders:
                raise PermissionMissing(f"{SEND}.{command.to.name.lower()}")
            case.send(command.to, now=now)
    return command.case_ids[0]
