"""`make run` as a new user has it: a fresh clone, an empty home, nothing fetched yet."""

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.rows import Row

CHECKOUT = Path(__file__).parents[2]
UP = "Ctrl-C stops"
FIRST_MINUTES, SECOND_SECONDS, WHOLE_MIB = 15, 30, 3072
_SERVERS = ("postgres", "nats", "keycloak")
_PORT_BASE = "31000"


def measure() -> list[Row]:
    """First start, second start, memory of the whole; floors from the same runs."""
    with tempfile.TemporaryDirectory(prefix="rongrian-bench.") as folder:
        clone = Path(folder) / "rongrian"
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(CHECKOUT), str(clone)], check=True)
        environment = _fresh(Path(folder))
        with _running(clone, environment) as first:
            pass
        keycloak_first = _keycloaks_own(clone)
        with _running(clone, environment) as second:
            memory = _memory(clone, environment)
        keycloak_second = _keycloaks_own(clone)
    servers = sum(memory[name] for name in _SERVERS)
    return [
        Row("START-1", "`make run` on a fresh clone until the story is told", first, "s",
            keycloak_first, "Keycloak's own first start", FIRST_MINUTES * 60),
        Row("START-2", "the second `make run`", second, "s",
            keycloak_second, "Keycloak's own start", SECOND_SECONDS),
        Row("MEMORY", "the whole system, idle (PSS)", memory["all"], "MiB",
            servers, "PostgreSQL, NATS and Keycloak of it", WHOLE_MIB),
    ]  # fmt: skip


def _fresh(home: Path) -> dict[str, str]:
    """The environment of somebody who has just got his account."""
    kept = {
        name: value for name, value in os.environ.items() if re.match(r"PIP_|SSL_|REQUESTS_|CURL_|https?_proxy", name)
    }
    return kept | {"HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
                   "RONGRIAN_PORT_BASE": _PORT_BASE}  # fmt: skip


@contextmanager
def _running(clone: Path, environment: dict[str, str]) -> Iterator[float]:
    """`make run` until it is up; yields the seconds that took, and stops it as Ctrl-C does."""
    began = time.monotonic()
    process = subprocess.Popen(
        ["make", "run"], cwd=clone, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if UP in line:
            break
    else:
        raise SystemExit("make run did not come up:\n" + "".join(said[-20:]))
    try:
        yield round(time.monotonic() - began, 1)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.stdout.read()
        process.wait(120)


def _memory(clone: Path, environment: dict[str, str]) -> dict[str, int]:
    """MiB by process, and all, as `make status` says."""
    told = subprocess.run(["make", "status"], cwd=clone, env=environment, text=True, capture_output=True, check=True)
    found = re.findall(r"^\s*(\S+)\s+(?:\d+\s+)?(\d+)(?:\s|$)", told.stdout, re.MULTILINE)
    return {name: int(mebibytes) for name, mebibytes in found}


def _keycloaks_own(clone: Path) -> float:
    """What Keycloak says of its last start."""
    log = (clone / ".rongrian" / "run" / "logs" / "keycloak.log").read_text(errors="replace")
    return float(re.findall(r"started in ([0-9.]+)s", log)[-1])
