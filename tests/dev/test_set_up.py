"""A set-up costs nothing the second time, and a half-made one is known."""

import json
from pathlib import Path

import pytest

from dev import contracts, packages
from dev.trouble import FULL_DISK, NO_NETWORK, explained


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "requirements").mkdir()
    for lock in packages.LOCKS:
        (tmp_path / "requirements" / f"{lock}.txt").write_text(lock)
    (tmp_path / "python").touch()
    monkeypatch.setattr(packages, "CHECKOUT", tmp_path)
    monkeypatch.setattr(packages, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(packages, "_STAMP", tmp_path / "stamp")
    return tmp_path


def stamp(environment: Path, **locks: str) -> None:
    (environment / "stamp").write_text(json.dumps({"checkout": str(environment), "locks": locks}))


def test_an_environment_for_the_checks_serves_the_stack_too(environment: Path) -> None:
    stamp(environment, checks=packages.hash_of("checks"))
    packages.make_environment("stack")  # would run pip otherwise, and fail
    assert (environment / "stamp").exists()


def test_an_environment_without_its_stamp_is_half_made(environment: Path) -> None:
    assert packages.stamped_locks() is None


def test_an_environment_whose_python_is_gone_is_made_again(environment: Path) -> None:
    stamp(environment, stack=packages.hash_of("stack"))
    assert packages.stamped_locks() is not None
    (environment / "python").unlink()
    assert packages.stamped_locks() is None


def test_contracts_are_stale_when_one_of_them_changes_or_is_renamed(tmp_path: Path) -> None:
    source, target = tmp_path / "proto", tmp_path / "build"
    (source / "rongrian").mkdir(parents=True)
    target.mkdir()
    contract = source / "rongrian" / "case.proto"
    contract.write_text("one")
    assert contracts.is_stale(source, target)
    (target / ".made-from").write_text(contracts.fingerprint(source))
    assert not contracts.is_stale(source, target)
    contract.write_text("two")
    assert contracts.is_stale(source, target)
    contract.write_text("one")
    contract.rename(source / "rongrian" / "cases.proto")
    assert contracts.is_stale(source, target)


def test_a_failed_download_and_a_full_disk_are_known_by_what_was_said() -> None:
    assert explained("ERROR: Could not install packages: [Errno 28] No space left on device") == FULL_DISK
    assert explained("NewConnectionError: Failed to establish a new connection") == NO_NETWORK
    assert explained("ERROR: something else") is None
