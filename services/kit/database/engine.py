"""Connections to a service's own database; an outage becomes `Unavailable`, never a driver's error."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from asyncpg.transaction import Transaction
from pydantic import SecretStr
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from kit.database.direct import driver_of
from kit.database.writes import collecting
from kit.domain.errors import Unavailable

# SQLSTATE classes: 08 connection, 53 resources (disk full, too many), 57P server shutting down or starting up.
_AWAY = ("08", "53", "57P")
UNDO_SECONDS = 2.0
_OF_THE_DRIVER = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


def open_engine(url: SecretStr, *, pool: int) -> AsyncEngine:
    """An engine for a `postgresql://` address; nothing connects yet. `pool` is the most connections it opens."""
    address = make_url(url.get_secret_value()).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(
        address,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=10,
        hide_parameters=True,
        connect_args={
            "timeout": 5,
            # Statements that read a case whole, or write one, are longer than what the driver keeps by itself.
            "max_cacheable_statement_size": 0,
            "server_settings": {
                "application_name": "rongrian",
                "timezone": "UTC",
                # A server that waits for a lock sees that it waits for nobody any more.
                "client_connection_check_interval": "1s",
            },
        },
    )
    event.listen(engine.sync_engine, "checkout", _renew_closed)
    return engine


class Database:
    """The one way to a service's tables: a transaction for a change, a connection for a read."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        # SQLAlchemy begins nothing by itself: its statements and those asked directly share the driver's transaction.
        self._connections = engine.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """One transaction, committed when the block ends and rolled back when it raises.

        What was collected for it by `writes_of` is written before the commit. Raises Unavailable when the server is
        away, full or shutting down.
        """
        async with self.read() as connection, _transaction(driver_of(connection)), collecting(connection):
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection for reading: each statement stands alone and costs one round trip. Raises as `begin`."""
        is_open = False
        try:
            async with self._connections.connect() as connection:
                is_open = True
                yield connection
        except (DBAPIError, *_OF_THE_DRIVER, PoolTimeout, OSError) as error:
            if is_away(error) and not (is_open and _is_no_connections(error)):
                raise Unavailable("database") from error
            raise

    async def close(self) -> None:
        await self._engine.dispose()


@asynccontextmanager
async def _transaction(driver: "asyncpg.Connection[Any]") -> AsyncIterator[None]:
    transaction = driver.transaction()
    try:
        await transaction.start()
        yield
        await transaction.commit()
    except BaseException:
        await _undo(driver, transaction)
        raise


async def _undo(driver: "asyncpg.Connection[Any]", transaction: Transaction) -> None:
    """Roll back, also where whoever was at it is cancelled: the server is told to end what it is doing.

    A connection of which nobody can say what it has begun is cut; the server undoes what it had begun.
    """
    try:
        async with asyncio.timeout(UNDO_SECONDS):
            await transaction.rollback()
    except Exception:
        driver.terminate()
    except BaseException:
        driver.terminate()
        raise


def is_away(error: Exception) -> bool:
    """Whether the server could not be asked, as against having refused what was asked."""
    if isinstance(error, DBAPIError):
        state = str(getattr(error.orig, "sqlstate", None) or "")
        # asyncpg refuses a value that does not fit its column before it asks, and calls that an interface error.
        is_bad_value = isinstance(getattr(error.orig, "__cause__", None), ValueError | TypeError)
        is_nameless = not state and isinstance(error, OperationalError | InterfaceError)
        return error.connection_invalidated or state.startswith(_AWAY) or (is_nameless and not is_bad_value)
    if isinstance(error, asyncpg.InternalClientError):
        return True  # the connection ended between two of its messages
    if isinstance(error, asyncpg.InterfaceError):
        return not isinstance(error, ValueError | TypeError)
    if isinstance(error, asyncpg.PostgresError):
        return str(error.sqlstate or "").startswith(_AWAY)
    return isinstance(error, PoolTimeout | OSError)


def _is_no_connections(error: Exception) -> bool:
    """Whether it came from what somebody did within the block: a file that he may not read, an answer that is late."""
    return isinstance(error, OSError) and not isinstance(error, ConnectionError)


def _renew_closed(dbapi_connection: Any, record: object, proxy: object) -> None:
    """A connection that has ended while it lay in the pool is not handed out: the pool opens another in its place.

    Nor is one that is still in somebody's transaction, which is not to be, for his acts would be undone with it.
    """
    driver = dbapi_connection.driver_connection
    if driver.is_closed() or driver.is_in_transaction():
        raise DisconnectionError
