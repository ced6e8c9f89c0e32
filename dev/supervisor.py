"""The process that starts every other one, restarts what dies, and stops them in order: `python -m dev.supervisor`.

It reads what to run from standard input, and stops everything when that ends, however its starter ended.
"""

import json
import logging
import os
import shutil
import signal
import socket
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from circus.arbiter import Arbiter
from circus.exc import ConflictError
from circus.watcher import Watcher
from tornado import gen
from tornado.ioloop import IOLoop, PeriodicCallback

_LOG_BYTES = 20 << 20
_LOGS_KEPT = 3
_LOOK_AT_LOGS_EVERY = 60.0
_LOOK_EVERY = 0.3  # a dead process is started again at the next look, for ever
# A program writes its log itself. circus would read it from a pipe, and keeps the pipe's number when the program dies:
# the next program that gets the number is started again and again, and none of it is known to circus.
_WITH_LOG = 'exec "$@" >>"$0" 2>&1'


def _watcher(program: dict[str, Any]) -> Watcher:
    return Watcher(
        program["name"], "/bin/sh", args=["-c", _WITH_LOG, program["log"], *program["command"]],
        working_dir=program["folder"], env=program["environment"], stop_signal=program["stop_signal"],
        graceful_timeout=program["patience"], autostart=False, singleton=True, priority=program["wave"], max_retry=-1,
    )  # fmt: skip


def shorten(logs: Sequence[Path]) -> None:
    """What is full is put aside; a line that comes in between is lost, the program goes on with an empty file."""
    for log in logs:
        if log.exists() and log.stat().st_size > _LOG_BYTES:
            for age in range(_LOGS_KEPT, 1, -1):
                younger = log.with_name(f"{log.name}.{age - 1}")
                if younger.exists():
                    younger.replace(log.with_name(f"{log.name}.{age}"))
            shutil.copyfile(log, log.with_name(f"{log.name}.1"))
            os.truncate(log, 0)


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
    logs = [Path(program["log"]) for program in told["programs"]]
    PeriodicCallback(lambda: shorten(logs), _LOOK_AT_LOGS_EVERY * 1000).start()
    stopping = _Stopping(arbiter, loop)
    signal.signal(signal.SIGTERM, stopping.begin)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    loop.add_handler(sys.stdin.fileno(), stopping.begin, IOLoop.READ)
    arbiter.start()


if __name__ == "__main__":
    main()
