"""Authorised reads of `deadlines`."""

from uuid import UUID

from sqlalchemy import select, tuple_

from deadlines.adapters.rows import obligation_from
from deadlines.adapters.scope import visible_to
from deadlines.adapters.tables import cases, obligations
from deadlines.app.views import ObligationLine, ObligationPage, PageAfter
from deadlines.domain.state import ObligationState
from kit.database.engine import Database
from kit.directory.viewer import Viewer

PAGE = 100


class ObligationReader:
    """Reads what a viewer may see; there is no read without one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, viewer: Viewer, *, object_id: UUID | None, states: frozenset[ObligationState], after: PageAfter | None
    ) -> ObligationPage:
        place = tuple_(obligations.c.due_on, obligations.c.id)
        statement = (
            select(obligations, cases.c.number)
            .join(cases, cases.c.case_id == obligations.c.object_id)
            .where(visible_to(viewer))
            .order_by(obligations.c.due_on, obligations.c.id)
            .limit(PAGE + 1)
        )
        if object_id is not None:
            statement = statement.where(obligations.c.object_id == object_id)
        if states:
            statement = statement.where(obligations.c.state.in_([int(state) for state in states]))
        if after is not None:
            statement = statement.where(place > tuple_(after.due_on, after.obligation_id))
        async with self._database.read() as connection:
            rows = (await connection.execute(statement)).all()
        lines = tuple(ObligationLine(obligation_from(row), row.number) for row in rows[:PAGE])
        last = rows[PAGE - 1] if len(rows) > PAGE else None
        return ObligationPage(lines, PageAfter(last.due_on, last.id) if last is not None else None)
