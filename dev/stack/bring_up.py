"""The order in which a stack comes up; each step does nothing where it was done before."""

import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from dev.places import CHECKOUT, SERVICES
from dev.servers import keycloak_package, realm
from dev.servers.program import Program
from dev.stack import leftovers
from dev.stack.chosen import REALM_FILES
from dev.stack.control import Supervisor
from dev.stack.environment import Surroundings
from dev.stack.folder import StateFolder
from dev.telling import Telling
from dev.trouble import Trouble, explained

_PORTS = {
    "postgres": ("postgres",),
    "nats": ("nats", "nats_monitor"),
    "keycloak": ("keycloak", "keycloak_management"),
    "mailbox": ("smtp", "mailbox"),
}


@dataclass(frozen=True)
class BringUp:
    """Servers first; each service as soon as it has migrated, while Keycloak, which takes longest, starts."""

    around: Surroundings
    folder: StateFolder
    supervisor: Supervisor
    telling: Telling
    wait_ready: Callable[[Iterable[str]], None]

    def run(self, services: Sequence[str]) -> None:
        """Everything is ready when this returns. Raises Trouble; what runs then is the caller's to stop."""
        programs = self._programs(services)
        names = [program.name for program in programs]
        self._check_ports(names)
        self._check_given()
        if "keycloak" in names:
            keycloak_package.fetch(lambda done, total: self.telling.fetched("Keycloak", done, total))
        self.around.postgres.prepare()
        self.around.nats.prepare()
        self.supervisor.launch(programs)
        with ThreadPoolExecutor() as pool:
            try:
                self._start(pool, names, services)
            except BaseException:
                leftovers.end(str(self.folder.path))  # also what the pool waits for
                raise
        self.telling.step("waiting until all are ready")
        self.wait_ready(names)

    def _programs(self, services: Sequence[str]) -> list[Program]:
        around = self.around
        servers = [server.program() for server in around.servers.values() if server.folder]
        return servers + [around.program(service, verb) for service in services for verb in ("serve", "work")]

    def _check_given(self) -> None:
        """A server that the environment names must be there already."""
        for name, server in self.around.servers.items():
            if server.folder is None and not server.ready():
                raise Trouble(
                    f"The {name} that the environment names does not answer: start it, or unset its variable."
                )

    def _check_ports(self, names: Iterable[str]) -> None:
        for name in names:
            service, _, verb = name.partition("-")
            grpc = (f"{service}-grpc",) if verb == "serve" else ()
            self.around.ports.check_free(_PORTS.get(name, (name, *grpc)))

    def _start(self, pool: ThreadPoolExecutor, names: Sequence[str], services: Sequence[str]) -> None:
        built = pool.submit(self._build_keycloak) if "keycloak" in names else None
        self.telling.step("starting PostgreSQL, NATS and the mailbox")
        early = [name for name in ("postgres", "nats", "mailbox") if name in names]
        for name in early:
            self.supervisor.start(name)
        self.wait_ready(early)
        self._provide_databases()
        ours = [pool.submit(self._start_service, service) for service in services]
        if built:
            if not built.done():
                self.telling.step("building Keycloak, once")
            built.result()
            self.around.keycloak.prepare(realm.read(REALM_FILES))
            self.telling.step("starting Keycloak and the services")
            self.supervisor.start("keycloak")
        for started in ours:
            started.result()

    def _provide_databases(self) -> None:
        postgres = self.around.postgres
        for service in SERVICES:
            postgres.provide(service, self.around.passwords(service))
        if self.around.keycloak.folder:
            postgres.provide_keycloak(self.around.keycloak.database_password)

    def _build_keycloak(self) -> None:
        keycloak_package.build({leftovers.MARK: str(self.folder.path)}, self.folder.logs / "keycloak-build.log")

    def _start_service(self, service: str) -> None:
        self._migrate(service)
        for verb in ("serve", "work"):
            self.supervisor.start(f"{service}-{verb}")

    def _migrate(self, service: str) -> None:
        environment = self.around.environment(service, "migrate") | {leftovers.MARK: str(self.folder.path)}
        with (self.folder.logs / f"{service}-migrate.log").open("wb") as log:
            done = subprocess.run(
                [sys.executable, "-m", service, "migrate"], cwd=CHECKOUT, env=environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, check=False,
            )  # fmt: skip
        if done.returncode != 0:
            raise Trouble(f"The migration of {service} failed. {last_words(self.folder, f'{service}-migrate')}")


def last_words(folder: StateFolder, name: str) -> str:
    """Why a program failed, from its log: the disk or the network where it was that, else its last line."""
    path = folder.logs / f"{name}.log"
    if not path.exists():
        return "It wrote no log."
    with path.open(errors="replace") as lines:
        last = [line.strip() for line in deque(lines, 50) if line.strip()]
    return explained("\n".join(last)) or f"Its log, {path}, ends: {last[-1][:300] if last else '(empty)'}"
