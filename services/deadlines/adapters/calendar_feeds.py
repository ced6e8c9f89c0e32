"""Calendar feeds by the hash of their secret, and the due list as the owner may see it now."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from deadlines.adapters.objects import KNOWN_BY, is_owed, joined_to_object
from deadlines.adapters.policies import load_policies
from deadlines.adapters.reminder_tables import calendar_feeds
from deadlines.adapters.rows import line_from
from deadlines.adapters.scope import visible_to
from deadlines.adapters.tables import obligations
from deadlines.app.views import ObligationLine
from kit.audit.trail import entry_of, record_entries
from kit.clock import Clock
from kit.database.engine import Database
from kit.directory.viewer import Viewer

# More than any calendar shows; of a whole ministry the newest due.
MOST_ENTRIES = 5000


class SqlCalendarFeeds:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def renewed_at(self, viewer: Viewer) -> datetime | None:
        own = select(calendar_feeds.c.renewed_at).where(calendar_feeds.c.subject == viewer.actor.subject)
        async with self._database.read() as connection:
            renewed_at: datetime | None = (await connection.execute(own)).scalar_one_or_none()
        return renewed_at

    async def renew(self, viewer: Viewer, secret_hash: bytes) -> None:
        subject, now = viewer.actor.subject, self._clock.business_now()
        statement = insert(calendar_feeds).values(subject=subject, secret_hash=secret_hash, renewed_at=now)
        renewed = statement.on_conflict_do_update(
            index_elements=["subject"], set_={"secret_hash": secret_hash, "renewed_at": now}
        )
        entry = entry_of(self._clock, viewer.actor, "calendar_feed.renew", "calendar_feed", subject)
        async with self._database.begin() as connection:
            await connection.execute(renewed)
            record_entries(connection, [entry])

    async def end(self, viewer: Viewer) -> None:
        subject = viewer.actor.subject
        own = delete(calendar_feeds).where(calendar_feeds.c.subject == subject).returning(calendar_feeds.c.subject)
        async with self._database.begin() as connection:
            if (await connection.execute(own)).one_or_none() is not None:
                entry = entry_of(self._clock, viewer.actor, "calendar_feed.end", "calendar_feed", subject)
                record_entries(connection, [entry])

    async def owner(self, secret_hash: bytes) -> UUID | None:
        of_secret = select(calendar_feeds.c.subject).where(calendar_feeds.c.secret_hash == secret_hash)
        async with self._database.read() as connection:
            subject: UUID | None = (await connection.execute(of_secret)).scalar_one_or_none()
        return subject

    async def due_list(self, viewer: Viewer) -> list[ObligationLine]:
        statement = (
            joined_to_object(select(obligations, *KNOWN_BY))
            .where(is_owed(), visible_to(viewer))
            .order_by(obligations.c.due_on, obligations.c.id)
            .limit(MOST_ENTRIES)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(statement)).all()
            policies = await load_policies(connection)
        return [line_from(row, policies) for row in rows]
