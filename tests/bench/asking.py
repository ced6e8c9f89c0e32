"""What a service asks its database for one call: caught inside a server of ours, and asked again without it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import asyncpg
import grpc.aio
from asyncpg.connection import LoggedQuery
from sqlalchemy import Engine, Pool, event

from kit.process import Service, grpc_server
from tests.bench.ground import Ground

Asked = list[tuple[str, tuple[Any, ...]]]
Call = Callable[[grpc.aio.Channel], Awaitable[Any]]


class Catching:
    """A server in this process, beside the one that is measured."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._channel = channel

    async def asked_by(self, call: Call) -> Asked:
        """The statements of a call, without those that find out who calls: these are asked once a second."""
        await call(self._channel)
        with _caught() as asked:
            await call(self._channel)
        return asked


@asynccontextmanager
async def catching(ground: Ground, service: Service, database: str) -> AsyncIterator[Catching]:
    async with ground.foundation(service, database) as foundation:
        server = grpc_server(service, foundation)
        await server.start()
        try:
            async with grpc.aio.insecure_channel(f"127.0.0.1:{server.port}") as channel:
                yield Catching(channel)
        finally:
            await server.stop()


async def ask_again(connection: asyncpg.Connection, asked: Asked) -> None:
    """The same statements with the same values."""
    for statement, values in asked:
        await connection.fetch(statement, *values)


@contextmanager
def _caught() -> Iterator[Asked]:
    """Both ways to the driver: SQLAlchemy's, and the one of `kit.database.direct`; which was first is not kept."""
    asked: Asked = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        asked.append((statement, tuple(parameters)))

    def note_direct(said: LoggedQuery) -> None:
        asked.append((said.query, tuple(said.args)))

    def listen(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.driver_connection.add_query_logger(note_direct)

    def listen_no_more(connection: Any, _record: Any) -> None:
        connection.driver_connection.remove_query_logger(note_direct)

    listened = ((Engine, "before_cursor_execute", note), (Pool, "checkout", listen), (Pool, "checkin", listen_no_more))
    for target, name, function in listened:
        event.listen(target, name, function)
    try:
        yield asked
    finally:
        for target, name, function in listened:
            event.remove(target, name, function)
