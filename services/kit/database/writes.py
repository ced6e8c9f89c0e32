"""What a transaction writes and does not read again: collected, and written as one statement before the commit."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from asyncpg import Connection
from sqlalchemy import ARRAY, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.direct import DIALECT, driver_of, to_driver

# As many rows of a table with arrays in it are a part of the statement; more are written by themselves.
MOST_ROWS = 12
_KEY = "rongrian.writes"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a part of the statement writes of a table; `key` names what finds the row, where one is changed.

    The statement is the same however many rows there are: each column is an array of them (`rows` is 0). Where a column
    itself holds arrays, which would be taken apart, the rows stand one by one.
    """

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
        self._waiting: list[tuple[Table, tuple[str, ...], tuple[str, ...], list[tuple[Any, ...]]]] = []

    def insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """New rows, all with the same columns; those of one table are written in the order in which they came."""
        if not rows:
            return
        columns = tuple(rows[0])
        new = [tuple(row[name] for name in columns) for row in rows]
        for its_table, its_columns, key, earlier in self._waiting:
            if (its_table, its_columns, key) == (table, columns, ()):
                earlier += new
                return
        self._waiting.append((table, columns, (), new))

    def update(self, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """The row with that `key`, which is there and locked, says `values` from then on."""
        self._waiting.append((table, (*values, *key), tuple(key), [(*values.values(), *key.values())]))

    async def flush(self) -> None:
        parts = [(_shape(table, columns, key, len(rows)), rows) for table, columns, key, rows in self._waiting]
        self._waiting = []
        driver = driver_of(self._connection)
        if any(shape.rows > MOST_ROWS for shape, _ in parts):
            for shape, rows in parts:
                await _write_alone(driver, shape, rows)
        elif parts:
            values = [value for shape, rows in parts for value in _values(shape, rows)]
            await driver.execute(_statement(tuple(shape for shape, _ in parts)), *values)


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


def _shape(table: Table, columns: tuple[str, ...], key: tuple[str, ...], rows: int) -> _Shape:
    has_arrays = any(isinstance(table.c[column].type, ARRAY) for column in columns)
    return _Shape(table, columns, rows if rows == 1 or has_arrays else 0, key)


async def _write_alone(driver: "Connection[Any]", shape: _Shape, rows: Sequence[tuple[Any, ...]]) -> None:
    if shape.rows > MOST_ROWS:
        one = replace(shape, rows=1)
        await driver.executemany(_statement((one,)), [list(_values(one, [row])) for row in rows])
    else:
        await driver.execute(_statement((shape,)), *_values(shape, rows))


@lru_cache(maxsize=1000)
def _statement(shapes: tuple[_Shape, ...]) -> str:
    """One statement with each of these as a part, the last as its own."""
    parts, first = [], 1
    for shape in shapes:
        parts.append(_update(shape, first) if shape.key else _insert(shape, first))
        first += len(shape.columns) * max(shape.rows, 1)
    named = ", ".join(f"part_{place} AS ({part})" for place, part in enumerate(parts[:-1], start=1))
    return f"WITH {named} {parts[-1]}" if named else parts[-1]


def _insert(shape: _Shape, first: int) -> str:
    width, names = len(shape.columns), ", ".join(map(_quoted, shape.columns))
    if shape.rows:
        rows = (_places(shape, first + row * width) for row in range(shape.rows))
        what = f"VALUES {', '.join(f'({row})' for row in map(', '.join, rows))}"
    else:
        what = f"SELECT * FROM unnest({', '.join(f'{place}[]' for place in _places(shape, first))})"  # noqa: S608
    return f"INSERT INTO {_named(shape.table)} ({names}) {what}"


def _update(shape: _Shape, first: int) -> str:
    said = [f"{_quoted(name)} = {place}" for name, place in zip(shape.columns, _places(shape, first), strict=True)]
    changed = len(said) - len(shape.key)
    values, key = ", ".join(said[:changed]), " AND ".join(said[changed:])
    return f"UPDATE {_named(shape.table)} SET {values} WHERE {key}"  # noqa: S608 no value stands in it


def _places(shape: _Shape, first: int) -> list[str]:
    """The parameters of one row, the first of them with that number."""
    types = (shape.table.c[column].type.compile(dialect=DIALECT) for column in shape.columns)
    return [f"${number}::{type_}" for number, type_ in enumerate(types, start=first)]


def _named(table: Table) -> str:
    return DIALECT.identifier_preparer.format_table(table)


def _quoted(name: str) -> str:
    return DIALECT.identifier_preparer.quote(name)


def _values(shape: _Shape, rows: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
    """The statement's parameters: row by row, or column by column."""
    processes = _processes(shape.table, shape.columns)
    if not shape.rows:
        for process, column in zip(processes, zip(*rows, strict=True), strict=True):
            yield list(column) if process is None else [process(value) for value in column]
        return
    for row in rows:
        for process, value in zip(processes, row, strict=True):
            yield value if process is None else process(value)


@cache
def _processes(table: Table, columns: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(to_driver(table.c[column].type) for column in columns)
