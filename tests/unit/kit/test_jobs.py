"""Jobs end when their process does, also one that has missed being told."""

import asyncio

import pytest

from kit.work.jobs import Jobs


class Deaf:
    """Overhears the first cancellation, as whoever waits in `asyncio.wait_for` may."""

    name = "deaf"

    def __init__(self) -> None:
        self.times_told = 0

    async def run(self) -> None:
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                self.times_told += 1
                if self.times_told > 1:
                    raise


async def test_a_job_that_overhears_that_it_shall_end_is_told_again() -> None:
    deaf = Deaf()
    running = asyncio.create_task(Jobs([deaf, Deaf()]).run())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    running.cancel()

    async with asyncio.timeout(5):
        with pytest.raises(asyncio.CancelledError):
            await running
    assert deaf.times_told == 2
