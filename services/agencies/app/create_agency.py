"""Adding an agency below another (ORG-1)."""

from dataclasses import dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from agencies.app.tree_store import TreeStore
from agencies.domain.agency import AgencyDetails
from kit.clock import Clock
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class CreateAgency:
    """`faults` are those that the contract has found."""

    viewer: Viewer
    parent_id: UUID
    details: AgencyDetails
    faults: tuple[Fault, ...]
    request: RequestKey


async def create_agency(command: CreateAgency, *, store: TreeStore, clock: Clock) -> UUID:
    """Give the new agency's id. Raises NotFound for the parent, InvalidInput, AgencyIsClosed, RepeatedRequest."""
    async with store.changing(command.viewer, command.request) as tree:
        tree.agency(command.parent_id)
        faults = [*command.faults, *tree.faults_of(command.details, None)]
        if faults:
            raise InvalidInput(faults)
        return tree.create(uuid7(), command.parent_id, command.details, clock.today()).id
