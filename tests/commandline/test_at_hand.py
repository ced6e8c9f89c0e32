"""What `rongrian` works on, and what it says where there is nothing."""

import os
import subprocess
from pathlib import Path

import pytest

from commandline import at_hand
from commandline.trouble import Trouble
from dev.places import CHECKOUT
from dev.stack.folder import StateFolder


@pytest.fixture(autouse=True)
def _nothing_at_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("RONGRIAN_") and name != "RONGRIAN_PORT_BASE"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RONGRIAN_STATE", str(tmp_path / "state"))


def rongrian(*arguments: str) -> tuple[int, str, str]:
    ended = subprocess.run([str(CHECKOUT / "rongrian"), *arguments], capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout, ended.stderr


def test_where_settings_of_a_service_are_it_is_that_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGRIAN_DATABASE_URL", "postgresql://somewhere")
    monkeypatch.setenv("RONGRIAN_CLIENT_ID", "svc-cases")

    there = at_hand.find()

    assert (there.services, there.chosen([]), there.stack) == (("cases",), ("cases",), None)
    assert there.environment("cases")["RONGRIAN_DATABASE_URL"] == "postgresql://somewhere"


@pytest.mark.parametrize("client", ["", "cases", "svc-", "svc-kit", "svc-../cases"])
def test_settings_of_nobody_are_refused(monkeypatch: pytest.MonkeyPatch, client: str) -> None:
    monkeypatch.setenv("RONGRIAN_DATABASE_URL", "postgresql://somewhere")
    monkeypatch.setenv("RONGRIAN_CLIENT_ID", client)

    with pytest.raises(Trouble, match="names no service: set it to svc-SERVICE"):
        at_hand.find()


def test_beside_a_running_stack_it_is_every_service_of_it(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "state")
    folder.make()
    with folder.held():
        there = at_hand.find()

    assert {"agencies", "cases", "deadlines", "reporting"} <= set(there.services)
    assert there.environment("cases")["RONGRIAN_CLIENT_ID"] == "svc-cases"
    assert there.environment("reporting")["RONGRIAN_DATABASE_URL"].endswith("/reporting")
    assert there.chosen(["cases", "agencies", "cases"]) == ("cases", "agencies")
    with pytest.raises(Trouble, match="'case' is no service"):
        there.chosen(["case"])


@pytest.mark.parametrize("command", [("verify",), ("day",), ("parked", "list"), ("republish", "cases")])
def test_where_nothing_runs_a_sentence_says_what_to_do(command: tuple[str, ...], tmp_path: Path) -> None:
    code, out, err = rongrian(*command)

    assert (code, out) == (2, "")
    assert err == "Nothing runs: start it with `make run`. Elsewhere, set the RONGRIAN_* variables of a service.\n"
    assert not (tmp_path / "state").exists()


def test_a_wrong_use_is_told_in_the_words_of_the_command_that_was_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGRIAN_DATABASE_URL", "postgresql://somewhere")
    monkeypatch.setenv("RONGRIAN_CLIENT_ID", "svc-cases")

    code, _, err = rongrian("republish", "cases", "--since", "yesterday")

    assert code == 2
    assert "rongrian republish" in err
    assert "python -m" not in err


def test_help_names_every_command() -> None:
    code, out, _ = rongrian("--help")

    assert code == 0
    assert all(command in out for command in ("day", "verify", "republish", "parked"))
