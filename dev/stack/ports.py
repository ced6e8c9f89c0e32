"""Which port is whose, counted from one base."""

import os
from collections.abc import Iterable

import psutil

from dev.places import SERVICES
from dev.trouble import Trouble

# Above it systems choose the ports of outgoing calls, and one of those could keep a killed process from its own.
_HIGHEST_BASE = 32700
_SERVERS = ("postgres", "nats", "nats_monitor", "keycloak", "keycloak_management", "smtp", "mailbox")
_OF_A_SERVICE = ("grpc", "serve", "work")


class Ports:
    """Servers at +1 to +7; the services' gRPC, HTTP of `serve` and HTTP of `work` at +11, +12, +13, +21 …"""

    def __init__(self, base: int) -> None:
        self.base = base
        self._ports = {name: base + place for place, name in enumerate(_SERVERS, start=1)}
        for decade, service in enumerate(SERVICES, start=1):
            for place, name in enumerate(_OF_A_SERVICE, start=1):
                self._ports[f"{service}-{name}"] = base + 10 * decade + place

    @classmethod
    def chosen(cls, usual: int) -> "Ports":
        """From the usual base, or from what RONGRIAN_PORT_BASE says."""
        text = os.environ.get("RONGRIAN_PORT_BASE") or str(usual)
        if not text.isdecimal() or not 1024 <= int(text) <= _HIGHEST_BASE:
            raise Trouble(f"RONGRIAN_PORT_BASE must be a number from 1024 to {_HIGHEST_BASE}, not {text!r}.")
        return cls(int(text))

    def __getitem__(self, name: str) -> int:
        return self._ports[name]

    def address(self, name: str) -> str:
        """As `host:port`."""
        return f"127.0.0.1:{self._ports[name]}"

    def check_free(self, names: Iterable[str]) -> None:
        """Raise Trouble naming the first port that a stranger listens on."""
        taken = {
            connection.laddr.port: connection.pid
            for connection in psutil.net_connections("tcp")
            if connection.laddr and connection.status == psutil.CONN_LISTEN
        }
        for name in names:
            port = self._ports[name]
            if port in taken:
                raise Trouble(
                    f"Port {port} (for {name}) is in use by {_process(taken[port])}: "
                    "stop that, or set RONGRIAN_PORT_BASE to another number."
                )


def _process(pid: int | None) -> str:
    try:
        return f"{psutil.Process(pid).name()} (process {pid})" if pid else "another user's process"
    except psutil.Error:
        return f"process {pid}"
