"""Sets a checkout up: `python3 -m dev.setup stack` (or `checks`), with the standard library alone.

Makes `.venv` from the lock of that name and the generated code. Done once, it costs nothing; a half-made one is made
again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock

from dev.machine import check_machine
from dev.packages import CHECKOUT, ENVIRONMENT, LOCKS, LOG, PYTHON, make_environment, run_step
from dev.trouble import Trouble, of_system


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
            run_step([str(PYTHON), "-m", "dev.contracts"], "The contracts could not be compiled")
    except KeyboardInterrupt:
        print("\nInterrupted: the next run takes it up again.", file=sys.stderr)
        return 130
    except (Trouble, OSError) as error:
        print(of_system(error) if isinstance(error, OSError) else error, file=sys.stderr)
        return 1
    return 0


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
