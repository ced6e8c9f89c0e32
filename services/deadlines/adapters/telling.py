"""One officer's letters on their way: each claimed before it is sent and settled by the mail server's answer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Table, Uuid, and_, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, Insert, insert

from deadlines.adapters.reminder_tables import digests, mails, reminders
from deadlines.app.letters import DigestLetter, Letter
from kit.database.engine import Database
from kit.log import log

# SMTP allows one repeat, for a crash between the server's answer and the commit (DUE-6).
MOST_UNANSWERED = 2


class SqlTelling:
    """Each step is a transaction of its own, so that a crash leaves what was done before it."""

    def __init__(self, database: Database, subject: UUID, letters: Sequence[Letter]) -> None:
        self._database = database
        self.subject = subject
        self.letters = letters

    async def claim(self, letter: Letter) -> bool:
        table, key = self._place_of(letter)
        first = insert(table).values(**key, unanswered=1, claimed_at=func.now())
        claim = first.on_conflict_do_update(
            index_elements=list(key),
            set_={"unanswered": table.c.unanswered + 1, "claimed_at": func.now()},
            where=and_(table.c.settled_at.is_(None), table.c.unanswered < MOST_UNANSWERED),
        )
        async with self._database.begin() as connection:
            is_claimed = (await connection.execute(claim.returning(table.c.subject))).one_or_none() is not None
        if not is_claimed:
            log.warning("mail not sent a third time", **{name: str(value) for name, value in key.items()})
        return is_claimed

    async def release(self, letter: Letter) -> None:
        table, key = self._place_of(letter)
        released = update(table).where(_is(table, key)).values(unanswered=table.c.unanswered - 1)
        async with self._database.begin() as connection:
            await connection.execute(released)

    async def settle(self, letter: Letter, refused_with: int | None = None) -> None:
        table, key = self._place_of(letter)
        settled = {"settled_at": func.now(), "refused_with": refused_with}
        async with self._database.begin() as connection:
            await connection.execute(update(table).where(_is(table, key)).values(**settled))
            if isinstance(letter, DigestLetter):
                await connection.execute(self._lines_of(letter, refused_with))

    def _lines_of(self, digest: DigestLetter, refused_with: int | None) -> Insert:
        """Each line as told to the officer, so that it is told to him by no later letter."""
        ids = literal([reminder.id for reminder in digest.reminders], ARRAY(Uuid))
        told = select(
            reminders.c.id, literal(self.subject), literal(0), func.now(), func.now(), literal(refused_with, Integer)
        ).where(reminders.c.id == func.any(ids))
        columns = ["reminder_id", "subject", "unanswered", "claimed_at", "settled_at", "refused_with"]
        return insert(mails).from_select(columns, told).on_conflict_do_nothing()

    def _place_of(self, letter: Letter) -> tuple[Table, dict[str, Any]]:
        if isinstance(letter, DigestLetter):
            return digests, {"falls_on": letter.day, "subject": self.subject}
        return mails, {"reminder_id": letter.reminder.id, "subject": self.subject}


def _is(table: Table, key: dict[str, Any]) -> ColumnElement[bool]:
    return and_(*(table.c[column] == value for column, value in key.items()))
