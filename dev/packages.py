"""The environment of packages, `.venv`, made from a lock whose every package is checked by hash."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from dev.trouble import Trouble, explained

CHECKOUT = Path(__file__).resolve().parent.parent
ENVIRONMENT = CHECKOUT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LOG = CHECKOUT / ".rongrian" / "setup.log"
LOCKS = {"stack": ("stack", "checks"), "checks": ("checks",)}  # what satisfies which: checks holds all of stack
_STAMP = ENVIRONMENT / "rongrian-setup.json"
_NOT_FOR_PIP = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV")


def make_environment(lock: str) -> None:
    """Make `.venv`, or bring it to the lock; its stamp is written last, so that a half-made one is known."""
    locks = stamped_locks()
    if locks is not None and any(locks.get(name) == hash_of(name) for name in LOCKS[lock]):
        return
    _STAMP.unlink(missing_ok=True)
    if locks is None:
        say("making .venv")
        run_step([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], "Python's venv failed")
    install(lock)
    _STAMP.write_text(json.dumps({"checkout": str(CHECKOUT), "locks": {lock: hash_of(lock)}}))


def stamped_locks() -> dict[str, str] | None:
    """What `.venv` was made from; None where it is not there, not finished, or was moved here."""
    try:
        stamp = json.loads(_STAMP.read_text())
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
                say(f"package {count} of {total}: {line.split()[1]}", passing=True)
            elif line.startswith("Installing "):
                say(f"installing {count} packages", passing=True)
    if pip.returncode != 0:
        raise Trouble(_failure("".join(said), "pip failed"))
    say(f"{total} packages are installed")


def run_step(command: list[str], failure: str) -> None:
    """Run one step of the set-up; Trouble with its reason when it fails."""
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = done.stdout + done.stderr
        LOG.write_text(said)
        raise Trouble(_failure(said, failure))
    if done.stdout.strip():
        say(done.stdout.strip())


def _failure(said: str, failure: str) -> str:
    errors = [line for line in said.splitlines() if line.startswith(("ERROR", "error"))] or said.splitlines()[-1:]
    sentence = explained(said) or f"{failure}: {' '.join(errors[:1])}. Mend that and run the same command again."
    return f"{sentence} (Log: {LOG})"


def say(text: str, *, passing: bool = False) -> None:
    """A passing line is written over by the next one, on a terminal only."""
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns - 1
        print(f"\r\x1b[K{f'setup: {text}'[:width]}", end="" if passing else "\n", flush=True)
    elif not passing:
        print(f"setup: {text}", flush=True)
