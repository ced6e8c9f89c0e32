"""The reminders of each day: from the hour of the digest on, when what was told before is known."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from deadlines.app.catching_up import caught_up
from deadlines.app.remind import remind
from deadlines.app.reminder_store import ReminderStore
from deadlines.app.telling import PostOffice, Recipients
from kit.clock import Clock
from kit.domain.thai_dates import BANGKOK
from kit.log import log

# A day is not planned before what the streams of the others hold is taken in, but it does not wait for ever.
LONGEST_WAIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Morning:
    """`hour` is that of Bangkok from which on mails go out (DUE-10); `untold` counts events not yet taken in."""

    clock: Clock
    store: ReminderStore
    recipients: Recipients
    post_office: PostOffice
    hour: int
    untold: Callable[[], Awaitable[int]]
    longest_wait_seconds: float = LONGEST_WAIT_SECONDS

    async def act(self, today: date) -> None:
        """Raises what stands in the way; the next run goes on where this one ended."""
        if self._has_come():
            await remind(
                today,
                store=self.store,
                recipients=self.recipients,
                post_office=self.post_office,
                news=self._hear_the_news,
            )

    async def is_left(self, day: date) -> bool:
        """Of an earlier day nothing is: what was not sent then is today's."""
        return day == self.clock.today() and self._has_come() and await self.store.is_reminder_left(day)

    def _has_come(self) -> bool:
        return self.clock.business_now().astimezone(BANGKOK).hour >= self.hour

    async def _hear_the_news(self) -> None:
        """What was settled the evening before is not reminded of."""
        if not await caught_up(self.untold, longest_seconds=self.longest_wait_seconds):
            log.warning("reminders are planned though events wait", seconds=self.longest_wait_seconds)
