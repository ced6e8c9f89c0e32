"""Nothing is shown, kept or compared of read models that are being made anew (REP-1, REL-8)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.engine import Database
from kit.events.rebuilding import stay_whole
from reporting.domain.figure_errors import FiguresBeingRebuilt


@asynccontextmanager
async def reading_whole(database: Database) -> AsyncIterator[AsyncConnection]:
    """A connection to read live figures by: no rebuild begins while the block lasts. Raises FiguresBeingRebuilt."""
    async with database.begin() as connection:
        await refuse_while_rebuilding(connection)
        yield connection


async def refuse_while_rebuilding(connection: AsyncConnection) -> None:
    """Asked before the figures are read; what is read of them until the transaction ends is whole.

    Raises FiguresBeingRebuilt while a rebuild is under way, and after one that was stopped in the middle.
    """
    if not await stay_whole(connection):
        raise FiguresBeingRebuilt
