"""`make bench`: measures, and writes docs/performance.json and the table in docs/performance.md.

`python -m tests.bench steps lists` measures these alone; the other rows stay as they were.
"""

import asyncio
import logging
import os
import platform
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import structlog

from tests.bench import lists, processes, reports, steps, sweep, whole_system
from tests.bench.ground import Ground, ground
from tests.bench.rows import Row, known, merged, write

# The business day of everything that is measured, but for `make run`, which has that of its story.
DAY = date(2026, 11, 2)
_ON_GROUND: dict[str, Callable[[Ground], Coroutine[Any, Any, list[Row]]]] = {
    "processes": processes.measure,
    "steps": steps.measure,
    "lists": lists.measure,
    "sweep": sweep.measure,
    "reports": reports.measure,
}
NAMES = (*_ON_GROUND, "system")


def main(names: Sequence[str]) -> int:
    """0 when every bound holds of what was measured."""
    if os.geteuid() == 0:
        print("Measure as an ordinary user: PostgreSQL does not run as root.", file=sys.stderr)  # noqa: T201
        return 2
    if unknown := set(names) - set(NAMES):
        print(f"There is no {', '.join(sorted(unknown))}: choose from {', '.join(NAMES)}.", file=sys.stderr)  # noqa: T201
        return 2
    # A server of ours in this process tells of every call; a figure is not to pay for it.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    found: list[Row] = []
    chosen = names or NAMES
    if on_ground := [name for name in chosen if name in _ON_GROUND]:
        with ground(DAY) as place:
            for name in on_ground:
                found += _noted(asyncio.run(_ON_GROUND[name](place)))
    if "system" in chosen:
        found += _noted(whole_system.measure())
    return 0 if all(row.holds is not False for row in found) else 1


def _noted(rows: list[Row]) -> list[Row]:
    """Written at once, so that a later figure that fails takes nothing away."""
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    found = [replace(row, measured_on=today) for row in rows]
    write(merged(known(), found), _conditions())
    for row in found:
        print(f"{row.id} {row.what}: {row.value:g} {row.unit} (floor {row.floor:g}, holds: {row.holds})", flush=True)  # noqa: T201
    return found


def _conditions() -> str:
    return (
        f"Measured with {os.cpu_count()} cores, Python {platform.python_version()}, PostgreSQL 18 with 128 MB of "
        "shared buffers, the client on the same cores; `fsync=on`, `synchronous_commit=on`, JetStream on file with "
        "`sync_interval: always`. What was loaded is on disk before anything is measured (CHECKPOINT, sync). A floor "
        "is measured in the same run, in turns with ours."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
