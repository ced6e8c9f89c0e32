"""The wait for what was told before a day is planned has an end."""

import asyncio

import pytest

from deadlines.app.catching_up import caught_up


async def test_it_ends_as_soon_as_nothing_waits() -> None:
    left = [3, 1, 0]

    async def waiting() -> int:
        return left.pop(0)

    assert await caught_up(waiting, longest_seconds=10)
    assert not left


@pytest.mark.parametrize("fault", [ConnectionError, TimeoutError])
async def test_a_carrier_that_is_away_and_comes_back_is_waited_for(fault: type[Exception]) -> None:
    answers: list[type[Exception] | int] = [fault, 0]

    async def waiting() -> int:
        answer = answers.pop(0)
        if isinstance(answer, int):
            return answer
        raise answer

    assert await caught_up(waiting, longest_seconds=10)


async def test_a_carrier_that_never_answers_is_not_waited_for_longer_than_that() -> None:
    async def waiting() -> int:
        await asyncio.sleep(60)
        return 0

    began = asyncio.get_running_loop().time()
    assert not await caught_up(waiting, longest_seconds=0.2)
    assert asyncio.get_running_loop().time() - began < 5
