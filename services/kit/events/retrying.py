"""Handing a parked message to its consumer's handler once more, when what stood in the way is mended."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import delete, select, update

from kit.database.engine import Database
from kit.database.tables import parked
from kit.events.consumer import Subscription, is_outage, read_event, reason_of, take_in_once
from kit.log import log


class Outcome(Enum):
    """What became of a parked message."""

    TAKEN_IN = "taken in"
    TAKEN_IN_BEFORE = "was taken in meanwhile"
    STILL_PARKED = "stays parked"
    NO_SUCH_CONSUMER = "stays parked: nothing listens under its consumer's name any more"
    NOT_PARKED = "is not parked"


@dataclass(frozen=True, slots=True)
class Retried:
    """`reason` is the code of the new failure where the message stays parked."""

    id: int
    outcome: Outcome
    reason: str = ""


async def retry(database: Database, subscriptions: Sequence[Subscription[Any]], parked_id: int) -> Retried:
    """Take the message in and delete the parked row, in one transaction with its effect and its inbox row.

    A message that fails again stays parked with the new reason. Raises Unavailable when the handler does not reach what
    it needs; the message then stays as it was.
    """
    try:
        return await _take_in(database, subscriptions, parked_id)
    except Exception as error:
        if is_outage(error):
            raise
        reason = reason_of(error)
        log.exception("parked event failed again", parked=parked_id)
    async with database.begin() as connection:
        await connection.execute(update(parked).where(parked.c.id == parked_id).values(reason=reason))
    return Retried(parked_id, Outcome.STILL_PARKED, reason)


async def _take_in(database: Database, subscriptions: Sequence[Subscription[Any]], parked_id: int) -> Retried:
    async with database.begin() as connection:
        statement = select(parked.c.consumer, parked.c.payload).where(parked.c.id == parked_id).with_for_update()
        row = (await connection.execute(statement)).one_or_none()
        if row is None:
            return Retried(parked_id, Outcome.NOT_PARKED)
        subscription = next((each for each in subscriptions if each.name == row.consumer), None)
        if subscription is None:
            return Retried(parked_id, Outcome.NO_SUCH_CONSUMER)
        fresh = await take_in_once(connection, subscription, [read_event(subscription, row.payload)])
        await connection.execute(delete(parked).where(parked.c.id == parked_id))
    return Retried(parked_id, Outcome.TAKEN_IN if fresh else Outcome.TAKEN_IN_BEFORE)
