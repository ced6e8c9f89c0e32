"""A program that writes its log itself goes on writing it while what is full is put aside."""

from pathlib import Path

import pytest

from dev import supervisor


def test_a_full_log_is_put_aside_three_times_and_written_on_from_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "_LOG_BYTES", 10)
    log = tmp_path / "cases-serve.log"
    with log.open("a") as written:
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday"):
            written.write(f"what happened on {day}\n")
            written.flush()
            supervisor.shorten([log, tmp_path / "of-a-program-not-yet-started.log"])
        written.write("short\n")
        written.flush()
        supervisor.shorten([log])

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "cases-serve.log": "short\n",
        "cases-serve.log.1": "what happened on friday\n",
        "cases-serve.log.2": "what happened on thursday\n",
        "cases-serve.log.3": "what happened on wednesday\n",
    }
