"""What the other services ask: the whole directory from one moment, and where mails reach its officers."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from agencies.adapters.rows import agency_from, officer_from
from agencies.adapters.tables import agencies, officers
from agencies.domain.agency import Agency
from agencies.domain.officer import Officer, OfficerKind, OfficerState
from kit.database.engine import Database

PART = 500


class DirectoryReader:
    """For services alone: their right is a method's, not a place in the tree."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def snapshot(self) -> AsyncIterator[tuple[list[Agency], list[Officer]]]:
        """Agencies in parts, a parent before its children, then officers; all as they were at one moment."""
        async with self._database.read() as connection:
            at_one_moment = await connection.execution_options(isolation_level="REPEATABLE READ")
            every_agency = select(agencies).order_by(func.cardinality(agencies.c.path), agencies.c.id)
            async for part in _parts(at_one_moment, every_agency):
                yield [agency_from(row) for row in part], []
            known = select(officers).where(officers.c.state != OfficerState.PENDING.value).order_by(officers.c.id)
            async for part in _parts(at_one_moment, known):
                yield [], [officer_from(row) for row in part]

    async def addresses(self, subjects: Sequence[UUID]) -> list[tuple[UUID, str]]:
        """Subject and address of those of `subjects` who are active persons with an address."""
        statement = select(officers.c.subject, officers.c.email).where(officers.c.subject.in_(subjects), _can_be_told())
        async with self._database.read() as connection:
            return [(row.subject, row.email) for row in await connection.execute(statement)]


def _can_be_told() -> ColumnElement[bool]:
    is_person = officers.c.kind == OfficerKind.PERSON.value
    return and_(is_person, officers.c.state == OfficerState.ACTIVE.value, officers.c.email != "")


async def _parts(
    connection: AsyncConnection, statement: Select[tuple[object, ...]]
) -> AsyncIterator[Sequence[Row[tuple[object, ...]]]]:
    async with connection.stream(statement) as result:
        async for part in result.partitions(PART):
            yield part
