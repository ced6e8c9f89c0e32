"""The trail cannot be changed by the application, and a change by anybody else is seen (CASE-27)."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from dev.stack import Stack
from kit.audit.linker import Linker
from kit.audit.verify import Verdict, verify
from kit.database.engine import Database, open_engine
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub
from rongrian.kit.v1.audit_pb2 import AuditHead
from tests.support.cast import Cast
from tests.support.complaints import a_complaint
from tests.support.running import Running


@pytest.fixture
async def owner(stack: Stack, cases: Running) -> AsyncIterator[AsyncConnection]:
    """The owner of this test's own database, who alone can switch the trail's guards off."""
    engine = open_engine(SecretStr(stack.database_url("cases", "owner", cases.database_name)), pool=1)
    async with engine.begin() as connection:
        for table in ("audit_entry", "audit_link"):
            await connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()


@pytest.fixture
async def linker(stack: Stack, cases: Running) -> AsyncIterator[Linker]:
    database = Database(open_engine(SecretStr(stack.database_url("cases", "linker", cases.database_name)), pool=1))
    yield Linker(database)
    await database.close()


@pytest.fixture
async def three_entries(stub: CaseServiceStub, cast: Cast, linker: Linker) -> None:
    for number in ("1", "2", "3"):
        await stub.RecordComplaint(a_complaint(number, "2020-07-15"), metadata=cast.metadata("test-krom1"))
    assert await linker.link_waiting() == 3


async def nobody() -> AuditHead | None:
    return None


@pytest.mark.rule("CASE-27")
@pytest.mark.parametrize("role", ["app", "linker"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET reason = 'another'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DROP COLUMN reason",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TABLE audit_entry",
        "UPDATE audit_link SET hash = ''",
        "DELETE FROM audit_link",
        "TRUNCATE audit_link",
        "DELETE FROM audit_witness",
        "SET ROLE cases_owner",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION refuse_change_of_trail() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    ],
)
async def test_a_service_account_cannot_change_the_trail(
    stack: Stack, cases: Running, three_entries: None, role: str, statement: str
) -> None:
    url = stack.database_url("cases", role, cases.database_name)  # type: ignore[arg-type]
    engine = open_engine(SecretStr(url), pool=1)
    try:
        with pytest.raises(DBAPIError, match=r"denied|must be owner|syntax|not allowed|return type"):
            async with engine.begin() as connection:
                await connection.execute(text(statement))
    finally:
        await engine.dispose()


@pytest.mark.rule("CASE-27")
async def test_the_applications_password_does_not_open_the_owners_account(stack: Stack, cases: Running) -> None:
    password = stack.database_url("cases", "app").split(":")[2].split("@")[0]
    owner = stack.database_url("cases", "owner", cases.database_name)
    as_owner = owner.replace(owner.split(":")[2].split("@")[0], password)
    engine = open_engine(SecretStr(as_owner), pool=1)

    with pytest.raises(Exception, match="password authentication failed"):
        async with engine.connect():
            pass
    await engine.dispose()


@pytest.mark.rule("CASE-27")
async def test_even_the_owner_is_held_back_while_the_guards_stand(
    stack: Stack, cases: Running, three_entries: None
) -> None:
    engine = open_engine(SecretStr(stack.database_url("cases", "owner", cases.database_name)), pool=1)

    with pytest.raises(DBAPIError, match="never changed"):
        async with engine.begin() as connection:
            await connection.execute(text("UPDATE audit_entry SET reason = 'another'"))
    await engine.dispose()


@pytest.mark.rule("CASE-27")
async def test_an_untouched_trail_verifies(cases: Running, three_entries: None) -> None:
    assert await verify(cases.database, nobody) == Verdict(links=3)


@pytest.mark.rule("CASE-27")
async def test_one_byte_changed_names_the_entry(cases: Running, three_entries: None, owner: AsyncConnection) -> None:
    entry = (await owner.execute(text("SELECT entry_id FROM audit_link WHERE position = 2"))).scalar_one()
    await owner.execute(
        text("UPDATE audit_entry SET after = replace(after, '2', '3') WHERE entry_id = :e"), {"e": entry}
    )
    await owner.commit()

    verdict = await verify(cases.database, nobody)

    assert verdict == Verdict(links=1, fault=f"entry {entry} of link 2 was changed")


@pytest.mark.rule("CASE-27")
async def test_an_entry_taken_out_of_the_middle_is_named(
    cases: Running, three_entries: None, owner: AsyncConnection
) -> None:
    entry = (await owner.execute(text("SELECT entry_id FROM audit_link WHERE position = 2"))).scalar_one()
    await owner.execute(text("DELETE FROM audit_entry WHERE entry_id = :e"), {"e": entry})
    await owner.commit()

    assert (await verify(cases.database, nobody)).fault == f"entry {entry} of link 2 is missing"


@pytest.mark.rule("CASE-27")
async def test_a_tail_cut_off_is_seen_by_the_head_that_another_service_kept(
    cases: Running, three_entries: None, owner: AsyncConnection
) -> None:
    last = (await owner.execute(text("SELECT position, hash, entry_id FROM audit_link WHERE position = 3"))).one()
    kept = AuditHead(service="cases", position=last.position, hash=last.hash)
    await owner.execute(text("DELETE FROM audit_link WHERE position = 3"))
    await owner.execute(text("DELETE FROM audit_entry WHERE entry_id = :e"), {"e": last.entry_id})
    await owner.commit()

    async def witness() -> AuditHead | None:
        return kept

    assert (await verify(cases.database, nobody)).fault is None
    assert (await verify(cases.database, witness)).fault == "the tail is cut off: 3 links were witnessed, 2 are here"


@pytest.mark.rule("CASE-27")
async def test_an_entry_that_stays_without_a_link_is_a_fault(
    stub: CaseServiceStub, cast: Cast, cases: Running, owner: AsyncConnection
) -> None:
    await stub.RecordComplaint(a_complaint("1", "2020-07-15"), metadata=cast.metadata("test-krom1"))
    assert (await verify(cases.database, nobody)).fault is None

    await owner.execute(text("UPDATE audit_entry SET at = at - interval '61 seconds'"))
    await owner.commit()

    assert "no link for more than 60 s" in str((await verify(cases.database, nobody)).fault)
