"""Deadlines are arithmetic: a call works no longer than its caller waits, less the way back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kit.domain.errors import DeadlinePassed
from kit.grpc.call import ServicerContext

LONGEST_SECONDS = 30.0
WAY_BACK_SECONDS = 0.02


@asynccontextmanager
async def time_given(context: ServicerContext) -> AsyncIterator[None]:
    """Run the block within what is left of the caller's time, at most LONGEST_SECONDS. Raises DeadlinePassed."""
    left = context.time_remaining()
    seconds = LONGEST_SECONDS if left is None else min(left - WAY_BACK_SECONDS, LONGEST_SECONDS)
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise DeadlinePassed from None
