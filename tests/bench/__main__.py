"""`make bench`: measures, and writes docs/performance.json and the table in docs/performance.md."""

import os
import platform
import sys
from datetime import UTC, datetime

from tests.bench.rows import write
from tests.bench.whole_system import measure


def main() -> int:
    """0 when every bound holds."""
    if os.geteuid() == 0:
        print("Measure as an ordinary user: PostgreSQL does not run as root.", file=sys.stderr)  # noqa: T201
        return 2
    rows = measure()
    conditions = (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with {os.cpu_count()} cores, Python {platform.python_version()}; "
        "`fsync=on`, `synchronous_commit=on`, JetStream on file with `sync_interval: always`."
    )
    write(rows, conditions)
    for row in rows:
        print(f"{row.id}: {row.value:g} {row.unit} (floor {row.floor:g}, holds: {row.holds})")  # noqa: T201
    return 0 if all(row.holds is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
