"""Rows added to a table by one statement, however many they are: each column goes as an array of them.

Compiled once and asked of the driver itself, as `kit.database.direct`, for rows that meet what is there already.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Table, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.direct import DIALECT, driver_of, to_driver


class Adding:
    """An insert into `table`, of which no column holds arrays: those would be taken apart.

    `meeting` says what happens where a row is there already (`Insert.on_conflict_do_nothing`).
    """

    def __init__(self, table: Table, meeting: Callable[[Insert], Insert]) -> None:
        if arrays := [column.name for column in table.c if isinstance(column.type, ARRAY)]:
            raise ValueError(f"{table.name} has columns of arrays: {arrays}")
        names = [column.name for column in table.c]
        given: list[BindParameter[Any]] = [bindparam(column.name, type_=ARRAY(column.type)) for column in table.c]
        rows = select(func.unnest(*given).table_valued(*names).render_derived())
        compiled = meeting(insert(table).from_select(names, rows)).compile(dialect=DIALECT)
        self._text = str(compiled)
        self._columns = [(name, to_driver(table.c[name].type)) for name in compiled.positiontup or ()]

    async def write(self, connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Each of `rows` names every column of the table. Raises KeyError for one that does not."""
        if not rows:
            return
        given = [
            [row[name] if process is None else process(row[name]) for row in rows] for name, process in self._columns
        ]
        await driver_of(connection).execute(self._text, *given)
