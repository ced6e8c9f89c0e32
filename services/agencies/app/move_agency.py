"""Moving an agency with all below it to another parent, at once (ORG-3)."""

from dataclasses import dataclass
from uuid import UUID

from agencies.app.tree_store import TreeStore
from agencies.domain.agency import Agency
from kit.directory.viewer import Viewer


@dataclass(frozen=True, slots=True)
class MoveAgency:
    viewer: Viewer
    agency_id: UUID
    new_parent_id: UUID


async def move_agency(command: MoveAgency, *, store: TreeStore) -> list[Agency]:
    """Every agency whose path changed. Raises what `Tree.move` raises, TooManyToMove."""
    async with store.changing(command.viewer) as tree:
        moved = tree.move(command.agency_id, command.new_parent_id)
    return [tree.agency(agency.id) for agency in moved]
