"""The tables that the code names are the tables that the migrations make."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import Connection, MetaData

from agencies.adapters import tables as agencies_tables
from agencies.service import SERVICE as AGENCIES
from cases.adapters import tables as cases_tables
from cases.service import SERVICE as CASES
from deadlines.adapters import tables as deadlines_tables
from deadlines.service import SERVICE as DEADLINES
from dev.stack import Stack
from kit.database.engine import open_engine
from kit.database.tables import KIT
from kit.process import Service
from reporting.adapters import round_tables
from reporting.adapters import tables as reporting_tables
from reporting.service import SERVICE as REPORTING
from tests.support.running import provide_database

# Indexes are the migrations' affair alone, comments on columns the code's.
IGNORED = {"remove_index", "add_index", "modify_comment"}


SERVICES = [
    (AGENCIES, [agencies_tables.METADATA]),
    (CASES, [cases_tables.METADATA]),
    (DEADLINES, [deadlines_tables.METADATA]),
    (REPORTING, [reporting_tables.FIGURES, round_tables.ROUNDS]),
]


@pytest.mark.parametrize(("service", "metadata"), SERVICES, ids=[service.name for service, _ in SERVICES])
async def test_code_and_database_name_the_same_tables(stack: Stack, service: Service, metadata: list[MetaData]) -> None:
    name = await provide_database(stack, service)
    engine = open_engine(SecretStr(stack.database_url(service.name, "owner", name)), pool=1)
    async with engine.connect() as connection:
        differences = await connection.run_sync(_compare, [KIT, *metadata])
    await engine.dispose()

    assert differences == []


def _compare(connection: Connection, metadata: list[MetaData]) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "include_name": _is_ours, "include_schemas": True}
    )
    return [change for change in compare_metadata(context, metadata) if _what(change) not in IGNORED]  # type: ignore[arg-type]


def _is_ours(name: str | None, kind: str, parents: object) -> bool:
    if kind == "schema":
        return name in (None, "figures", "rounds")
    return not (kind == "table" and name is not None and (name.startswith("outbox_") or name == "alembic_version"))


def _what(change: object) -> str:
    first: Any = change[0] if isinstance(change, list | tuple) else change
    return first if isinstance(first, str) else str(first[0])
