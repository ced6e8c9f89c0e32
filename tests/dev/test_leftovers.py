"""A start ends what an earlier one of the same folder left, and nothing else."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from dev.stack.leftovers import MARK, end, left_behind


@contextmanager
def sleeper(mark: str | None) -> Iterator[subprocess.Popen[bytes]]:
    environment = {name: value for name, value in os.environ.items() if name != MARK}
    marked = environment | ({MARK: mark} if mark else {})
    with subprocess.Popen([sys.executable, "-c", "import time; print(1, flush=True); time.sleep(60)"],
                          env=marked, stdout=subprocess.PIPE) as process:  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()


def test_what_bears_the_mark_of_the_folder_is_ended(tmp_path: Path) -> None:
    with sleeper(str(tmp_path)) as left:
        assert end(str(tmp_path)) == 1
        assert not psutil.pid_exists(left.pid)


def test_a_stranger_and_another_folders_process_live_on(tmp_path: Path) -> None:
    with sleeper(None) as stranger, sleeper(str(tmp_path / "other")) as other:
        assert end(str(tmp_path)) == 0
        assert stranger.poll() is None
        assert other.poll() is None


def test_a_child_that_outlived_its_parent_is_found(tmp_path: Path) -> None:
    start_a_child = "import subprocess, sys; subprocess.Popen(['sleep', '60'])"
    subprocess.run([sys.executable, "-c", start_a_child], env=os.environ | {MARK: str(tmp_path)}, check=True)
    assert [process.name() for process in left_behind(str(tmp_path))] == ["sleep"]
    assert end(str(tmp_path)) == 1
