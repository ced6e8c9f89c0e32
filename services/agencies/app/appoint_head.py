"""แต่งตั้งหัวหน้าหน่วยงาน: who heads an agency (ORG-1); recusal goes by it (ROLE-5)."""

from dataclasses import dataclass
from uuid import UUID

from agencies.app.tree_store import TreeStore
from agencies.domain.agency import Agency
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class AppointHead:
    """`head` None: nobody heads it from now on."""

    viewer: Viewer
    agency_id: UUID
    head: UUID | None


async def appoint_head(command: AppointHead, *, store: TreeStore) -> Agency:
    """The agency as it is now. Raises NotFound, AgencyIsClosed, InvalidInput for a head who is no active officer."""
    async with store.appointing(command.viewer, command.head) as (tree, may_head):
        tree.agency(command.agency_id)
        if not may_head:
            raise InvalidInput(
                [
                    Fault(
                        "head_subject",
                        "ORG-1",
                        "หัวหน้าหน่วยงานต้องเป็นเจ้าหน้าที่ที่ยังมีสิทธิใช้งาน",
                        "The head must be an officer whose access has not ended.",
                    )
                ]
            )
        tree.appoint_head(command.agency_id, command.head)
    return tree.agency(command.agency_id)
