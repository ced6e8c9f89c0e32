"""Connections to a service's own database; an outage becomes `Unavailable`, never a driver's error."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from kit.domain.errors import Unavailable

# SQLSTATE classes: 08 connection, 53 resources (disk full, too many), 57P server shutting down or starting up.
_AWAY = ("08", "53", "57P")


def open_engine(url: SecretStr, *, pool: int) -> AsyncEngine:
    """An engine for a `postgresql://` address; nothing connects yet. `pool` is the most connections it opens."""
    address = make_url(url.get_secret_value()).set(drivername="postgresql+asyncpg")
    return create_async_engine(
        address,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=10,
        hide_parameters=True,
        connect_args={"timeout": 5, "server_settings": {"application_name": "rongrian", "timezone": "UTC"}},
    )


class Database:
    """The one way to a service's tables: a transaction for a change, a connection for a read."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """One transaction, committed when the block ends and rolled back when it raises.

        Raises Unavailable when the server is away, full or shutting down.
        """
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (DBAPIError, PoolTimeout, OSError) as error:
            if is_away(error):
                raise Unavailable("database") from error
            raise

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection for reading: each statement stands alone and costs one round trip. Raises as `begin`."""
        try:
            async with self._reading.connect() as connection:
                yield connection
        except (DBAPIError, PoolTimeout, OSError) as error:
            if is_away(error):
                raise Unavailable("database") from error
            raise

    async def close(self) -> None:
        await self._engine.dispose()


def is_away(error: Exception) -> bool:
    """Whether the server could not be asked, as against having refused what was asked."""
    if isinstance(error, DBAPIError):
        state = str(getattr(error.orig, "sqlstate", None) or "")
        # asyncpg refuses a value that does not fit its column before it asks, and calls that an interface error.
        is_bad_value = isinstance(getattr(error.orig, "__cause__", None), ValueError | TypeError)
        is_nameless = not state and isinstance(error, OperationalError | InterfaceError)
        return error.connection_invalidated or state.startswith(_AWAY) or (is_nameless and not is_bad_value)
    return isinstance(error, PoolTimeout | OSError)
