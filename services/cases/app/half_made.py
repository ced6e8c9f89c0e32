"""บันทึกค้างไว้: a record as far as it is made, private to its officer at his agency (CASE-6)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kit.directory.viewer import Viewer


@dataclass(frozen=True, slots=True)
class HalfMade:
    """`content` is the record as it was sent, a message of the contract."""

    id: UUID
    version: int
    kept_at: datetime
    content: bytes


class HalfMadeRecords(Protocol):
    """Each belongs to one officer at one agency; for everybody else it is not there."""

    async def keep(self, record_id: UUID, version: int, content: bytes, viewer: Viewer) -> int:
        """Keep or replace it and answer its version now.

        Raises Conflict when another than `version` is kept, NotFound when the id is somebody else's or a version other
        than 0 is named of what is not there.
        """
        ...

    async def get(self, record_id: UUID, viewer: Viewer) -> HalfMade:
        """Raises NotFound."""
        ...

    async def all_of(self, viewer: Viewer) -> list[HalfMade]:
        """The last kept first."""
        ...

    async def drop(self, record_id: UUID, viewer: Viewer) -> None:
        """Throw it away; again: no change."""
        ...
