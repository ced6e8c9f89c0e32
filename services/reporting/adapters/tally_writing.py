"""Adding to the tallies: one statement for a batch, rows in one order, so that copies of the consumer take turns."""

from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.adding import Adding
from reporting.adapters.tables import tallies
from reporting.domain.tallying import SUMS, Place, Tallies

_SUMS = Adding(
    tallies,
    lambda rows: rows.on_conflict_do_update(
        index_elements=list(Place._fields), set_={name: tallies.c[name] + rows.excluded[name] for name in SUMS}
    ),
)


async def add_to_tallies(connection: AsyncConnection, changes: Tallies) -> None:
    rows: dict[Place, dict[str, int]] = {}
    for (place, name), by in changes.items():
        rows.setdefault(place, {})[name] = by
    nothing = dict.fromkeys(SUMS, 0)
    await _SUMS.write(connection, [place._asdict() | nothing | rows[place] for place in sorted(rows)])
