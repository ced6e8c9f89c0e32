"""๑๒๓/๒๕๖๓ is 123/2563: numbers are kept as they were typed and compared with Thai digits read as Arabic ones."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from alembic import command
from pydantic import SecretStr
from sqlalchemy import Connection, literal, literal_column, select, text
from sqlalchemy.exc import IntegrityError

from cases.adapters import tables
from cases.adapters.numbering import read
from cases.domain.search_words import in_arabic_digits
from cases.service import SERVICE
from dev.stack import Stack
from kit.database.engine import open_engine
from kit.database.migrate import migrate_database, migration_config, role_of
from rongrian.cases.v1.complaint_service_pb2 import DeleteComplaintRequest
from tests.component.cases.desk import Desk
from tests.support.clock import FixedClock
from tests.support.complaints import a_complaint
from tests.support.running import Running

AGENCY = uuid4()
TWICE = {("record.reception.agency_number", "CASE-1")}


@pytest.mark.rule("CASE-1", "CASE-25")
async def test_a_number_in_thai_digits_is_the_same_number_and_stays_as_it_was_typed(krom1: Desk) -> None:
    [thai] = (await krom1(a_complaint("๑๒๓/๒๕๖๓", "2020-07-15"))).cases
    await krom1(a_complaint("124/2563", "2020-07-15"))

    arabic = await krom1.refused(a_complaint("123/2563", "2020-07-15"))
    mixed = await krom1.refused(a_complaint("๑2๓/2563", "2020-07-15"))

    assert (arabic.faults, mixed.faults) == (TWICE, TWICE)
    assert thai.number == "๑๒๓/๒๕๖๓-1"
    for asked in ("๑๒๓/๒๕๖๓-๑", "๑๒๓/๒๕๖๓-1", "123/2563-1", "๑๒๓/๒๕๖๓", "123/2563"):
        assert await krom1.numbers(number=asked) == ["๑๒๓/๒๕๖๓-1"]
    assert await krom1.numbers(number="๑๒๔/๒๕๖๓-๑") == ["124/2563-1"]


@pytest.mark.rule("CASE-25")
async def test_the_database_reads_digits_as_the_domain_does_and_finds_numbers_by_index(cases: Running) -> None:
    number = "กท ๐๑๒๓๔๕๖๗๘๙/0123456789 ก."
    plans = []
    async with cases.database.begin() as connection:
        there = (await connection.execute(select(read(literal(number))))).scalar_one()
        await connection.execute(text("SET LOCAL enable_seqscan = off"))
        for column in (tables.cases.c.number, tables.complaints.c.agency_number):
            of_number = select(column).where(read(column) == literal_column("'1'"))
            explained = await connection.execute(text(f"EXPLAIN {of_number}"))
            plans.append(" ".join(explained.scalars()))

    assert there == in_arabic_digits(number) == "กท 0123456789/0123456789 ก."
    assert ["ix_cases_number_read" in plans[0], "ix_complaints_number_read" in plans[1]] == [True, True]


@pytest.mark.rule("CASE-1", "CASE-21")
async def test_the_number_of_a_deleted_complaint_says_until_when_it_may_come_back(
    krom1: Desk, acoc: Desk, clock: FixedClock
) -> None:
    request = a_complaint("5888", "2020-07-15")
    recorded = await krom1(request)
    case_ids = [row.id for row in recorded.cases]
    await krom1(DeleteComplaintRequest(complaint_id=recorded.complaint_id, reason="บันทึกซ้ำ", case_ids=case_ids))

    again, other = await krom1(request), a_complaint("๕๘๘๘", "2020-07-15")
    by_unit = await krom1.refused(other)
    other.record.agency_id = str(krom1.person.agency)
    by_acoc = await acoc.refused(other)
    clock.day = date(2020, 8, 15)
    await krom1(other)

    assert (again.complaint_id, list(again.cases)) == (recorded.complaint_id, [])
    assert (again.deleted_on, again.restorable_until) == ("2020-07-15", "2020-08-14")
    for refusal in (by_unit, by_acoc):
        assert refusal.faults == TWICE
        assert "เรื่องนั้นถูกลบแล้ว ศปท. กู้คืนได้ถึงวันที่ 14 ส.ค. 2563" in refusal.said


@pytest.mark.rule("CASE-1", "ROLE-5")
async def test_who_is_recused_from_the_deleted_complaint_is_told_no_more_than_that_the_number_is_used(
    desk_of: Callable[[str], Desk], krom1: Desk
) -> None:
    accused = desk_of("test-krom1-nam")
    request = a_complaint("5888", "2020-07-15", national_id=accused.person.national_id)
    recorded = await krom1(request)
    case_ids = [row.id for row in recorded.cases]
    await krom1(DeleteComplaintRequest(complaint_id=recorded.complaint_id, reason="บันทึกซ้ำ", case_ids=case_ids))

    refusal = await accused.refused(a_complaint("5888", "2020-07-15"))

    assert refusal.faults == TWICE
    assert "ลบ" not in refusal.said
    assert "2563" not in refusal.said


def to_the_release_before(connection: Connection) -> None:
    command.upgrade(migration_config(SERVICE.migrations, connection), "cases_0005")


def as_it_was(number: str, hour: int, *, is_free: bool = False) -> str:
    return f"""INSERT INTO complaints (id, agency_id, agency_name, recorded_by, recorded_by_agency, recorded_at,
        agency_number, fiscal_year, received_on, was_pending, reception_details, source, source_detail, channel, kind,
        complainant_withheld, is_number_free) VALUES ('{uuid4()}', '{AGENCY}', 'ก', '{AGENCY}', '{AGENCY}',
        '2020-07-15 {hour}:00', '{number}', 2563, '2020-07-15', false, '', 1, '', 1, 1, true, {is_free})"""


@pytest.mark.rule("CASE-1")
async def test_numbers_that_were_two_until_now_both_stay_and_nobody_takes_them_a_third_time(stack: Stack) -> None:
    name = f"cases_{uuid4().hex[:8]}"
    stack.provide_database(SERVICE.name, name)
    owner = SecretStr(stack.database_url(SERVICE.name, "owner", name))
    roles = {role: role_of(SecretStr(stack.database_url(SERVICE.name, role, name))) for role in ("app", "linker")}
    engine = open_engine(owner, pool=1)
    async with engine.begin() as connection:
        await connection.run_sync(to_the_release_before)
        for statement in (as_it_was("๑๒", 9), as_it_was("12", 8), as_it_was("1๒", 7, is_free=True), as_it_was("๑๓", 9)):
            await connection.execute(text(statement))

    await migrate_database(owner, SERVICE.migrations, application=roles["app"], linker=roles["linker"])

    async with engine.begin() as connection:
        rows = await connection.execute(text("SELECT agency_number FROM complaints WHERE shares_number"))
        assert list(rows.scalars()) == ["๑๒"]
    for third in ("12", "๑๒", "13"):
        with pytest.raises(IntegrityError):
            async with engine.begin() as connection:
                await connection.execute(text(as_it_was(third, 10)))
    await engine.dispose()
