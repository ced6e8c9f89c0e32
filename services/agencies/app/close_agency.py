"""Closing an agency; it is never erased (ORG-3)."""

from dataclasses import dataclass
from uuid import UUID

from agencies.app.tree_store import TreeStore
from agencies.domain.agency import Agency
from kit.clock import Clock
from kit.directory.viewer import Viewer


@dataclass(frozen=True, slots=True)
class CloseAgency:
    viewer: Viewer
    agency_id: UUID


async def close_agency(command: CloseAgency, *, store: TreeStore, clock: Clock) -> Agency:
    """The closed agency, also when it was closed before. Raises what `Tree.close` raises."""
    async with store.changing(command.viewer) as tree:
        tree.close(command.agency_id, clock.today())
    return tree.agency(command.agency_id)
