"""Loading a sheet without faults into the tree (ORG-4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agencies.domain.agency import Agency
from agencies.domain.sheet import SheetRow
from agencies.domain.tree import Tree


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows did what; one that renames and moves an agency counts for both."""

    created: int
    changed: int
    moved: int
    unchanged: int


def load_sheet(rows: Sequence[SheetRow], tree: Tree, new_id: Callable[[], UUID], on: date) -> Loaded:
    """Rows of codes that the tree knows change and move the agency, the others make one on that day; in any order."""
    known = [row for row in rows if tree.named(row.code)]
    new = [row for row in rows if not tree.named(row.code)]
    for row in _parents_first(new):
        tree.create(new_id(), _id_of(tree, row.parent_code), row.details(), on)
    changed = {row.code for row in known if row.details() != _named(tree, row.code).details}
    for row in known:
        tree.update(_id_of(tree, row.code), row.details())
    places = {row.code: _id_of(tree, row.parent_code) for row in known if row.parent_code}
    moved = {code for code, parent in places.items() if _named(tree, code).parent_id != parent}
    tree.replant({_id_of(tree, code): places[code] for code in moved})
    return Loaded(len(new), len(changed), len(moved), len(known) - len(changed | moved))


def _parents_first(rows: Sequence[SheetRow]) -> list[SheetRow]:
    by_code = {row.code: row for row in rows}
    ordered: dict[str, SheetRow] = {}
    for row in rows:
        way: list[SheetRow] = []
        step: SheetRow | None = row
        while step is not None and step.code not in ordered:
            way.append(step)
            step = by_code.get(step.parent_code)
        ordered.update((each.code, each) for each in reversed(way))
    return list(ordered.values())


def _named(tree: Tree, code: str) -> Agency:
    agency = tree.named(code)
    assert agency is not None
    return agency


def _id_of(tree: Tree, code: str) -> UUID:
    return _named(tree, code).id
