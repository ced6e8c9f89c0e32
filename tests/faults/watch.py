"""Killing at the worst moment: `cases-serve` between a commit and its answer, the sender of a mail at its arrival."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.faults.database import looking_into, next_commit
from tests.faults.killing import Killing
from tests.faults.world import World

PROCESS = "cases-serve"
SENDER = "deadlines-work"
_A_MAIL_WITHIN = 60.0


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


@asynccontextmanager
async def killing_the_sender(world: World) -> AsyncIterator[None]:
    """Kill the sender at the next mail that arrives, which must come while the block runs."""
    killing = await Killing.of(world.stack, SENDER)
    task = asyncio.create_task(_strike_at_a_mail(world, killing))
    yield
    world.tolls[world.caller.during].add(await task)


async def _strike_at_a_mail(world: World, killing: Killing) -> float:
    await asyncio.to_thread(_next_mail, world)
    killing.strike()
    return await killing.until_back()


def _next_mail(world: World) -> None:
    known, deadline = _mails(world), time.monotonic() + _A_MAIL_WITHIN
    while _mails(world) == known:
        assert time.monotonic() < deadline, "no mail came"


def _mails(world: World) -> int:
    folder = world.stack.around.mail.folder
    assert folder is not None
    return len(list(folder.glob("*.eml")))
