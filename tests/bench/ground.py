"""What the figures are measured on: the real servers, a database of its own for each figure, services as processes."""

import asyncio
import gc
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import asyncpg
from pydantic import SecretStr

from agencies.adapters.keycloak import KeycloakAccounts
from cases.service import SERVICE as CASES
from deadlines.service import SERVICE as DEADLINES
from dev.places import CHECKOUT
from dev.stack import Stack
from dev.stack.environment import Verb
from kit.clock import BusinessDayFile
from kit.directory.copy import put_agencies
from kit.foundation import Foundation
from kit.process import Service
from reporting.service import SERVICE as REPORTING
from tests.bench.bulk.loading import Targets, load_lives
from tests.bench.bulk.nation import nation
from tests.support.cast import Cast, engage
from tests.support.running import provide_database, put_directory, settings_for

# How far above the port of PostgreSQL the first process of a figure listens; each further one two ports on.
_FIRST_PORT, _LAST_PORT = 80, 198


@dataclass(frozen=True)
class Process:
    """One process of a service that is measured."""

    name: str
    pid: int
    grpc_address: str
    http_address: str
    ready_seconds: float

    def cpu_seconds(self) -> float:
        """Of user and system time since its start."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Filled:
    """Databases with the same cases in each; `rows` of them, written in so many seconds."""

    names: dict[str, str]
    rows: int
    seconds: float


class Ground:
    """The servers run as long as it does; `day` is the business day of everything that is started on it."""

    def __init__(self, stack: Stack, cast: Cast, day: date) -> None:
        self.stack = stack
        self.cast = cast
        self.day = day
        stack.around.business_day_file.write_text(day.isoformat())
        self._next_port = _FIRST_PORT
        self._filled: dict[int, Filled] = {}

    async def database(self, service: Service) -> str:
        """A migrated database of the service with the tree and the people of the tests, by its name."""
        name = await provide_database(self.stack, service)
        async with self.foundation(service, name) as foundation:
            await put_directory(foundation, self.cast)
            async with foundation.database.begin() as connection:
                await put_agencies(connection, nation())
        return name

    async def filled(self, complaints: int) -> Filled:
        """Databases of `cases`, `deadlines` and `reporting` with so many complaints of the past; made once."""
        if complaints not in self._filled:
            names = {service.name: await self.database(service) for service in (CASES, DEADLINES, REPORTING)}
            began = time.monotonic()
            rows = await load_lives(self._targets(names), complaints, self.day, self._officers())
            self._filled[complaints] = Filled(names, rows, time.monotonic() - began)
            await self.settle()
        return self._filled[complaints]

    async def settle(self) -> None:
        """After a bulk: it is on disk, and this process' own collector looks at nothing that is there now.

        Else what is measured next pays for the writing, or for pauses of the bench itself.
        """
        connection = await asyncpg.connect(self.stack.around.postgres.url("postgres"))
        await connection.execute("CHECKPOINT", timeout=300)
        await connection.close()
        await asyncio.to_thread(os.sync)
        gc.collect()
        gc.freeze()

    def owner_url(self, service: str, database: str) -> str:
        """For loading, and for floors: nothing of ours runs under this login."""
        return self.stack.database_url(service, "owner", database)

    def stack_nats_url(self) -> SecretStr:
        return SecretStr(self.stack.around.nats.url)

    def _targets(self, names: dict[str, str]) -> Targets:
        key_file = self.stack.around.secrets.key_file
        urls = {service: self.owner_url(service, name) for service, name in names.items()}
        return Targets(**urls, master_key_file=key_file("master"), index_key_file=key_file("index"))

    def _officers(self) -> dict[UUID, UUID]:
        """Of each agency one of its officers who is known, so that there are cases of his own."""
        people = [person for person in self.cast.people.values() if "unit" in person.roles and person.subject]
        return {person.agency: person.subject for person in people if person.subject}

    @asynccontextmanager
    async def foundation(self, service: Service, database: str) -> AsyncIterator[Foundation]:
        """What the service stands on, opened in this process."""
        clock = BusinessDayFile(self.stack.around.business_day_file)
        foundation = Foundation.open(service.name, settings_for(self.stack, service, database), clock)
        try:
            yield foundation
        finally:
            await foundation.close()

    @contextmanager
    def running(
        self, service: str, verb: Verb, database: str, extra: Mapping[str, str] | None = None, **addresses: str
    ) -> Iterator[Process]:
        """A process of the service on that database, ready; stopped at the end.

        `addresses` are its neighbours', `extra` are settings of its own.
        """
        base = self._port()
        grpc_address, http_address = f"127.0.0.1:{base}", f"127.0.0.1:{base + 1}"
        around = self.stack.around
        environment = around.environment(service, verb) | {
            "RONGRIAN_DATABASE_URL": around.database_url(service, "app", database),
            "RONGRIAN_LINKER_DATABASE_URL": around.database_url(service, "linker", database),
            "RONGRIAN_GRPC_ADDRESS": grpc_address,
            "RONGRIAN_HTTP_ADDRESS": http_address,
            **{f"RONGRIAN_{name.upper()}_ADDRESS": address for name, address in addresses.items()},
            **(extra or {}),
        }
        log = (self.stack.folder.logs / f"bench-{service}-{verb}-{base}.log").open("w")
        process = subprocess.Popen(
            [sys.executable, "-m", service, verb], cwd=CHECKOUT, env=environment, stdout=log, stderr=log
        )
        try:
            ready_seconds = until_ready(http_address, process)
            yield Process(f"{service}-{verb}", process.pid, grpc_address, http_address, ready_seconds)
        finally:
            _end(process)
            log.close()

    def _port(self) -> int:
        """Two ports that no process of a figure has now: they are taken in turn."""
        self._next_port = _FIRST_PORT if self._next_port >= _LAST_PORT else self._next_port + 2
        return self.stack.ports["postgres"] + self._next_port


def _end(process: "subprocess.Popen[bytes]") -> None:
    """As a supervisor does: asked first, killed where that does not help."""
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def ground(day: date) -> Iterator[Ground]:
    """The servers of the tests, with nothing of ours running yet."""
    with ExitStack() as exits:
        stack = exits.enter_context(Stack.for_tests().started(services=False, fresh=True))
        yield Ground(stack, asyncio.run(_people(stack)), day)


async def _people(stack: Stack) -> Cast:
    accounts = KeycloakAccounts(
        url=stack.around.keycloak.url,
        realm="rongrian",
        client_id="svc-agencies",
        client_secret=stack.around.secrets["SVC_AGENCIES_SECRET"],
    )
    try:
        return await engage(accounts, stack.around.keycloak.issuer)
    finally:
        await accounts.close()


def memory_mib(pid: int) -> float:
    """A process's proportional share of memory (PSS)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def until_ready(http_address: str, process: "subprocess.Popen[bytes]", patience: float = 60.0) -> float:
    """Seconds until the process says that it is ready. Raises SystemExit where it does not get so far."""
    began = time.monotonic()
    while time.monotonic() - began < patience and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{http_address}/readyz", timeout=1) as answer:
                if answer.status == 200:
                    return time.monotonic() - began
        except OSError:
            time.sleep(0.01)
    raise SystemExit(f"a process that is measured did not become ready: {process.args!r}")
