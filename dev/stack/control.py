"""The supervisor as others see it: launch it, ask it, end it."""

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from circus.client import CircusClient
from circus.exc import CallError

from dev.places import CHECKOUT
from dev.servers.program import Program, surroundings
from dev.stack.folder import StateFolder
from dev.stack.leftovers import MARK
from dev.trouble import Trouble

_ANSWER = 30.0
_TRY = 2.0
_LONGEST_STOP = 150.0
_LONGEST_LAUNCH = 60.0
_SOON = 0.5


class Supervisor:
    """Restarts what dies; what was asked to stop stays stopped until it is asked to start."""

    def __init__(self, folder: StateFolder) -> None:
        self._folder = folder
        self._endpoint, self._events = folder.socket("control"), folder.socket("events")
        self._process: subprocess.Popen[str] | None = None

    def launch(self, programs: Iterable[Program]) -> None:
        """Start the supervisor with these programs, none of them started yet."""
        with (self._folder.logs / "supervisor.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dev.supervisor"], cwd=CHECKOUT,
                env=surroundings() | {MARK: str(self._folder.path)},
                stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT, text=True, start_new_session=True,
            )  # fmt: skip
        assert self._process.stdin is not None
        self._process.stdin.write(self._order(programs) + "\n")
        self._process.stdin.flush()
        deadline = time.monotonic() + _LONGEST_LAUNCH
        while not self._answers():
            if not self.alive() or time.monotonic() > deadline:
                raise Trouble(f"The supervisor did not start; its log is {self._folder.logs / 'supervisor.log'}.")

    def alive(self) -> bool:
        """Whether the supervisor that this process launched still runs."""
        return self._process is not None and self._process.poll() is None

    def start(self, name: str) -> None:
        """Start a program; one that runs is left as it is."""
        self._ask("start", patience=30, name=name, waiting=True)

    def stop(self, name: str) -> None:
        """Stop a program and keep it stopped."""
        self._ask("stop", patience=_LONGEST_STOP, name=name, waiting=True)

    def names(self) -> list[str]:
        """Every program it knows."""
        return [str(name) for name in self._ask("list")["watchers"]]

    def pid(self, name: str) -> int | None:
        """The running process of a program."""
        pids = self._ask("list", name=name)["pids"]
        return int(pids[0]) if pids else None

    def pids(self) -> dict[str, int]:
        """The running process of each program."""
        return {name: pid for name in self.names() if (pid := self.pid(name)) is not None}

    def end(self) -> None:
        """Stop everything in order, the supervisor last."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(_LONGEST_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _answers(self) -> bool:
        with _client(self._endpoint, _SOON) as client:
            try:
                client.send_message("list")
            except CallError:
                return False
        return True

    def _order(self, programs: Iterable[Program]) -> str:
        """The one line that tells the supervisor what to run; secrets go this way, not through a file."""
        told = [
            {
                "name": program.name,
                "command": program.command,
                "folder": str(program.folder),
                "wave": program.wave,
                "environment": dict(program.environment) | {MARK: str(self._folder.path)},
                "stop_signal": int(program.stop_signal),
                "patience": program.patience,
                "log": str(self._folder.logs / f"{program.name}.log"),
            }
            for program in programs
        ]
        return json.dumps({"endpoint": self._endpoint, "events": self._events, "programs": told})

    def _ask(self, command: str, patience: float = _ANSWER, **properties: object) -> dict[str, Any]:
        deadline = time.monotonic() + patience
        while True:
            # A question without an answer is asked again on a new connection: on a busy machine one is lost at times.
            with _client(self._endpoint, _TRY if command == "list" else patience) as client:
                try:
                    answer: dict[str, Any] = client.send_message(command, **properties)
                except CallError as error:
                    if command == "list" and time.monotonic() < deadline:
                        continue
                    raise Trouble("The supervisor does not answer: run `make reset`, then start again.") from error
            if answer.get("status") == "ok":
                return answer
            busy = "already running" in str(answer.get("reason"))
            if not busy or time.monotonic() > deadline:
                raise Trouble(f"The supervisor refused {command} {properties}: {answer.get('reason')}")
            time.sleep(0.05)


@contextmanager
def _client(endpoint: str, patience: float) -> Iterator[CircusClient]:
    client = CircusClient(endpoint=endpoint, timeout=patience)
    try:
        yield client
    finally:
        client.stop()
