"""The tables that the code names are the tables that the migrations make."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import Connection, MetaData

from cases.adapters.tables import METADATA as CASES
from cases.service import SERVICE as CASES_SERVICE
from dev.stack import Stack
from kit.database.engine import open_engine
from kit.database.tables import KIT
from kit.process import Service
from tests.support.running import provide_database

# Indexes are the migrations' affair alone, comments on columns the code's.
IGNORED = {"remove_index", "add_index", "modify_comment"}


@pytest.mark.parametrize(("service", "metadata"), [(CASES_SERVICE, CASES)], ids=["cases"])
async def test_code_and_database_name_the_same_tables(stack: Stack, service: Service, metadata: MetaData) -> None:
    name = await provide_database(stack, service)
    engine = open_engine(SecretStr(stack.database_url(service.name, "owner", name)), pool=1)
    async with engine.connect() as connection:
        differences = await connection.run_sync(_compare, [KIT, metadata])
    await engine.dispose()

    assert differences == []


def _compare(connection: Connection, metadata: list[MetaData]) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "include_name": _is_ours, "include_schemas": True}
    )
    return [change for change in compare_metadata(context, metadata) if _what(change) not in IGNORED]  # type: ignore[arg-type]


def _is_ours(name: str | None, kind: str, parents: object) -> bool:
    if kind == "schema":
        return name in (None, "figures")
    return not (kind == "table" and name is not None and (name.startswith("outbox_") or name == "alembic_version"))


def _what(change: object) -> str:
    first = change[0] if isinstance(change, list | tuple) else change
    return first if isinstance(first, str) else str(first[0])
