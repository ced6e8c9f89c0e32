"""What was followed before policies were data is carried over."""

from datetime import date
from uuid import UUID, uuid4, uuid5

import pytest
from alembic import command
from pydantic import SecretStr
from sqlalchemy import Connection, select, text

from deadlines.adapters.tables import acts, cases, obligations
from deadlines.domain.state import ObligationState
from deadlines.service import SERVICE
from dev.stack import Stack
from kit.database.engine import Database, open_engine
from kit.database.migrate import migrate_database, migration_config, role_of

OPEN, MET = uuid4(), uuid4()


def to_the_release_before(connection: Connection) -> None:
    command.upgrade(migration_config(SERVICE.migrations, connection), "deadlines_0001")


def as_it_was(case_id: UUID, *, version: int, met_on: date | None) -> list[str]:
    """Received on 10, recorded on 12 July 2563."""
    met = f"'{met_on}'" if met_on else "NULL"
    state = int(ObligationState.MET if met_on else ObligationState.OPEN)
    return [
        f"""INSERT INTO cases VALUES (
            '{case_id}', '{uuid4()}', '{uuid4()}', '1-1', '2020-07-12', false, '{{}}', {version})""",
        f"""INSERT INTO obligations VALUES (
            '{uuid5(case_id, "case.round_7")}', 'case.round_7', '{case_id}', '{uuid4()}',
            '2020-07-12', '2020-07-17', {state}, {met}, {version})""",
    ]


@pytest.mark.rule("DUE-1")
async def test_a_case_that_was_followed_before_has_its_acts_its_reception_and_its_round(stack: Stack) -> None:
    name = f"deadlines_{uuid4().hex[:8]}"
    stack.provide_database(SERVICE.name, name)
    owner = SecretStr(stack.database_url(SERVICE.name, "owner", name))
    engine = open_engine(owner, pool=1)
    async with engine.begin() as connection:
        await connection.run_sync(to_the_release_before)
        for statement in (
            *as_it_was(OPEN, version=1, met_on=None),
            *as_it_was(MET, version=3, met_on=date(2020, 7, 15)),
        ):
            await connection.execute(text(statement))

    roles = {role: role_of(SecretStr(stack.database_url(SERVICE.name, role, name))) for role in ("app", "linker")}
    await migrate_database(owner, SERVICE.migrations, application=roles["app"], linker=roles["linker"])

    async with Database(engine).read() as connection:
        followed = (await connection.execute(select(cases))).all()
        owed = (await connection.execute(select(obligations))).all()
        known = {
            (row.object_id, row.version, row.event, row.recorded_on)
            for row in (await connection.execute(select(acts))).all()
        }
    await engine.dispose()
    assert {(row.received_on, row.owes_rounds, row.is_deleted) for row in followed} == {
        (date(2020, 7, 10), True, False)
    }
    assert {(row.counted_from, row.number, row.due_on) for row in owed} == {(date(2020, 7, 10), 7, date(2020, 7, 17))}
    assert known == {
        (OPEN, 1, "cases.case_recorded", date(2020, 7, 12)),
        (MET, 1, "cases.case_recorded", date(2020, 7, 12)),
        (MET, 3, "cases.round_reported.round_7", date(2020, 7, 15)),
    }
