"""Random moves of agencies, as `agencies` would tell them, and where everything stands after them."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.tables import directory_agency
from kit.directory.copy import put_agencies
from rongrian.agencies.v1.agency_events_pb2 import AgenciesEvent, AgencyMoved
from rongrian.agencies.v1.agency_pb2 import Agency
from rongrian.kit.v1.event_pb2 import EventHeader
from tests.support import tree

Paths = dict[UUID, set[UUID]]
_MOVED = [tree.DEPARTMENT_1, tree.DEPARTMENT_10, tree.OFFICE, tree.OTHER_DEPARTMENT]
_PARENTS = [tree.COUNTRY, tree.MINISTRY, tree.OTHER_MINISTRY, tree.DEPARTMENT_1, tree.OTHER_DEPARTMENT]


@dataclass
class MovedTree:
    """The worked example's agencies where they are now, what was told of each move, and who was moved."""

    agencies: dict[UUID, Agency] = field(
        default_factory=lambda: {UUID(agency.id): agency for agency in tree.worked_example_tree()}
    )
    told: list[AgenciesEvent] = field(default_factory=list)
    moved: set[UUID] = field(default_factory=set)

    @property
    def paths(self) -> Paths:
        """Of each agency itself and what it is below."""
        return {agency_id: {UUID(step) for step in agency.path} for agency_id, agency in self.agencies.items()}

    def parents_for(self, agency_id: UUID) -> list[UUID]:
        """Below which it may come: neither itself nor what is below it, nor where it is already."""
        is_at = UUID(self.agencies[agency_id].parent_id)
        return [parent for parent in _PARENTS if agency_id not in self.paths[parent] and parent != is_at]

    def move(self, agency_id: UUID, parent_id: UUID) -> None:
        """It and everything below it, at once (ORG-3)."""
        agency, parent = self.agencies[agency_id], self.agencies[parent_id]
        agency.parent_id = parent.id
        above = len(agency.path) - 1
        taken_along = [each for each in self.agencies.values() if agency.id in each.path]
        for each in taken_along:
            each.path[:] = [*parent.path, *each.path[above:]]
            each.version += 1
            self.moved.add(UUID(each.id))
        header = EventHeader(event_id=str(uuid4()), aggregate_id=agency.id, aggregate_version=agency.version)
        self.told.append(AgenciesEvent(header=header, agency_moved=AgencyMoved(agencies=taken_along)))


@st.composite
def moved_trees(draw: st.DrawFn) -> MovedTree:
    moved = MovedTree()
    for agency_id in draw(st.lists(st.sampled_from(_MOVED), max_size=3)):
        moved.move(agency_id, draw(st.sampled_from(moved.parents_for(agency_id))))
    return moved


async def put_back(connection: AsyncConnection) -> None:
    """Every agency where the worked example has it."""
    await connection.execute(delete(directory_agency))
    await put_agencies(connection, tree.worked_example_tree())
