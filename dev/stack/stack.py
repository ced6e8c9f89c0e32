"""The whole system: servers and services started in order, watched, and stopped."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from dev.places import CHECKOUT, built_services
from dev.stack import leftovers
from dev.stack.bring_up import BringUp, last_words
from dev.stack.chosen import chosen_servers
from dev.stack.control import Supervisor
from dev.stack.environment import Role, Surroundings
from dev.stack.folder import StateFolder
from dev.stack.ports import Ports
from dev.stack.probes import probe
from dev.telling import Telling
from dev.trouble import Trouble

_PATIENCE = 240.0
_LOOK_EVERY = 0.1
_TRIES = 20  # PostgreSQL may need some after kill -9; whoever needs more has another trouble


def state_path(usual: str) -> Path:
    """The usual state folder in the checkout, or what RONGRIAN_STATE says."""
    return Path(os.environ.get("RONGRIAN_STATE") or CHECKOUT / ".rongrian" / usual).expanduser()


def running_stack() -> "Stack":
    """What `make run` runs on this machine now, on its own ports. Raises Trouble when nothing does."""
    folder = StateFolder(state_path("run"))
    if folder.holder() is None:
        raise Trouble("Nothing runs: start it with `make run`.")
    base = folder.remembered_ports()
    return Stack("demo", folder.path, Ports(base), Telling()) if base is not None else Stack.for_run()


class Stack:
    """Describes a stack; `started` runs it. Every step can be repeated and is taken up again after a kill."""

    def __init__(self, kind: Literal["demo", "test"], folder: Path, ports: Ports, telling: Telling) -> None:
        self.folder = StateFolder(folder)
        self.folder.make()
        self.ports = ports
        self.services = built_services()
        self.around: Surroundings = chosen_servers(kind, self.folder, ports)
        self._telling = telling
        self._supervisor = Supervisor(self.folder)

    @classmethod
    def for_run(cls, telling: Telling | None = None) -> "Stack":
        """What `make run` starts."""
        return cls("demo", state_path("run"), Ports.chosen(15000), telling or Telling())

    @classmethod
    def for_tests(cls, telling: Telling | None = None) -> "Stack":
        """What the tests start, beside a running one: ports and a folder of its own."""
        return cls("test", state_path("test"), Ports.chosen(25000), telling or Telling())

    @contextmanager
    def started(self, *, services: bool = True, fresh: bool = False) -> Iterator["Stack"]:
        """Run the servers, and the services with them; all of them are stopped at the end.

        `fresh` forgets what was stored before. Raises Trouble with a sentence when something cannot be had.
        """
        if os.geteuid() == 0:
            raise Trouble("PostgreSQL does not run as root: run this as an ordinary user.")
        with self.folder.held():
            leftovers.end(str(self.folder.path))
            self.folder.remember_ports(self.ports.base)
            if fresh:
                self.folder.forget_data()
            try:
                BringUp(self.around, self.folder, self._supervisor, self._telling, self.wait_ready).run(
                    self.services if services else ()
                )
                yield self
            finally:
                if self._supervisor.alive():
                    self._telling.step("stopping")
                self._supervisor.end()
                leftovers.end(str(self.folder.path))

    def alive(self) -> bool:
        """Whether what this process started is still supervised."""
        return self._supervisor.alive()

    def processes(self) -> dict[str, int]:
        """The process id of each program that runs now."""
        return self._supervisor.pids()

    def start(self, name: str) -> None:
        """Start one program that was stopped, and wait until it is ready."""
        self._supervisor.start(name)
        self.wait_ready([name])

    def stop(self, name: str) -> None:
        """Stop one program in good order and keep it stopped until `start`."""
        self._supervisor.stop(name)

    def wait_ready(self, names: Iterable[str] | None = None, patience: float = _PATIENCE) -> None:
        """Wait until the programs named (all of them otherwise) answer; Trouble names the one that does not."""
        deadline = time.monotonic() + patience
        for name in self._supervisor.names() if names is None else names:
            self._wait_for(name, deadline)

    def _wait_for(self, name: str, deadline: float) -> None:
        seen: set[int | None] = set()
        while not probe(name, self.around):
            seen.add(self._supervisor.pid(name))
            if not self._supervisor.alive():
                raise Trouble(f"The supervisor has ended; its log is {self.folder.logs / 'supervisor.log'}.")
            if time.monotonic() > deadline or len(seen) > _TRIES:
                raise Trouble(f"{name} does not become ready. {last_words(self.folder, name)}")
            time.sleep(_LOOK_EVERY)

    def database_url(self, service: str, role: Role = "app", database: str | None = None) -> str:
        """A service's own database, or another one that `provide_database` made for it."""
        return self.around.database_url(service, role, database)

    def provide_database(self, service: str, database: str | None = None) -> None:
        """An empty database with the service's three roles; `database` names another than the service's own."""
        self.around.postgres.provide(service, self.around.passwords(service), database)

    def versions(self) -> dict[str, str]:
        """Each server's version as the server itself reports it."""
        return {name: server.version() for name, server in self.around.servers.items()}
