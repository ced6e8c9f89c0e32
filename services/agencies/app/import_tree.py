"""Loading the tree from a sheet, all or nothing (ORG-4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from uuid_utils.compat import uuid7

from agencies.app.tree_store import TreeStore
from agencies.domain.sheet import SheetRow, faults_of_rows
from agencies.domain.sheet_loading import Loaded, load_sheet
from kit.clock import Clock
from kit.directory.viewer import Viewer
from kit.domain.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class ImportTree:
    viewer: Viewer
    rows: Sequence[SheetRow]


async def import_tree(command: ImportTree, *, store: TreeStore, clock: Clock) -> Loaded:
    """What the rows did. Raises InvalidInput with each fault's row, column and reason; nothing is stored then."""
    async with store.changing(command.viewer) as tree:
        faults = faults_of_rows(command.rows, tree)
        if faults:
            raise InvalidInput(faults)
        return load_sheet(command.rows, tree, uuid7, clock.today())
