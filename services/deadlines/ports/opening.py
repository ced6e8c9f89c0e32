"""The start of each month, and the end of a duty, as a job (SUM-0, SUM-1)."""

from datetime import date

from deadlines.app.open_summaries import open_summaries
from deadlines.app.store import SummaryDuties
from deadlines.ports.daily import DailyJob
from kit.clock import Clock


def opening_job(duties: SummaryDuties, clock: Clock) -> DailyJob:
    """An agency that is told late, in the middle of a month, has its summary opened or cancelled within the minute."""

    async def act(today: date) -> None:
        await open_summaries(today, clock.business_now(), store=duties)

    return DailyJob("summaries", clock, act, duties.is_anything_to_open)
