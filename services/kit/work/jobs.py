"""The tasks of a `work` process, kept going until it stops."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Protocol, runtime_checkable

from kit.domain.errors import ServiceError
from kit.log import log
from kit.metrics import TASK_FAILURES

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5.0
# A run that lasted this long was well: the next pause is short again.
WELL_SECONDS = 10.0
CANCEL_AGAIN_SECONDS = 1.0


class Job(Protocol):
    """Something that runs for as long as the process does."""

    @property
    def name(self) -> str: ...

    async def run(self) -> None:
        """Work until cancelled; may raise when something that it needs is away, and is then run again."""
        ...


@runtime_checkable
class Settling(Protocol):
    """A job that can say whether it has dealt with everything up to a business day."""

    async def is_settled(self, day: date) -> bool: ...


@runtime_checkable
class Ailing(Job, Protocol):
    """A job that can say what is not well about its work while it runs."""

    async def ailments(self) -> list[str]: ...


class Jobs:
    """Runs jobs side by side; one that fails is run again after a pause and hinders no other."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = jobs
        self._failing: set[str] = set()

    async def run(self) -> None:
        """Until cancelled; ends when the last of them has ended."""
        tasks = [asyncio.create_task(self._keep_running(job), name=job.name) for job in self._jobs]
        try:
            await asyncio.wait(tasks)
        finally:
            await _ended(tasks)

    @property
    def failing(self) -> list[str]:
        """The jobs whose last run ended in an error and that wait for the next."""
        return sorted(self._failing)

    async def ailments(self) -> list[str]:
        """What jobs say is not well, and the jobs that are failing or cannot tell."""
        found: set[str] = set(self._failing)
        for job in self._jobs:
            if isinstance(job, Ailing):
                found.update(await _ailments(job))
        return sorted(found)

    async def unsettled(self, day: date) -> list[str]:
        """The jobs that have something left to do for `day`, or that cannot tell."""
        settling = [job for job in self._jobs if isinstance(job, Settling)]
        return sorted([job.name for job in settling if not await _settled(job, day)] + self.failing)

    async def _keep_running(self, job: Job) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await job.run()
            except Exception as error:
                TASK_FAILURES.labels(job.name).inc()
                if isinstance(error, ServiceError):
                    log.warning("job interrupted", job=job.name, code=error.code)
                else:
                    log.exception("job failed", job=job.name)
            lasted = asyncio.get_running_loop().time() - began
            pause = FIRST_PAUSE_SECONDS if lasted > WELL_SECONDS else min(2 * pause, LONGEST_PAUSE_SECONDS)
            self._failing.add(job.name)
            await asyncio.sleep(pause)
            self._failing.discard(job.name)


async def _ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancelled once is not enough: `asyncio.wait_for` keeps silent about it where its answer came at that moment."""
    running = set(tasks)
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=CANCEL_AGAIN_SECONDS)


async def _ailments(job: Ailing) -> list[str]:
    try:
        return await job.ailments()
    except Exception as error:
        log.warning("job cannot tell whether it is well", job=job.name, error=type(error).__name__)
        return [job.name]


async def _settled(job: Settling, day: date) -> bool:
    try:
        return await job.is_settled(day)
    except Exception as error:
        log.warning("job cannot tell whether it is settled", error=type(error).__name__)
        return False
