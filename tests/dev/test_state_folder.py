"""One starter at a time, and nothing of anybody else's is deleted."""

from pathlib import Path

import pytest

from dev.stack import running_stack
from dev.stack.folder import StateFolder
from dev.stack.secrets import Secrets
from dev.trouble import Trouble


def test_a_second_starter_is_told_who_the_first_is(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "state")
    folder.make()
    with folder.held(), pytest.raises(Trouble, match="running already"), StateFolder(tmp_path / "state").held():
        pass
    assert folder.holder() is None


def test_what_runs_is_found_on_the_ports_that_it_was_started_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONGRIAN_STATE", str(tmp_path / "state"))
    folder = StateFolder(tmp_path / "state")
    folder.make()
    folder.remember_ports(31000)
    with pytest.raises(Trouble, match="Nothing runs"):
        running_stack()

    with folder.held():
        for asked_with in ("", "15000"):
            monkeypatch.setenv("RONGRIAN_PORT_BASE", asked_with)
            assert running_stack().ports.address("cases-grpc") == "127.0.0.1:31021"


def test_a_folder_of_somebody_elses_content_is_neither_used_nor_deleted(tmp_path: Path) -> None:
    (tmp_path / "letter").touch()
    with pytest.raises(Trouble, match="holds something else"):
        StateFolder(tmp_path).make()
    with pytest.raises(Trouble, match="not a state folder"):
        StateFolder(tmp_path).remove()
    assert (tmp_path / "letter").exists()


def test_the_path_of_a_socket_fits_however_deep_the_folder_lies(tmp_path: Path) -> None:
    address = StateFolder(tmp_path / ("deep" * 30)).socket("control")
    assert len(address.removeprefix("ipc://")) < 108


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = Secrets(tmp_path)
    first = secrets["SVC_CASES_SECRET"]
    assert Secrets(tmp_path)["SVC_CASES_SECRET"] == first
    assert (tmp_path / "SVC_CASES_SECRET").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("SVC_CASES_SECRET", "given")
    assert secrets["SVC_CASES_SECRET"] == "given"
