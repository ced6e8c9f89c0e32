"""One consumer held back, as a rebuild holds its own: what it does not take in, and that the others go on."""

import asyncio
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.tables import inbox
from kit.events.consumer import Subscription, hold_consumer, take_in_once
from rongrian.cases.v1.case_events_pb2 import CasesEvent
from rongrian.kit.v1.event_pb2 import EventHeader
from tests.support.running import Running


async def _nothing(connection: AsyncConnection, events: Sequence[CasesEvent]) -> None:
    """The ids are noted; nothing follows from them here."""


def subscription(service: str) -> Subscription[CasesEvent]:
    return Subscription(service, "cases", CasesEvent, lambda event: event.header.event_id, _nothing)


HELD, FREE = subscription("held"), subscription("free")


async def taken_in(cases: Running, by: Subscription[CasesEvent], event_id: UUID) -> int:
    async with cases.database.begin() as connection:
        return await take_in_once(connection, by, [CasesEvent(header=EventHeader(event_id=str(event_id)))])


@pytest.mark.rule("REL-3", "ROLE-2")
async def test_it_takes_nothing_in_until_it_is_let_go_while_the_others_of_the_service_do(cases: Running) -> None:
    async with cases.database.begin() as connection:
        await hold_consumer(connection, HELD.name)
        waiting = asyncio.create_task(taken_in(cases, HELD, uuid4()))
        assert await asyncio.wait_for(taken_in(cases, FREE, uuid4()), 2) == 1
        await asyncio.sleep(0.3)
        assert not waiting.done()

    assert await waiting == 1


@pytest.mark.rule("REL-3")
async def test_whoever_holds_it_waits_for_those_in_the_middle_who_do_not_wait_for_each_other(cases: Running) -> None:
    async def hold() -> None:
        async with cases.database.begin() as connection:
            await hold_consumer(connection, HELD.name)

    async with cases.database.begin() as connection:
        await take_in_once(connection, HELD, [CasesEvent(header=EventHeader(event_id=str(uuid4())))])
        assert await asyncio.wait_for(taken_in(cases, HELD, uuid4()), 2) == 1
        holding = asyncio.create_task(hold())
        await asyncio.sleep(0.3)
        assert not holding.done()

    await holding


@pytest.mark.rule("REL-3")
@pytest.mark.parametrize("is_forgotten", [True, False])
async def test_it_goes_by_the_inbox_as_it_was_left_and_not_as_it_was_when_the_waiting_began(
    cases: Running, is_forgotten: bool
) -> None:
    event_id = uuid4()
    if is_forgotten:
        await taken_in(cases, HELD, event_id)
    async with cases.database.begin() as connection:
        await hold_consumer(connection, HELD.name)
        waiting = asyncio.create_task(taken_in(cases, HELD, event_id))
        await asyncio.sleep(0.3)
        of_this = {"consumer": HELD.name, "event_id": event_id}
        change = delete(inbox).where(inbox.c.event_id == event_id) if is_forgotten else insert(inbox).values(of_this)
        await connection.execute(change)

    assert await waiting == int(is_forgotten)
