"""`due_soon` is told once of an obligation and its date, when the first step before that date was planned."""

from sqlalchemy import Uuid, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.reminder_tables import reminders
from deadlines.adapters.rows import obligation_from, write_obligations
from deadlines.adapters.tables import obligations
from deadlines.domain.state import ObligationState
from kit.clock import Clock

BATCH = 500


async def tell_due_soon(connection: AsyncConnection, clock: Clock) -> int:
    """Tell of a batch in the transaction of `connection`, none that another copy is at; returns how many it took."""
    waiting = select(reminders.c.id, reminders.c.obligation_id, reminders.c.due_on).where(reminders.c.tells_soon)
    rows = (await connection.execute(waiting.limit(BATCH).with_for_update(skip_locked=True))).all()
    if not rows:
        return 0
    due = {row.obligation_id: row.due_on for row in rows}
    owed = (
        select(obligations)
        .where(obligations.c.id == func.any(literal(list(due), ARRAY(Uuid))))
        .where(obligations.c.state == int(ObligationState.OPEN))
        .order_by(obligations.c.id)
        .with_for_update(key_share=True)
    )
    soon = [obligation_from(row) for row in (await connection.execute(owed)).all() if row.due_on == due[row.id]]
    for obligation in soon:
        obligation.become_due_soon()
    await write_obligations(connection, soon, clock)
    told = reminders.c.id == func.any(literal([row.id for row in rows], ARRAY(Uuid)))
    await connection.execute(update(reminders).where(told).values(tells_soon=False))
    return len(rows)
