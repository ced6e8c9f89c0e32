"""The two processes of a service, and its command line: python -m SERVICE serve | work | migrate | rebuild | …"""

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import uvloop
from google.protobuf.message import Message
from nats.aio.client import Client
from nats.js import JetStreamContext
from starlette.routing import Route

from kit.audit.head import HeadTeller
from kit.audit.linker import Linker
from kit.commands.app import command_line
from kit.database.engine import Database
from kit.database.housekeeping import Housekeeping
from kit.directory.follow import DirectoryFollower, DirectoryWatch
from kit.events.consumer import Consumer, Subscription
from kit.events.parking import ParkedWatch
from kit.events.rebuilding import Rebuild
from kit.events.relay import Relay
from kit.events.streams import keep_connected
from kit.foundation import Foundation
from kit.grpc.border import Border
from kit.grpc.server import GrpcServer, Servicer
from kit.http import HttpPort
from kit.log import configure_logging, log
from kit.settings import ServiceSettings, load_settings
from kit.work.jobs import Job, Jobs


def _nobody(foundation: Foundation) -> Sequence[Subscription[Any]]:
    return ()


def _nothing_made_anew(foundation: Foundation) -> Sequence[Rebuild[Any]]:
    return ()


def _nothing_else(foundation: Foundation, jetstream: JetStreamContext) -> Sequence[Job]:
    return ()


def _no_routes(foundation: Foundation) -> Sequence[Route]:
    return ()


@dataclass(frozen=True, slots=True)
class Service:
    """What a service hands to the kit: its name, its settings, and how its parts are wired."""

    name: str
    settings: type[ServiceSettings]
    migrations: Path
    servicers: Callable[[Foundation], Sequence[Servicer]]
    # The message of its stream, in which the head of its audit chain goes out.
    event: type[Message]
    # Which other service keeps the heads of this one's audit chain.
    witness: str
    # What it listens to. `work` runs a consumer for each; a parked message is retried by the same.
    subscriptions: Callable[[Foundation], Sequence[Subscription[Any]]] = _nobody
    # What of it follows from others' events alone, and can be thrown away (REL-8).
    rebuilds: Callable[[Foundation], Sequence[Rebuild[Any]]] = _nothing_made_anew
    # What `work` does beside what every service's does.
    jobs: Callable[[Foundation, JetStreamContext], Sequence[Job]] = _nothing_else
    # What `serve` answers over plain HTTP beside health and metrics.
    routes: Callable[[Foundation], Sequence[Route]] = _no_routes


def main(service: Service) -> None:
    """Run the command that the command line names. Exits 2 on a wrong command or setting."""
    processes = {"serve": lambda: _run(service, "serve", serve), "work": lambda: _run(service, "work", work)}
    command_line(service, processes)(prog_name=os.environ.get("RONGRIAN_PROGRAM") or f"python -m {service.name}")


def grpc_server(service: Service, foundation: Foundation) -> GrpcServer:
    """The service's gRPC server behind its border, not yet started."""
    servicers = service.servicers(foundation)
    rights = {path: rights for servicer in servicers for path, rights in servicer.rights_by_path().items()}
    border = Border(foundation.tokens, foundation.directory, rights)
    return GrpcServer(foundation.settings.grpc_address, border, servicers)


def work_jobs(service: Service, foundation: Foundation, linker: Database, jetstream: JetStreamContext) -> Jobs:
    """Everything that the service's `work` process keeps going; `linker` is opened with the linker's role."""
    database, clock = foundation.database, foundation.clock
    subscriptions = service.subscriptions(foundation)
    return Jobs(
        [
            Relay(database, jetstream, service.name),
            Linker(linker),
            HeadTeller(database, clock, service.name, service.event),
            Housekeeping(database),
            DirectoryWatch(database, clock),
            ParkedWatch(database, [subscription.name for subscription in subscriptions]),
            *(_listening(foundation, jetstream, subscription) for subscription in subscriptions),
            *service.jobs(foundation, jetstream),
        ]
    )


def _listening(foundation: Foundation, jetstream: JetStreamContext, subscription: Subscription[Any]) -> Job:
    """Whoever listens to `agencies` keeps a copy of the directory, which starts from a snapshot."""
    consumer = Consumer(foundation.database, jetstream, subscription)
    if subscription.publisher != "agencies":
        return consumer
    return DirectoryFollower(foundation.database, foundation.neighbour("agencies"), consumer)


async def serve(service: Service, foundation: Foundation, stop: asyncio.Event) -> None:
    """Answer calls until `stop` is set; calls under way are let end."""
    server = grpc_server(service, foundation)
    http = HttpPort(
        foundation.settings.http_address,
        not_ready=foundation.not_ready,
        unsettled=_nothing_unsettled,
        further=service.routes(foundation),
    )
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
        return await foundation.not_ready() + ([] if nats.is_connected else ["nats"]) + await jobs.ailments()

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
    _keep_what_is_loaded()

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


def _keep_what_is_loaded() -> None:
    """Modules stay as long as the process: a full collection that goes through them too stops everything for 60 ms."""
    gc.collect()
    gc.freeze()


async def _nothing_unsettled(day: date) -> list[str]:
    return []
