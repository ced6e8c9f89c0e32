"""Messages that cannot be taken in are kept aside, counted and alarmed; never dropped, never retried forever."""

from nats.aio.msg import Msg
from sqlalchemy import insert

from kit.database.engine import Database
from kit.database.tables import parked
from kit.log import log
from kit.metrics import EVENTS_PARKED


async def park(database: Database, consumer: str, message: Msg, reason: str) -> None:
    """Keep `message` with a code that says why; its text goes to the table only, not to the log."""
    sequence = message.metadata.sequence.stream
    row = {"consumer": consumer, "subject": message.subject, "stream_sequence": sequence, "payload": message.data}
    async with database.begin() as connection:
        await connection.execute(insert(parked).values(**row, reason=reason))
    EVENTS_PARKED.labels(consumer).inc()
    log.error("event parked", consumer=consumer, sequence=sequence, reason=reason)
