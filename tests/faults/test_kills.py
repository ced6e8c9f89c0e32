"""Kill -9 of any process but the supervisor, at any moment of the slice."""

import asyncio

import pytest

from tests.faults.killing import PROCESSES, Killing
from tests.faults.lap import Lap, Step
from tests.faults.watch import PROCESS, SENDER, cutting_off_an_answer, killing_the_sender
from tests.faults.world import World

_LONGEST_DELAY = 0.8


async def hit(world: World, lap: Lap, killing: Killing) -> float:
    """Run the lap and kill at a random moment of it; says how long the process took to come back."""
    steps = lap.steps()
    struck_at = world.rng.randrange(len(steps))
    for place, step in enumerate(steps):
        if place == struck_at:
            blow = asyncio.create_task(killing.strike_after(world.rng.uniform(0, _delay(lap, step))))
        await step()
    recovery = await blow
    await asyncio.to_thread(world.stack.wait_ready)
    return recovery


def _delay(lap: Lap, step: Step) -> float:
    """A call is over sooner than a day."""
    return _LONGEST_DELAY if step in lap.days else _LONGEST_DELAY / 10


@pytest.mark.parametrize("name", PROCESSES)
async def test_a_killed_process_comes_back_and_what_was_acknowledged_stays(world: World, kills: int, name: str) -> None:
    for _ in range(kills):
        world.caller.during = name
        killing = await Killing.of(world.stack, name)
        world.tolls[name].add(await hit(world, Lap(world, name), killing))


async def test_a_request_whose_answer_was_cut_off_after_the_commit_is_found_done(world: World, kills: int) -> None:
    for _ in range(kills):
        world.caller.during = "at a commit"
        lap = Lap(world, PROCESS)
        steps = lap.steps()
        unwatched = world.rng.randrange(len(steps) // 2)
        for step in steps[:unwatched]:
            await step()
        async with cutting_off_an_answer(world):
            for step in steps[unwatched:]:
                await step()
        await asyncio.to_thread(world.stack.wait_ready)

    assert world.caller.found_done["at a commit"] >= 1


async def test_a_sender_that_dies_at_the_arrival_of_a_mail_sends_none_twice_over(world: World, kills: int) -> None:
    """That no case got more than two copies of its mail is the ledger's business."""
    for _ in range(kills):
        world.caller.during = "at a mail"
        lap = Lap(world, SENDER)
        for step in lap.steps():
            if step == lap.day_7:
                async with killing_the_sender(world):
                    await step()
            else:
                await step()
        await asyncio.to_thread(world.stack.wait_ready)


async def test_the_same_request_sent_twice_at_once_is_done_once_and_answered_alike(world: World) -> None:
    lap = Lap(world, "nothing")
    request = lap.complaint()
    metadata = await world.caller.metadata(lap.officer)

    first, second = await asyncio.gather(
        *(world.caller.once("cases", "RecordComplaint", request, metadata) for _ in range(2))
    )

    assert first == second
    lap.recorded(first)
