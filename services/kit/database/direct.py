"""Statements that are asked often: compiled once, and asked of the driver itself.

SQLAlchemy's way from a statement to the driver and back costs more than the database takes to answer it.
"""

from collections import namedtuple
from collections.abc import Callable, Sequence
from typing import Any

from asyncpg import Connection
from sqlalchemy import Select
from sqlalchemy.dialects.postgresql import asyncpg as dialects
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.types import TypeEngine

DIALECT = dialects.dialect()  # type: ignore[no-untyped-call]

# PostgreSQL's number of the type `numeric`, of which alone SQLAlchemy asks.
_NUMERIC = 1700

Process = Callable[[Any], Any]


class Direct:
    """A statement with named parameters, none of them a list of which SQLAlchemy makes several."""

    def __init__(self, statement: Select[Any] | ReturningInsert[Any]) -> None:
        compiled = statement.compile(dialect=DIALECT)
        self._text = str(compiled)
        self._given = {name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required}
        self._parameters = [(name, to_driver(compiled.binds[name].type)) for name in compiled.positiontup or ()]
        columns = list(statement.exported_columns)
        processes = [(place, _from_driver(column.type)) for place, column in enumerate(columns)]
        self._processes = [(place, process) for place, process in processes if process is not None]
        self._row = _row_type([str(column.key) for column in columns])

    async def rows(self, connection: AsyncConnection, **values: object) -> list[Any]:
        """Every row, with an attribute for each column. `values` are the parameters; some may be no part of it.

        Raises KeyError for a parameter that is not given.
        """
        given = self._given | values
        records = await driver_of(connection).fetch(
            self._text, *(given[name] if to is None else to(given[name]) for name, to in self._parameters)
        )
        return [self._row._make(self._processed(record)) for record in records]

    def _processed(self, record: Any) -> Sequence[Any]:
        if not self._processes:
            return record  # type: ignore[no-any-return]
        values = list(record)
        for place, process in self._processes:
            values[place] = process(values[place])
        return values


def _row_type(names: list[str]) -> Any:
    return namedtuple("Row", names)


def driver_of(connection: AsyncConnection) -> "Connection[Any]":
    """The driver's own connection under SQLAlchemy's."""
    proxied = connection.sync_connection
    assert proxied is not None
    driver: Connection[Any] = proxied.connection.driver_connection
    return driver


def to_driver(of: TypeEngine[Any]) -> Process | None:
    """What makes a value of that type one that the driver takes; None where it takes it as it is."""
    return of.dialect_impl(DIALECT).bind_processor(DIALECT)


def _from_driver(of: TypeEngine[Any]) -> Process | None:
    return of.dialect_impl(DIALECT).result_processor(DIALECT, _NUMERIC)
