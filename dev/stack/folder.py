"""The state folder: data, logs and secrets of one stack, held by one starter at a time."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import sha256
from pathlib import Path
from signal import SIGKILL, SIGTERM
from tempfile import gettempdir

from dev.files import write_whole
from dev.trouble import Trouble

_MARK = "rongrian-state"
_LONGEST_SOCKET_PATH = 100


class StateFolder:
    """Made with its mark when it is first used, so that `reset` can never delete a folder that is not ours."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.logs = self.path / "logs"
        self.data = self.path / "data"

    def make(self) -> None:
        """Make it, readable for its owner alone; a folder of somebody else's content is refused."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._ours() and any(self.path.iterdir()):
            raise Trouble(f"{self.path} holds something else: set RONGRIAN_STATE to an empty folder.")
        (self.path / _MARK).touch()
        for folder in (self.logs, self.data, self.path / "secrets"):
            folder.mkdir(mode=0o700, exist_ok=True)

    def remove(self) -> None:
        """Delete all state."""
        if self.path.exists() and not self._ours():
            raise Trouble(f"{self.path} is not a state folder of Rongrian: nothing was deleted.")
        shutil.rmtree(self.path, ignore_errors=True)

    def forget_data(self) -> None:
        """Delete what the servers and services have stored; secrets and logs stay."""
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        (self.path / "business-day").unlink(missing_ok=True)

    def remember_ports(self, base: int) -> None:
        """So that whoever asks about what runs here need not know with which variables it was started."""
        write_whole(self._base, f"{base}\n")

    def remembered_ports(self) -> int | None:
        """The base of the ports of what was started here last."""
        return int(self._base.read_text()) if self._base.exists() else None

    @contextmanager
    def held(self) -> Iterator[None]:
        """This process alone runs what is in the folder; the lock goes with the process, however that ends."""
        descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                flock(descriptor, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                raise Trouble(
                    f"This is running already: stop that one with Ctrl-C or `kill {self.holder() or '?'}`, "
                    "or set RONGRIAN_STATE and RONGRIAN_PORT_BASE for a second one."
                ) from None
            os.truncate(descriptor, 0)
            os.write(descriptor, str(os.getpid()).encode())
            yield
        finally:
            os.close(descriptor)

    def holder(self) -> int | None:
        """The process that holds the folder now."""
        try:
            with self._lock.open("r+") as file:
                try:
                    flock(file, LOCK_EX | LOCK_NB)
                except BlockingIOError:
                    return int(file.read() or 0) or None
        except FileNotFoundError:
            pass
        return None

    def end_holder(self, patience: float = 90) -> None:
        """Ask the process that holds the folder to stop, as Ctrl-C would, and wait until it has."""
        holder = self.holder()
        if holder is None:
            return
        os.kill(holder, SIGTERM)
        deadline = time.monotonic() + patience
        while self.holder() == holder:
            if time.monotonic() > deadline:
                os.kill(holder, SIGKILL)
            time.sleep(0.1)

    def socket(self, name: str) -> str:
        """An address for ZeroMQ; a path too long for a socket is replaced by a private folder for temporary files."""
        path = self.path / f"{name}.sock"
        if len(os.fsencode(path)) > _LONGEST_SOCKET_PATH:
            short = Path(gettempdir()) / f"rongrian-{os.getuid()}-{sha256(os.fsencode(self.path)).hexdigest()[:12]}"
            short.mkdir(mode=0o700, exist_ok=True)
            if short.stat().st_uid != os.getuid() or short.is_symlink():
                raise Trouble(f"{short} belongs to somebody else: set TMPDIR, or RONGRIAN_STATE to a shorter path.")
            path = short / f"{name}.sock"
        return f"ipc://{path}"

    @property
    def _base(self) -> Path:
        return self.path / "port-base"

    @property
    def _lock(self) -> Path:
        return self.path / "lock"

    def _ours(self) -> bool:
        return (self.path / _MARK).exists()
