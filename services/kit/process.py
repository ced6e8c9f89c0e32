"""The two processes of a service, and its command line: python -m SERVICE serve | work | migrate | verify."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import uvloop
from google.protobuf.message import Message
from nats.aio.client import Client
from nats.js import JetStreamContext

from kit.audit.head import HeadTeller
from kit.audit.linker import Linker
from kit.audit.verify import verify
from kit.database.engine import Database
from kit.database.housekeeping import Housekeeping
from kit.database.migrate import migrate
from kit.directory.follow import DirectoryWatch
from kit.events.relay import Relay
from kit.events.streams import keep_connected
from kit.foundation import Foundation
from kit.grpc.border import Border
from kit.grpc.server import GrpcServer, Servicer
from kit.http import HttpPort
from kit.log import configure_logging, log
from kit.settings import ServiceSettings, load_settings
from kit.work.jobs import Job, Jobs
from rongrian.kit.v1.audit_pb2 import AuditHead, GetHeadRequest
from rongrian.kit.v1.audit_pb2_grpc import AuditWitnessServiceStub


@dataclass(frozen=True, slots=True)
class Service:
    """What a service hands to the kit: its name, its settings, and how its parts are wired."""

    name: str
    settings: type[ServiceSettings]
    migrations: Path
    servicers: Callable[[Foundation], Sequence[Servicer]]
    jobs: Callable[[Foundation, JetStreamContext], Sequence[Job]]
    # The message of its stream, in which the head of its audit chain goes out.
    event: type[Message]
    # Which other service keeps the heads of this one's audit chain.
    witness: str


def main(service: Service) -> None:
    """Run the command that the command line names. Exits 2 on a wrong command or setting."""
    commands: dict[str, Callable[[], None]] = {
        "serve": lambda: _run(service, "serve", serve),
        "work": lambda: _run(service, "work", work),
        "migrate": lambda: migrate(load_settings(service.settings), service.migrations),
        "verify": lambda: _verify(service),
    }
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in commands:
        raise SystemExit(f"usage: python -m {service.name} {' | '.join(commands)}")
    commands[name]()


def grpc_server(service: Service, foundation: Foundation) -> GrpcServer:
    """The service's gRPC server behind its border, not yet started."""
    servicers = service.servicers(foundation)
    rights = {path: rights for servicer in servicers for path, rights in servicer.rights_by_path().items()}
    border = Border(foundation.tokens, foundation.directory, rights)
    return GrpcServer(foundation.settings.grpc_address, border, servicers)


def work_jobs(service: Service, foundation: Foundation, linker: Database, jetstream: JetStreamContext) -> Jobs:
    """Everything that the service's `work` process keeps going; `linker` is opened with the linker's role."""
    database, clock = foundation.database, foundation.clock
    return Jobs(
        [
            Relay(database, jetstream, service.name),
            Linker(linker),
            HeadTeller(database, clock, service.name, service.event),
            Housekeeping(database),
            DirectoryWatch(database, clock),
            *service.jobs(foundation, jetstream),
        ]
    )


async def serve(service: Service, foundation: Foundation, stop: asyncio.Event) -> None:
    """Answer calls until `stop` is set; calls under way are let end."""
    server = grpc_server(service, foundation)
    http = HttpPort(foundation.settings.http_address, not_ready=foundation.not_ready, unsettled=_nothing_unsettled)
    await server.start()
    await http.start()
    log.info("serving", port=server.port)
    await stop.wait()
    await server.stop()
    await http.stop()


async def work(service: Service, foundation: Foundation, stop: asyncio.Event) -> None:
    """Relay, consume, link and sweep until `stop` is set."""
    linker_database = foundation.open_as_linker()
    nats = Client()
    connecting = asyncio.create_task(keep_connected(nats, foundation.settings.nats_url, f"{service.name}-work"))
    jobs = work_jobs(service, foundation, linker_database, nats.jetstream())

    async def not_ready() -> list[str]:
        return await foundation.not_ready() + ([] if nats.is_connected else ["nats"]) + jobs.failing

    http = HttpPort(foundation.settings.http_address, not_ready=not_ready, unsettled=jobs.unsettled)
    await http.start()
    running = asyncio.create_task(jobs.run(), name="jobs")
    log.info("working")
    await stop.wait()
    for task in (running, connecting):
        task.cancel()
    await asyncio.gather(running, connecting, return_exceptions=True)
    await http.stop()
    if connecting.done() and not connecting.cancelled():
        await nats.close()
    await linker_database.close()


def _run(
    service: Service, process: str, body: Callable[[Service, Foundation, asyncio.Event], Coroutine[Any, Any, None]]
) -> None:
    settings = load_settings(service.settings)
    configure_logging(service.name, process)

    async def until_told() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        foundation = Foundation.open(service.name, settings)
        try:
            await body(service, foundation, stop)
        finally:
            await foundation.close()

    uvloop.run(until_told())


def _verify(service: Service) -> None:
    settings = load_settings(service.settings)

    async def run() -> int:
        foundation = Foundation.open(service.name, settings)
        neighbour = foundation.neighbour(service.witness)

        async def witnessed() -> AuditHead | None:
            async with neighbour.calling() as metadata:
                stub = AuditWitnessServiceStub(neighbour.channel)
                answer = await stub.GetHead(GetHeadRequest(service=service.name), metadata=metadata, timeout=5)
            return answer.head if answer.HasField("head") else None

        verdict = await verify(foundation.database, witnessed)
        await foundation.close()
        print(f"{service.name}: {verdict.links} links proved" + (f"; {verdict.fault}" if verdict.fault else ""))  # noqa: T201
        return 1 if verdict.fault else 0

    raise SystemExit(asyncio.run(run()))


async def _nothing_unsettled(day: date) -> list[str]:
    return []
