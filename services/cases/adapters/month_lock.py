"""The months whose round ป.ป.ท. has closed, and what keeps closing one and editing apart (CASE-20)."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.tables import closed_months

# Whoever closes a month holds it alone, whoever edits holds it beside the others until his edit is committed.
_LOCK = 7_463_150


async def hold_months(connection: AsyncConnection) -> frozenset[date]:
    """The first days of the closed months; no other is closed until the transaction of `connection` ends.

    An edit asks before it reads anything else: either it is committed before its month is closed, or it meets the
    month closed. Steps that are no edits do not ask, and wait for nobody.
    """
    await connection.execute(select(func.pg_advisory_xact_lock_shared(_LOCK)))
    return frozenset((await connection.execute(select(closed_months.c.month))).scalars())


async def put_closed(connection: AsyncConnection, month: date) -> bool:
    """Close a month, when every edit under way is committed; False where it was closed already."""
    await connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    statement = insert(closed_months).values(month=month).on_conflict_do_nothing()
    return (await connection.execute(statement.returning(closed_months.c.month))).one_or_none() is not None
