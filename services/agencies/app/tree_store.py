"""What the use cases of the tree need of persistence."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol
from uuid import UUID

from agencies.domain.agency import Agency
from agencies.domain.tree import Tree
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer


class TreeStore(Protocol):
    def changing(self, viewer: Viewer, request: RequestKey | None = None) -> AbstractAsyncContextManager[Tree]:
        """The whole tree for one who keeps it, alone until the block ends; then all that happened is written at once.

        Only then does each agency say whether it owes summaries now (SUM-0): what is answered is read after the block.
        Raises NotFound for anybody else, RepeatedRequest.
        """
        ...

    def appointing(self, viewer: Viewer, head: UUID | None) -> AbstractAsyncContextManager[tuple[Tree, bool]]:
        """As `changing`, and whether `head` may be appointed: an officer whose access has not ended, or None."""
        ...

    def setting_summary_duty(self, viewer: Viewer, agency_id: UUID) -> AbstractAsyncContextManager[Tree]:
        """As `changing`, for one who keeps the tree or whose ศปท. is the agency or above it, to set that alone.

        Raises NotFound for anybody else and for an agency that does not exist.
        """
        ...

    async def settle_summaries(self) -> None:
        """Tell of every agency that owes summaries, or owes them no more, without that having been told (SUM-0)."""
        ...

    async def whole(self, viewer: Viewer) -> Tree:
        """The whole tree to read. Raises NotFound for one who does not keep it."""
        ...

    async def agencies(self, viewer: Viewer, *, with_closed: bool) -> list[Agency]:
        """Those in the viewer's scope, a parent before its children (ROLE-2)."""
        ...

    async def agency(self, agency_id: UUID, viewer: Viewer) -> Agency:
        """Raises NotFound."""
        ...
