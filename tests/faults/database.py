"""Looking into a service's database from outside, as the superuser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from dev.stack import Stack
from kit.database.engine import open_engine

_IS_DONE = text("SELECT EXISTS (SELECT FROM answered_request WHERE request_id = :request_id)")
_CARRIED_OUT = "SELECT count(*) FROM answered_request"


@asynccontextmanager
async def looking_into(stack: Stack, service: str) -> AsyncIterator[AsyncConnection]:
    """Each statement sees what is committed by then."""
    engine = open_engine(SecretStr(stack.around.postgres.url(service)), pool=1)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


async def is_done(stack: Stack, service: str, request_id: str) -> bool:
    """Whether a request was carried out; False also where the database cannot be asked just now."""
    try:
        async with looking_into(stack, service) as connection:
            return bool((await connection.execute(_IS_DONE, {"request_id": UUID(request_id)})).scalar_one())
    except (OSError, DBAPIError):
        return False


async def next_commit(connection: AsyncConnection) -> None:
    """Wait, asking without a pause, until one more request has been carried out."""
    known = await _carried_out(connection)
    while await _carried_out(connection) == known:
        pass


async def parked(stack: Stack, service: str) -> list[Any]:
    """Which events a service has parked, and why."""
    async with looking_into(stack, service) as connection:
        return list((await connection.exec_driver_sql("SELECT consumer, reason FROM parked")).all())


async def _carried_out(connection: AsyncConnection) -> int:
    count: int = (await connection.exec_driver_sql(_CARRIED_OUT)).scalar_one()
    return count
