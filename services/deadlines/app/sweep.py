"""What is past its day and not met is missed (DUE-8, DUE-15)."""

from datetime import date

from deadlines.app.store import SweepStore


async def sweep(today: date, *, store: SweepStore) -> None:
    """Call every open obligation missed whose day has passed, batch by batch; several copies may do so at once."""
    while True:
        async with store.overdue(today) as overdue:
            for obligation in overdue:
                obligation.miss(today)
        if not overdue:
            return
