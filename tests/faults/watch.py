"""Killing `cases-serve` between a commit and its answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.faults.database import looking_into, next_commit
from tests.faults.killing import Killing
from tests.faults.world import World

PROCESS = "cases-serve"


@asynccontextmanager
async def cutting_off_an_answer(world: World) -> AsyncIterator[None]:
    """Kill at each commit of an act, from now on until an answer was cut off and its request was found done."""
    task = asyncio.create_task(_watch(world))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _watch(world: World) -> None:
    name = world.caller.during
    before = world.caller.found_done[name]
    async with looking_into(world.stack, "cases") as connection:
        while world.caller.found_done[name] == before:
            killing = await Killing.of(world.stack, PROCESS)
            await next_commit(connection)
            killing.strike()
            world.tolls[name].add(await killing.until_back())
