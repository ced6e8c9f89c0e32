"""Adding to the tallies: one statement for a batch, rows in one order, so that copies of the consumer take turns."""

from typing import Any

from sqlalchemy import BindParameter, Date, Integer, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.adapters.tables import tallies
from reporting.domain.tallying import SUMS, Place, Tallies

_TYPES = {"starts_on": Date, "agency_id": Uuid}
_ARRAYS: list[BindParameter[Any]] = [
    bindparam(column.name, type_=ARRAY(_TYPES.get(column.name, Integer))) for column in tallies.c
]
_GIVEN = func.unnest(*_ARRAYS).table_valued(*(column.name for column in tallies.c)).render_derived()
_INSERT = insert(tallies).from_select([column.name for column in tallies.c], select(_GIVEN))
_ADD = _INSERT.on_conflict_do_update(
    index_elements=list(Place._fields), set_={name: tallies.c[name] + _INSERT.excluded[name] for name in SUMS}
)


async def add_to_tallies(connection: AsyncConnection, changes: Tallies) -> None:
    rows: dict[Place, dict[str, int]] = {}
    for (place, name), by in changes.items():
        rows.setdefault(place, {})[name] = by
    if not rows:
        return
    places = sorted(rows)
    values: dict[str, list[object]] = {name: [each[at] for each in places] for at, name in enumerate(Place._fields)}
    values |= {name: [rows[place].get(name, 0) for place in places] for name in SUMS}
    await connection.execute(_ADD, values)
