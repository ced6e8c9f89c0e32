"""What was followed before policies were data, or before the end of a duty was seen, is carried over."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from uuid import UUID, uuid4, uuid5

import pytest
from alembic import command
from pydantic import SecretStr
from sqlalchemy import Connection, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from deadlines.adapters.tables import acts, cases, obligations, summary_duties
from deadlines.domain.state import ObligationState
from deadlines.service import SERVICE
from dev.stack import Stack
from kit.database.engine import Database, open_engine
from kit.database.migrate import migrate_database, migration_config, role_of

OPEN, MET = uuid4(), uuid4()


@asynccontextmanager
async def upgraded(stack: Stack, since: str, *as_it_was: str) -> AsyncIterator[AsyncEngine]:
    """A database that had these statements at the revision `since`, and is of this release now."""

    def to_the_release_before(connection: Connection) -> None:
        command.upgrade(migration_config(SERVICE.migrations, connection), since)

    name = f"deadlines_{uuid4().hex[:8]}"
    stack.provide_database(SERVICE.name, name)
    owner = SecretStr(stack.database_url(SERVICE.name, "owner", name))
    engine = open_engine(owner, pool=1)
    async with engine.begin() as connection:
        await connection.run_sync(to_the_release_before)
        for statement in as_it_was:
            await connection.execute(text(statement))
    roles = {role: role_of(SecretStr(stack.database_url(SERVICE.name, role, name))) for role in ("app", "linker")}
    await migrate_database(owner, SERVICE.migrations, application=roles["app"], linker=roles["linker"])
    yield engine
    await engine.dispose()


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
    followed_before = [
        *as_it_was(OPEN, version=1, met_on=None),
        *as_it_was(MET, version=3, met_on=date(2020, 7, 15)),
    ]
    async with (
        upgraded(stack, "deadlines_0001", *followed_before) as engine,
        Database(engine).read() as connection,
    ):
        followed = (await connection.execute(select(cases))).all()
        owed = (await connection.execute(select(obligations))).all()
        known = {
            (row.object_id, row.version, row.event, row.recorded_on)
            for row in (await connection.execute(select(acts))).all()
        }
    assert {(row.received_on, row.owes_rounds, row.is_deleted) for row in followed} == {
        (date(2020, 7, 10), True, False)
    }
    assert {(row.counted_from, row.number, row.due_on) for row in owed} == {(date(2020, 7, 10), 7, date(2020, 7, 17))}
    assert known == {
        (OPEN, 1, "cases.case_recorded", date(2020, 7, 12)),
        (MET, 1, "cases.case_recorded", date(2020, 7, 12)),
        (MET, 3, "cases.round_reported.round_7", date(2020, 7, 15)),
    }


@pytest.mark.rule("SUM-0")
async def test_an_agency_whose_first_round_was_set_later_is_looked_at_from_its_first_opened_one(stack: Stack) -> None:
    """OPEN owes from พฤศจิกายน 2563 now and กันยายน stands open; MET owes what was opened."""
    summaries = [
        f"INSERT INTO summaries VALUES ('{uuid4()}', '{agency}', '{round_}')"
        for agency, round_ in ((OPEN, "2020-09-01"), (OPEN, "2020-11-01"), (MET, "2020-11-01"))
    ]
    before = [
        "INSERT INTO rounds VALUES ('2020-09-01'), ('2020-11-01')",
        *summaries,
        *(f"INSERT INTO summary_duties VALUES ('{each}', '2020-11-01', '2020-11-01')" for each in (OPEN, MET)),
    ]

    async with upgraded(stack, "deadlines_0004", *before) as engine, Database(engine).read() as connection:
        looked_at = (await connection.execute(select(summary_duties))).all()

    assert {tuple(row) for row in looked_at} == {
        (OPEN, date(2020, 9, 1), date(2020, 11, 1)),
        (MET, date(2020, 11, 1), date(2020, 11, 1)),
    }
