"""The start of a month opens the summary of each agency that owes one, the duty's end cancels it (SUM-0, SUM-1)."""

from collections.abc import Sequence
from datetime import date, datetime

from deadlines.app.follow_summaries import BATCH
from deadlines.app.store import SummaryDuties, SummaryFollowing
from deadlines.domain.summary import SummaryFacts, month_began, see_duty


async def open_summaries(today: date, at: datetime, *, store: SummaryDuties) -> None:
    """Open what the months that have begun ask for, and cancel what is owed no more; several copies may do so at once.

    After an outage each month's is opened with its own due date. What is owed again opens again. `at` is the moment of
    the business day at which an end of a duty is seen. Again: no change.
    """
    while True:
        async with store.to_open(today) as opening:
            begun = [(each, True) for duty in opening.duties for each in duty.begun(today)]
            ended = [(each, False) for duty in opening.duties for each in duty.ended()]
            await _see(begun + ended, today, at, store=opening.following)
        if not opening.duties:
            return


async def _see(
    seen: Sequence[tuple[SummaryFacts, bool]], today: date, at: datetime, *, store: SummaryFollowing
) -> None:
    """Each summary with whether it is owed."""
    for first in range(0, len(seen), BATCH):
        batch = seen[first : first + BATCH]
        async with store.following([facts for facts, _ in batch]) as followed:
            for facts, is_owed in batch:
                summary = followed.objects[facts.object_id]
                if is_owed:
                    summary.take(month_began(facts))
                see_duty(summary, is_owed=is_owed, at=at, today=today)
            followed.judge(today)
