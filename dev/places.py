"""Where things lie: the checkout, the cache of fetched servers."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
SERVICES = ("agencies", "cases", "deadlines", "reporting")


def cache() -> Path:
    """What was fetched once; `make reset` leaves it alone."""
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rongrian"
    root.mkdir(parents=True, exist_ok=True)
    return root


def built_services() -> tuple[str, ...]:
    """The services that this checkout has."""
    return tuple(name for name in SERVICES if (CHECKOUT / "services" / name / "__main__.py").exists())
