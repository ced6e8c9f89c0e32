"""Sets a checkout up: `python3 -m dev.setup stack` (or `checks`), with the standard library alone.

Makes `.venv` from the lock of that name, checked by hash, and the generated code. Done once, it costs nothing; a
half-made environment is made again.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

from dev.trouble import Trouble, explained, of_system

CHECKOUT = Path(__file__).resolve().parent.parent
ENVIRONMENT = CHECKOUT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STAMP = ENVIRONMENT / "rongrian-setup.json"
LOG = CHECKOUT / ".rongrian" / "setup.log"
LOCKS = {"stack": ("stack", "checks"), "checks": ("checks",)}  # what satisfies which: checks holds all of stack
_OLDEST, _NEWEST = (3, 11), (3, 14)
_NOT_FOR_PIP = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV")


def main(arguments: list[str]) -> int:
    """Set up for the lock named; one sentence on standard error and 1 when that cannot be done."""
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        print(f"usage: python3 -m dev.setup {'|'.join(LOCKS)}", file=sys.stderr)
        return 2
    try:
        check_machine()
        with _alone():
            make_environment(arguments[0])
            write_path_file()
            _run([str(PYTHON), "-m", "dev.contracts"], "The contracts could not be compiled")
    except KeyboardInterrupt:
        print("\nInterrupted: the next run takes it up again.", file=sys.stderr)
        return 130
    except (Trouble, OSError) as error:
        print(of_system(error) if isinstance(error, OSError) else error, file=sys.stderr)
        return 1
    return 0


def check_machine() -> None:
    """Raise Trouble where the packages of the servers would not run."""
    if not _OLDEST <= sys.version_info[:2] <= _NEWEST:
        have = platform.python_version()
        raise Trouble(f"This needs Python 3.11 to 3.14, and python3 is {have}: install one and put it on the PATH.")
    if sys.platform != "linux" or platform.machine() != "x86_64" or "glibc" not in _libc():
        raise Trouble("This runs on Linux on x86-64 with glibc (Debian, Ubuntu, Fedora, RHEL …): use such a machine.")
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        raise Trouble(
            "Python's venv is missing: install it (on Debian and Ubuntu `apt-get install python3-venv`) "
            "and run the same command again."
        )


def _libc() -> str:
    try:
        return os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (ValueError, OSError):
        return ""


def make_environment(lock: str) -> None:
    """Make `.venv`, or bring it to the lock; its stamp is written last, so that a half-made one is known."""
    locks = stamped_locks()
    if locks is not None and any(locks.get(name) == hash_of(name) for name in LOCKS[lock]):
        return
    STAMP.unlink(missing_ok=True)
    if locks is None:
        _say("making .venv")
        _run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], "Python's venv failed")
    install(lock)
    STAMP.write_text(json.dumps({"checkout": str(CHECKOUT), "locks": {lock: hash_of(lock)}}))


def stamped_locks() -> dict[str, str] | None:
    """What `.venv` was made from; None where it is not there, not finished, or was moved here."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return None
    if not PYTHON.exists() or stamp.get("checkout") != str(CHECKOUT):
        return None
    locks = stamp.get("locks")
    return locks if isinstance(locks, dict) else None


def hash_of(lock: str) -> str:
    """The hash of a lock."""
    return hashlib.sha256((CHECKOUT / "requirements" / f"{lock}.txt").read_bytes()).hexdigest()


def install(lock: str) -> None:
    """Install every package of the lock, with a line that shows how far it is."""
    path = CHECKOUT / "requirements" / f"{lock}.txt"
    total = len(re.findall(r"^[\w.\[\]-]+==", path.read_text(), re.MULTILINE))
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "--progress-bar=off"]
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_PIP}
    count, said = 0, []
    with LOG.open("w") as log, subprocess.Popen(
        [*command, "-r", str(path)], env=environment | {"PIP_USER": "0"}, cwd=CHECKOUT,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    ) as pip:  # fmt: skip
        for line in pip.stdout or ():
            log.write(line)
            said.append(line)
            if line.startswith("Collecting "):
                count += 1
                _say(f"package {count} of {total}: {line.split()[1]}", passing=True)
            elif line.startswith("Installing "):
                _say(f"installing {count} packages", passing=True)
    if pip.returncode != 0:
        raise Trouble(_failure("".join(said), "pip failed"))
    _say(f"{total} packages are installed")


def write_path_file() -> None:
    """Let `python -m cases` and `python -m dev` find the services, the generated code and the checkout."""
    text = "".join(f"{path}\n" for path in (CHECKOUT / "services", CHECKOUT / "build" / "proto", CHECKOUT))
    for packages in ENVIRONMENT.glob("lib/python3*/site-packages"):
        path = packages / "rongrian.pth"
        if not path.exists() or path.read_text() != text:
            path.write_text(text)


@contextmanager
def _alone() -> Iterator[None]:
    """One set-up at a time; a second one waits, and then finds it done."""
    LOG.parent.mkdir(mode=0o700, exist_ok=True)
    with (LOG.parent / "setup.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def _run(command: list[str], failure: str) -> None:
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = done.stdout + done.stderr
        LOG.write_text(said)
        raise Trouble(_failure(said, failure))
    if done.stdout.strip():
        _say(done.stdout.strip())


def _failure(said: str, failure: str) -> str:
    errors = [line for line in said.splitlines() if line.startswith(("ERROR", "error"))] or said.splitlines()[-1:]
    sentence = explained(said) or f"{failure}: {' '.join(errors[:1])}. Mend that and run the same command again."
    return f"{sentence} (Log: {LOG})"


def _say(text: str, *, passing: bool = False) -> None:
    """A passing line is written over by the next one, on a terminal only."""
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns - 1
        print(f"\r\x1b[K{f'setup: {text}'[:width]}", end="" if passing else "\n", flush=True)
    elif not passing:
        print(f"setup: {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
