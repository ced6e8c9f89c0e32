"""What a transaction writes and does not read again: collected, and written as one statement before the commit."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.direct import DIALECT, driver_of, to_driver

# More rows of one table than this are written by themselves: a statement of its own length for each number of rows
# would be planned anew each time.
MOST_ROWS = 12
_KEY = "rongrian.writes"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a part of the statement writes of a table; `key` names what finds the row, where one is changed."""

    table: Table
    columns: tuple[str, ...]
    rows: int
    key: tuple[str, ...] = ()


class Writes:
    """Rows of one transaction, in the order in which they came; each row is written once at most.

    All of it is one statement, so nothing in it finds what the rest of it has written: whoever reads it within the
    transaction flushes first.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._waiting: list[tuple[_Shape, list[tuple[Any, ...]]]] = []

    def insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """New rows, all with the same columns; those of one table are written in the order in which they came."""
        if not rows:
            return
        columns, new = tuple(rows[0]), [tuple(row.values()) for row in rows]
        for place, (shape, earlier) in enumerate(self._waiting):
            if (shape.table, shape.columns, shape.key) == (table, columns, ()):
                both = [*earlier, *new]
                self._waiting[place] = (replace(shape, rows=len(both)), both)
                return
        self._waiting.append((_Shape(table, columns, len(new)), new))

    def update(self, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """The row with that `key` says `values` from then on."""
        shape = _Shape(table, (*values, *key), 1, tuple(key))
        self._waiting.append((shape, [(*values.values(), *key.values())]))

    async def flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        driver = driver_of(self._connection)
        if any(shape.rows > MOST_ROWS for shape, _ in waiting):
            for shape, rows in waiting:
                one = _Shape(shape.table, shape.columns, 1, shape.key)
                await driver.executemany(_statement((one,)), [list(_processed(one, [row])) for row in rows])
        elif waiting:
            values = [value for shape, rows in waiting for value in _processed(shape, rows)]
            await driver.execute(_statement(tuple(shape for shape, _ in waiting)), *values)


@asynccontextmanager
async def collecting(connection: AsyncConnection) -> AsyncIterator[None]:
    """Write at the end of the block what `writes_of` was given within it; nothing where it raises."""
    collected = connection.info  # asked for now: of a connection that was cut it is not to be had any more
    collected[_KEY] = writes = Writes(connection)
    try:
        yield
        await writes.flush()
    finally:
        collected.pop(_KEY, None)


def writes_of(connection: AsyncConnection) -> Writes:
    """The writes of the transaction of `Database.begin` that `connection` is in. Raises KeyError outside of one."""
    writes: Writes = connection.info[_KEY]
    return writes


@lru_cache(maxsize=1000)
def _statement(shapes: tuple[_Shape, ...]) -> str:
    """One statement with each of these as a part, the last as its own."""
    parts, first = [], 1
    for shape in shapes:
        parts.append(_update(shape, first) if shape.key else _insert(shape, first))
        first += len(shape.columns) * shape.rows
    named = ", ".join(f"part_{place} AS ({part})" for place, part in enumerate(parts[:-1], start=1))
    return f"WITH {named} {parts[-1]}" if named else parts[-1]


def _insert(shape: _Shape, first: int) -> str:
    width = len(shape.columns)
    rows = (_places(shape, first + row * width) for row in range(shape.rows))
    values = ", ".join(f"({', '.join(row)})" for row in rows)
    names = ", ".join(map(_quoted, shape.columns))
    return f"INSERT INTO {_quoted(shape.table.name)} ({names}) VALUES {values}"  # noqa: S608 no value stands in it


def _update(shape: _Shape, first: int) -> str:
    said = [f"{_quoted(name)} = {place}" for name, place in zip(shape.columns, _places(shape, first), strict=True)]
    changed = len(said) - len(shape.key)
    values, key = ", ".join(said[:changed]), " AND ".join(said[changed:])
    return f"UPDATE {_quoted(shape.table.name)} SET {values} WHERE {key}"  # noqa: S608 no value stands in it


def _places(shape: _Shape, first: int) -> list[str]:
    """The parameters of one row, the first of them with that number."""
    types = (shape.table.c[column].type.compile(dialect=DIALECT) for column in shape.columns)
    return [f"${number}::{type_}" for number, type_ in enumerate(types, start=first)]


def _quoted(name: str) -> str:
    return DIALECT.identifier_preparer.quote(name)


def _processed(shape: _Shape, rows: Iterable[Sequence[Any]]) -> Iterable[Any]:
    processes = _processes(shape.table, shape.columns)
    for row in rows:
        for process, value in zip(processes, row, strict=True):
            yield value if process is None else process(value)


@cache
def _processes(table: Table, columns: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(to_driver(table.c[column].type) for column in columns)
