"""What is kept or compared is not taken from read models that are being made anew (REL-8)."""

from sqlalchemy.ext.asyncio import AsyncConnection

from kit.domain.errors import Unavailable
from kit.events.rebuilding import is_rebuilding


async def refuse_while_rebuilding(connection: AsyncConnection) -> None:
    """Raises Unavailable; asked after the figures were read, so that no rebuild has begun before."""
    if await is_rebuilding(connection):
        raise Unavailable("reporting")
