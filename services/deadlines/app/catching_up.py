"""A bounded wait for what was told to this service before a new day is planned."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

LOOK_EVERY_SECONDS = 0.5


async def caught_up(waiting: Callable[[], Awaitable[int]], *, longest_seconds: float) -> bool:
    """Wait until nothing is `waiting` to be taken in; False when that has not come about within the time.

    Whatever `waiting` raises (the carrier of events is away) counts as not yet.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + longest_seconds
    while True:
        with suppress(Exception):
            async with asyncio.timeout_at(until):
                if await waiting() == 0:
                    return True
        if loop.time() + LOOK_EVERY_SECONDS >= until:
            return False
        await asyncio.sleep(LOOK_EVERY_SECONDS)
