"""Keeping the service's own tables small: outbox partitions, old inbox rows, old request ids."""

import asyncio
from datetime import timedelta

from sqlalchemy import Executable, delete, func, text

from kit.database.engine import Database
from kit.database.tables import answered_request, inbox

EVERY_SECONDS = 3600.0
# Longer than a stream keeps its messages, so that a message delivered again always meets its inbox row.
INBOX_KEPT = timedelta(days=30)
REQUESTS_KEPT = timedelta(days=30)


_STATEMENTS: tuple[Executable, ...] = (
    text("SELECT roll_outbox()"),
    delete(inbox).where(inbox.c.taken_at < func.now() - INBOX_KEPT),
    delete(answered_request).where(answered_request.c.answered_at < func.now() - REQUESTS_KEPT),
)


class Housekeeping:
    """Runs once an hour; each part may be repeated by any number of copies."""

    name = "housekeeping"

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self) -> None:
        while True:
            for statement in _STATEMENTS:
                async with self._database.begin() as connection:
                    await connection.execute(statement)
            await asyncio.sleep(EVERY_SECONDS)
