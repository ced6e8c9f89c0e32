"""The start of a month opens the summary of each agency that owes one (SUM-0, SUM-1)."""

from datetime import date

from deadlines.app.follow_summaries import follow_summaries
from deadlines.app.store import SummaryDuties


async def open_summaries(today: date, *, store: SummaryDuties) -> None:
    """Open what the months that have begun ask for, batch by batch; several copies may do so at once.

    After an outage each month's is opened with its own due date. Again: no change.
    """
    while True:
        async with store.to_open(today) as opening:
            told = [each for duty in opening.duties for each in duty.begun(today)]
            await follow_summaries(told, today=today, store=opening.following)
        if not opening.duties:
            return
