"""An obligation in the hand of a ศปท., written with its move, events and audit entry in one transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import select

from deadlines.adapters.objects import joined_to_case
from deadlines.adapters.policies import load_rules
from deadlines.adapters.rows import obligation_from, write_obligations
from deadlines.adapters.scope import visible_to
from deadlines.adapters.tables import cases, obligations
from deadlines.app.store import Extending
from deadlines.domain.permissions import EXTEND
from kit.audit.trail import entry_of, record_entries
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.requests import RequestKey, refuse_repetition, remember_request
from kit.database.tables import directory_agency
from kit.directory.viewer import Viewer
from kit.domain.errors import NotFound, PermissionMissing


class SqlExtensionStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @asynccontextmanager
    async def extending(
        self, viewer: Viewer, obligation_id: UUID, reason: str, request: RequestKey
    ) -> AsyncIterator[Extending]:
        async with self._database.begin() as connection:
            await refuse_repetition(connection, request)
            rules = await load_rules(connection)
            # The case before its obligations, as everybody locks them; what is about no case is never extended.
            of_it = select(obligations.c.object_id).where(obligations.c.id == obligation_id).scalar_subquery()
            await connection.execute(select(cases.c.case_id).where(cases.c.case_id == of_it).with_for_update())
            seen = (
                joined_to_case(select(directory_agency.c.path).select_from(obligations))
                .join(directory_agency, directory_agency.c.id == obligations.c.agency_id)
                .where(obligations.c.id == obligation_id, visible_to(viewer))
            )
            found = (await connection.execute(seen)).one_or_none()
            if found is None:
                raise NotFound
            if viewer.acoc not in found.path:
                raise PermissionMissing(EXTEND)
            locked = select(obligations).where(obligations.c.id == obligation_id).with_for_update(key_share=True)
            obligation = obligation_from((await connection.execute(locked)).one())
            before = {"due_on": obligation.due_on, "state": obligation.state.name}
            yield Extending(obligation, rules)
            await write_obligations(connection, [obligation], self._clock)
            entry = entry_of(
                self._clock,
                viewer.actor,
                "obligation.extended",
                "obligation",
                obligation_id,
                before=before,
                after={"due_on": obligation.due_on, "state": obligation.state.name},
                reason=reason,
            )
            record_entries(connection, [entry])
            remember_request(connection, request, obligation_id)
