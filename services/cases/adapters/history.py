"""Authorised reads of what was: earlier versions, what was sent, what was deleted."""

from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from cases.adapters.edition import view_from
from cases.adapters.rows import select_cases
from cases.adapters.scope import in_scope_of, not_recused, visible_to
from cases.adapters.tables import cases, complaint_editions, complaints, sendings
from cases.adapters.timeline_reading import earlier_entries_of
from cases.app.views import DeletedComplaint, EarlierComplaint, EarlierEntry, SendingView
from cases.domain.complaint_file import RESTORABLE_DAYS, restorable_until
from cases.domain.entry_edit import no_such_entry
from cases.domain.terms import Level
from kit.clock import Clock
from kit.database.engine import Database
from kit.directory.viewer import Viewer
from kit.domain.errors import NotFound

MOST_DELETED = 500


class HistoryReader:
    """Reads what a viewer may see; there is no read without one."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def earlier_entries(self, case_id: UUID, number: int, viewer: Viewer) -> list[EarlierEntry]:
        """What an entry of a case's timeline said before its edits, the oldest first.

        Raises NotFound, or InvalidInput for a number that the timeline has not.
        """
        seen = select_cases().where(cases.c.id == case_id, visible_to(viewer))
        async with self._database.read() as connection:
            row = (await connection.execute(seen)).first()
            if row is None:
                raise NotFound
            if not 1 <= number <= row.timeline_length:
                raise no_such_entry(number)
            return await earlier_entries_of(connection, case_id, number)

    async def earlier_complaints(self, complaint_id: UUID, viewer: Viewer) -> list[EarlierComplaint]:
        """What a complaint said before its edits, the oldest first. Raises NotFound."""
        seen = select_cases(complaints.c.agency_name).where(cases.c.complaint_id == complaint_id, visible_to(viewer))
        of_complaint = select(complaint_editions).where(complaint_editions.c.complaint_id == complaint_id)
        async with self._database.read() as connection:
            rows = (await connection.execute(seen.order_by(cases.c.ordinal))).all()
            if not rows:
                raise NotFound
            editions = (await connection.execute(of_complaint.order_by(complaint_editions.c.version))).all()
        own = {"complaint_id": complaint_id, "agency_id": rows[0].agency_id, "name": rows[0].agency_name}
        ordinals = [row.ordinal for row in rows]
        return [
            EarlierComplaint(
                view_from(each.content, version=each.version, ordinals=ordinals, **own),
                each.replaced_at,
                each.replaced_by,
            )
            for each in editions
        ]

    async def sending(self, sending_id: UUID, viewer: Viewer) -> tuple[SendingView, bytes]:
        """A sending and the case as it was sent, a message of the contract. Raises NotFound."""
        columns = (sendings.c.id.label("sending_id"), sendings.c.level, sendings.c.sent_at, sendings.c.actor)
        statement = (
            select_cases(*columns, sendings.c.content)
            .join(sendings, sendings.c.case_id == cases.c.id)
            .where(sendings.c.id == sending_id, visible_to(viewer))
        )
        async with self._database.read() as connection:
            row = (await connection.execute(statement)).one_or_none()
        if row is None or row.content is None:
            raise NotFound
        return SendingView(row.sending_id, Level(row.level), row.sent_at, row.actor), row.content

    async def deletion(self, complaint_id: UUID, viewer: Viewer) -> date | None:
        """The day on which a complaint of the viewer's scope was deleted, also where none can restore it any more."""
        in_scope = exists().where(cases.c.complaint_id == complaints.c.id, in_scope_of(viewer))
        seen = select(complaints.c.deleted_on).where(complaints.c.id == complaint_id, in_scope, not_recused(viewer))
        async with self._database.read() as connection:
            deleted_on: date | None = (await connection.execute(seen)).scalar_one_or_none()
        return deleted_on

    async def deleted(self, viewer: Viewer, complaint_id: UUID | None = None) -> list[DeletedComplaint]:
        """The deleted complaints that can still be restored, of the viewer's scope, the last deleted first; or one."""
        numbers = func.array_agg(aggregate_order_by(cases.c.number, cases.c.ordinal)).label("numbers")
        today = self._clock.today()
        first = cases.alias("first")
        subject = select(first.c.subject).where(first.c.complaint_id == complaints.c.id, first.c.ordinal == 1)
        in_scope = exists().where(cases.c.complaint_id == complaints.c.id, in_scope_of(viewer))
        of_cases = select(numbers).where(cases.c.complaint_id == complaints.c.id).correlate(complaints)
        statement = (
            select(complaints, subject.scalar_subquery().label("subject"), of_cases.scalar_subquery().label("numbers"))
            .where(complaints.c.deleted_on.is_not(None), in_scope, not_recused(viewer))
            .where(complaints.c.deleted_on + RESTORABLE_DAYS >= today)
            .order_by(complaints.c.deleted_on.desc(), complaints.c.id.desc())
            .limit(MOST_DELETED)
        )
        if complaint_id is not None:
            statement = statement.where(complaints.c.id == complaint_id)
        async with self._database.read() as connection:
            rows = (await connection.execute(statement)).all()
        return [
            DeletedComplaint(
                id=row.id,
                numbers=tuple(row.numbers),
                agency_id=row.agency_id,
                agency_name=row.agency_name,
                subject=row.subject,
                deleted_on=row.deleted_on,
                restorable_until=restorable_until(row.deleted_on),
                actor=row.deleted_by,
                reason=row.deletion_reason,
            )
            for row in rows
        ]
