"""Renaming an agency or changing its marks (ORG-3)."""

from dataclasses import dataclass
from uuid import UUID

from agencies.app.tree_store import TreeStore
from agencies.domain.agency import Agency, AgencyDetails
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class UpdateAgency:
    """`faults` are those that the contract has found."""

    viewer: Viewer
    agency_id: UUID
    details: AgencyDetails
    faults: tuple[Fault, ...]


async def update_agency(command: UpdateAgency, *, store: TreeStore) -> Agency:
    """The agency as it is now. Raises NotFound, InvalidInput, AgencyIsClosed."""
    async with store.changing(command.viewer) as tree:
        tree.agency(command.agency_id)
        faults = [*command.faults, *tree.faults_of(command.details, command.agency_id)]
        if faults:
            raise InvalidInput(faults)
        tree.update(command.agency_id, command.details)
    return tree.agency(command.agency_id)
