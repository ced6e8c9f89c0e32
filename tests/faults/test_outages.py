"""NATS or Keycloak away: what does not need them goes on, the rest says so, and all catches up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import grpc
import pytest

from dev.demo.people import USER_ADMIN
from tests.faults.killing import Killing
from tests.faults.lap import Lap
from tests.faults.world import World
from tests.support.answers import refusal_of


@asynccontextmanager
async def without(world: World, name: str) -> AsyncIterator[None]:
    """A server is away while the block runs, and ready again after it."""
    world.caller.during = f"{name} away"
    await Killing.of(world.stack, name)
    await asyncio.to_thread(world.stack.stop, name)
    try:
        yield
    finally:
        await asyncio.to_thread(world.stack.start, name)


async def test_without_keycloak_a_valid_token_is_answered_and_a_grant_waits(world: World) -> None:
    lap = Lap(world, "nothing")
    officer, user_admin = await world.caller.metadata(lap.officer), await world.caller.metadata(USER_ADMIN)
    grant = lap.officer_to_grant()

    async with without(world, "keycloak"):
        answer = await world.caller.once("cases", "RecordComplaint", lap.complaint(), officer)
        refusal = await refusal_of(world.caller.once("agencies", "GrantOfficer", grant, user_admin))

    lap.recorded(answer)
    assert (refusal.status, refusal.code) == (grpc.StatusCode.UNAVAILABLE, "unavailable")
    await lap.grant(grant)


@pytest.mark.rule("REL-3")
async def test_without_nats_acts_are_recorded_and_the_rest_catches_up(world: World) -> None:
    lap = Lap(world, "nothing")
    officer = await world.caller.metadata(lap.officer)

    async with without(world, "nats"):
        for _ in range(2):
            lap.recorded(await world.caller.once("cases", "RecordComplaint", lap.complaint(), officer))
        await lap.report_in_time()

    for step in (lap.next_day, *lap.steps()[4:]):
        await step()
