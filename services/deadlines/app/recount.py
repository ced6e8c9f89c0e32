"""Days off have changed: what is counted in working days and not met is counted again (DUE-3)."""

from datetime import date

from deadlines.app.store import RecountStore


async def recount(today: date, *, store: RecountStore) -> None:
    """Count again, batch by batch, what every change of holidays touches; several copies may do so at once."""
    while True:
        async with store.touched() as touched:
            if touched is None:
                return
            touched.judge(today)
