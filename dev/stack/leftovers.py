"""What an earlier start left behind: found by the mark in its own environment, so that never a stranger is ended."""

import contextlib

import psutil

MARK = "RONGRIAN_STATE_FOLDER"
_PATIENCE = 60.0


def left_behind(folder: str) -> list[psutil.Process]:
    """Processes started for this very state folder; a recycled number bears no mark."""
    return [process for process in psutil.process_iter() if _bears(process, folder)]


def end(folder: str) -> int:
    """End them all and wait until they are gone; says how many there were.

    Only those are asked whose parent is not one of them: a supervisor stops what it started in good order.
    """
    processes = left_behind(folder)
    marked = {process.pid for process in processes}
    for process in processes:
        with contextlib.suppress(psutil.Error):
            if process.ppid() not in marked:
                process.terminate()
    _, alive = psutil.wait_procs(processes, timeout=_PATIENCE)
    for process in alive:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(alive, timeout=_PATIENCE)
    return len(processes)


def _bears(process: psutil.Process, folder: str) -> bool:
    try:
        return process.environ().get(MARK) == folder
    except (psutil.Error, OSError):
        return False
