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
    """`acoc_level` is the level of the viewer's ศปท., None where he is no ศปท. officer."""

    viewer: Viewer
    case_ids: tuple[UUID, ...]
    to: Level
    acoc_level: Level | None
    request: RequestKey


async def send_cases(command: SendCases, *, store: CaseStore, clock: Clock) -> UUID:
    """Send them and return the first one's id.

    To the ศปท. next above it an agency sends, or its ศปท. for it; further up each ศปท. sends what has reached it.
    Raises PermissionMissing, what `Case.send` raises, and what `editing` raises.
    """
    async with store.editing(command.case_ids, command.viewer, SEND, command.request) as cases:
        for case in cases:
            if _sender_of(case.levels, command.to) not in (Level.UNIT, command.acoc_level):
                raise PermissionMissing(f"{SEND}.{command.to.name.lower()}")
            case.send(command.to, now=moment_of(clock))
    return command.case_ids[0]


def _sender_of(levels: tuple[Level, ...], to: Level) -> Level | None:
    """The level that sends to `to`: the one below it; for a level that the agency does not have, nobody's."""
    return levels[levels.index(to) - 1] if to in levels[1:] else Level.UNIT
