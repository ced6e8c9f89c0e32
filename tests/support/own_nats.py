"""A NATS server for one test alone, so that no test meets another's events."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev.servers.nats import Nats


@contextmanager
def own_nats(folder: Path) -> Iterator[str]:
    """Yields the address of a fresh server that keeps its data in `folder`."""
    server = Nats.ours(folder / "nats", _free_port(), _free_port(), "a-word-for-one-test")
    server.prepare()
    program = server.program()
    with (folder / "nats.log").open("wb") as log:
        process = subprocess.Popen(program.command, env=dict(program.environment), stdout=log, stderr=log)
        try:
            while not server.ready():
                time.sleep(0.02)
            yield server.url
        finally:
            process.terminate()
            process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
