"""Authorised reads of officers."""

from uuid import UUID

from sqlalchemy import Uuid, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from agencies.adapters.rows import officer_from
from agencies.adapters.scope import officers_open_to
from agencies.adapters.tables import agencies, officers
from agencies.domain.officer import Officer, OfficerState
from kit.database.engine import Database
from kit.directory.viewer import Viewer
from kit.domain.errors import NotFound


class OfficerReader:
    """Reads what a viewer may see; there is no read without one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def officer(self, officer_id: UUID, viewer: Viewer) -> Officer:
        async with self._database.read() as connection:
            statement = select(officers).where(officers.c.id == officer_id, officers_open_to(viewer))
            row = (await connection.execute(statement)).one_or_none()
        if row is None:
            raise NotFound
        return officer_from(row)

    async def officers(self, viewer: Viewer, agency_id: UUID | None) -> list[Officer]:
        statement = (
            select(officers)
            .where(officers_open_to(viewer), officers.c.state != OfficerState.PENDING.value)
            .order_by(officers.c.username)
        )
        if agency_id is not None:
            below = select(agencies.c.id).where(agencies.c.path.contains(literal([agency_id], ARRAY(Uuid))))
            statement = statement.where(officers.c.agency_id.in_(below))
        async with self._database.read() as connection:
            return [officer_from(row) for row in await connection.execute(statement)]
