"""A service of ours running inside the test: its own database, a clock in the test's hand, the real servers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import grpc.aio
from pydantic import SecretStr

from dev.stack import Stack
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.migrate import migrate_database, role_of
from kit.directory.copy import put_agencies, put_officers
from kit.foundation import Foundation
from kit.grpc.server import GrpcServer
from kit.process import Service, grpc_server
from kit.settings import ServiceSettings
from tests.support.cast import Cast
from tests.support.tree import worked_example_tree


@dataclass(frozen=True, slots=True)
class Running:
    """`channel` leads to the service at `address`; `foundation` is what it stands on."""

    foundation: Foundation
    channel: grpc.aio.Channel
    database_name: str
    address: str

    @property
    def database(self) -> Database:
        return self.foundation.database


_TEMPLATES: dict[str, str] = {}


async def provide_database(stack: Stack, service: Service) -> str:
    """A migrated database of the service under a name of its own, copied from one that is migrated once."""
    if service.name not in _TEMPLATES:
        _TEMPLATES[service.name] = await _migrated_database(stack, service)
    name = f"{service.name}_{uuid4().hex[:8]}"
    stack.around.postgres.ask(f'CREATE DATABASE "{name}" TEMPLATE "{_TEMPLATES[service.name]}"')
    stack.provide_database(service.name, name)
    return name


async def _migrated_database(stack: Stack, service: Service) -> str:
    name = f"{service.name}_template"
    stack.provide_database(service.name, name)
    await migrate_database(
        SecretStr(stack.database_url(service.name, "owner", name)),
        service.migrations,
        application=role_of(SecretStr(stack.database_url(service.name, "app", name))),
        linker=role_of(SecretStr(stack.database_url(service.name, "linker", name))),
    )
    return name


def settings_for(stack: Stack, service: Service, database_name: str, **changed: Any) -> ServiceSettings:
    """The settings that the stack gives the service, on another database and any free port."""
    environment = stack.around.environment(service.name, "work") | stack.around.environment(service.name, "serve")
    values: dict[str, Any] = {
        key.removeprefix("RONGRIAN_").lower(): value
        for key, value in environment.items()
        if key.startswith("RONGRIAN_")
    }
    values |= {
        "database_url": stack.database_url(service.name, "app", database_name),
        "linker_database_url": stack.database_url(service.name, "linker", database_name),
        "grpc_address": "127.0.0.1:0",
        "http_address": "127.0.0.1:0",
        **changed,
    }
    return service.settings(**values)


@asynccontextmanager
async def running(
    stack: Stack, service: Service, clock: Clock, cast: Cast | None = None, **changed: Any
) -> AsyncIterator[Running]:
    """The service answering calls; with a `cast`, its directory knows the worked example's tree and these people.

    `changed` are settings that it has other than the stack's.
    """
    name = await provide_database(stack, service)
    foundation = Foundation.open(service.name, settings_for(stack, service, name, **changed), clock)
    if cast is not None:
        await put_directory(foundation, cast)
    server: GrpcServer = grpc_server(service, foundation)
    await server.start()
    address = f"127.0.0.1:{server.port}"
    channel = grpc.aio.insecure_channel(address)
    try:
        yield Running(foundation, channel, name, address)
    finally:
        await channel.close()
        await server.stop()
        await foundation.close()


async def put_directory(foundation: Foundation, cast: Cast) -> None:
    """The directory as `agencies` would have told it."""
    async with foundation.database.begin() as connection:
        await put_agencies(connection, worked_example_tree())
        await put_officers(connection, [person.rights(foundation.blind_index) for person in cast.people.values()])
