"""One process, as the supervisor starts it."""

import os
import signal
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Protocol

import httpx


class Wave(IntEnum):
    """The order of stopping: a wave is gone before the next one is asked to go."""

    SERVICES = 0
    KEYCLOAK = 1
    CARRIERS = 2
    DATABASE = 3


@dataclass(frozen=True)
class Program:
    """What is run, with exactly which environment, and how it is asked to stop."""

    name: str
    command: tuple[str, ...]
    folder: Path
    wave: Wave
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: int = signal.SIGTERM
    patience: float = 20.0


class Server(Protocol):
    """What the four servers have in common; without a folder a server is not ours to start."""

    @property
    def folder(self) -> Path | None:
        """Where its data lie."""

    def program(self) -> Program:
        """How it is started."""

    def ready(self) -> bool:
        """Whether its users can use it."""

    def version(self) -> str:
        """As the server itself reports it."""


def surroundings() -> dict[str, str]:
    """What every process of ours gets from this one's environment: no proxy, no secret, no locale of the user's."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "USER", "LD_LIBRARY_PATH") if name in os.environ
    }
    return kept | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def answers(url: str, timeout: float = 2.0) -> bool:
    """Whether a GET of `url` on this machine is answered with 200; no proxy is asked."""
    try:
        return httpx.get(url, timeout=timeout, trust_env=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def first_line(host: str, port: int, timeout: float = 2.0) -> str | None:
    """What a server that speaks first says first."""
    try:
        with socket.create_connection((host, port), timeout) as connection, connection.makefile("rb") as lines:
            return lines.readline(65536).decode(errors="replace").strip() or None
    except OSError:
        return None
