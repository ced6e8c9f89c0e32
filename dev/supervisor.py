"""The process that starts every other one, restarts what dies, and stops them in order: `python -m dev.supervisor`.

It reads what to run from standard input, and stops everything when that ends, however its starter ended.
"""

import json
import logging
import shlex
import signal
import socket
import sys
from itertools import groupby
from typing import Any

from circus.arbiter import Arbiter
from circus.exc import ConflictError
from circus.stream.file_stream import FileStream
from circus.watcher import Watcher
from tornado import gen
from tornado.ioloop import IOLoop

_LOG_BYTES = 20 << 20
_LOGS_KEPT = 3
_LOOK_EVERY = 0.3  # a dead process is started again at the next look, for ever


def _watcher(program: dict[str, Any]) -> Watcher:
    log = {"stream": FileStream(program["log"], max_bytes=_LOG_BYTES, backup_count=_LOGS_KEPT)}
    executable, *arguments = program["command"]
    return Watcher(
        program["name"], shlex.quote(executable), args=arguments, working_dir=program["folder"],
        env=program["environment"], stop_signal=program["stop_signal"], graceful_timeout=program["patience"],
        stdout_stream=log, stderr_stream=log, autostart=False, singleton=True, priority=program["wave"],
        max_retry=-1,
    )  # fmt: skip


class _Stopping:
    """Waves in order, then the arbiter itself; asked twice, it happens once."""

    def __init__(self, arbiter: Arbiter, loop: IOLoop) -> None:
        self._arbiter, self._loop, self._begun = arbiter, loop, False

    def begin(self, *_: object) -> None:
        if not self._begun:
            self._begun = True
            self._loop.add_callback_from_signal(self._stop)

    async def _stop(self) -> None:
        self._arbiter.ctrl.caller.stop()  # nothing is started again from here on
        watchers = self._arbiter.iter_watchers(reverse=False)
        for _, wave in groupby(watchers, key=lambda watcher: watcher.priority):
            chosen = list(wave)
            await self._until_free(lambda chosen=chosen: self._arbiter.stop_watchers(lambda reverse: chosen))
        await self._until_free(self._arbiter.stop)

    async def _until_free(self, command: Any) -> None:
        """circus refuses a command while another one runs."""
        while True:
            try:
                await command()
            except ConflictError:
                await gen.sleep(0.05)
            else:
                return


def _worth_a_line(record: logging.LogRecord) -> bool:
    """circus looks for the dead while it starts somebody, refuses itself, and looks again a moment later."""
    return not (record.exc_info and isinstance(record.exc_info[1], ConflictError))


def main() -> None:
    """Run what standard input says until it ends, or until SIGTERM."""
    told = json.loads(sys.stdin.readline())
    socket.getfqdn = lambda name="": name or socket.gethostname()  # circus asks the network for it, and may wait long
    logging.getLogger("tornado.application").addFilter(_worth_a_line)
    loop = IOLoop.current()
    arbiter = Arbiter(
        [_watcher(program) for program in told["programs"]], told["endpoint"], told["events"], check_delay=_LOOK_EVERY
    )
    stopping = _Stopping(arbiter, loop)
    signal.signal(signal.SIGTERM, stopping.begin)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    loop.add_handler(sys.stdin.fileno(), stopping.begin, IOLoop.READ)
    arbiter.start()


if __name__ == "__main__":
    main()
