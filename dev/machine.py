"""Whether this machine can run the packages of the servers."""

from __future__ import annotations

import importlib.util
import os
import platform
import sys

from dev.trouble import Trouble

_OLDEST, _NEWEST = (3, 11), (3, 14)


def check_machine() -> None:
    """Raise Trouble where the packages of the servers would not run."""
    if not _OLDEST <= sys.version_info[:2] <= _NEWEST:
        have = platform.python_version()
        raise Trouble(f"This needs Python 3.11 to 3.14, and python3 is {have}: install one and put it on the PATH.")
    if sys.platform != "linux" or platform.machine() != "x86_64" or "glibc" not in _libc():
        raise Trouble("This runs on Linux on x86-64 with glibc (Debian, Ubuntu, Fedora, RHEL …): use such a machine.")
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        raise Trouble(
            "Python's venv is missing: install it (on Debian and Ubuntu `apt-get install python3-venv`) "
            "and run the same command again."
        )


def _libc() -> str:
    try:
        return os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (ValueError, OSError):
        return ""
