"""What the processes of a stack hold in memory."""

import contextlib
from collections.abc import Mapping

import psutil


def held(processes: Mapping[str, int]) -> dict[str, int]:
    """Bytes of each program with its children, as PSS: what is shared is divided among those who share it."""
    return {name: _with_children(pid) for name, pid in processes.items()}


def _with_children(pid: int) -> int:
    total = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for each in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                total += each.memory_full_info().pss
    return total
