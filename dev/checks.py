"""Everything that `make test` checks, all of it even where something fails: `python -m dev.checks [--strict]`.

The last line is `N passed, M failed`, with `, K skipped` where a machine could not provide something; with --strict,
what was not run counts as a failure.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from dev.places import CHECKOUT
from dev.results import Tally, read_results, summary
from dev.stack.stack import state_path

_SCRIPTS = CHECKOUT / ".venv" / "bin"
_PROTO = CHECKOUT / "proto"
_RESULTS = CHECKOUT / ".rongrian" / "pytest.xml"
_SHOWN_FAILURE = 6000


@dataclass(frozen=True)
class Check:
    """A command that must end with 0; `needs` is a file without which it cannot be run."""

    name: str
    command: tuple[str, ...]
    folder: Path = CHECKOUT
    needs: Path | None = None


CHECKS = (
    Check("format", ("ruff", "format", "--check", ".")),
    Check("lint", ("ruff", "check", ".")),
    Check("types", ("mypy",)),
    Check("imports", ("lint-imports",)),
    Check("contracts", ("buf", "lint"), _PROTO),
    Check(
        "contracts stay compatible",
        ("buf", "breaking", "--against", "image.binpb"),
        _PROTO,
        needs=_PROTO / "image.binpb",
    ),
)


def main(arguments: list[str]) -> int:
    """Run all, then say what was found."""
    tally = Tally()
    for check in CHECKS:
        _run(check, tally)
    _run_tests(tally)
    _show_versions()
    for line in tally.skipped:
        print(f"not run: {line}")
    for line in tally.failed:
        print(f"failed: {line}")
    print(summary(tally), flush=True)
    return 1 if tally.failed or ("--strict" in arguments and tally.skipped) else 0


def _run(check: Check, tally: Tally) -> None:
    if check.needs is not None and not check.needs.exists():
        tally.skipped.append(f"{check.name}: {check.needs.relative_to(CHECKOUT)} is not there")
        return
    began = time.monotonic()
    program, *rest = check.command
    done = subprocess.run(
        [str(_SCRIPTS / program), *rest], cwd=check.folder, env=_surroundings(), check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )  # fmt: skip
    seconds = f"({time.monotonic() - began:.1f} s)"
    if done.returncode == 0:
        print(f"ok     {check.name} {seconds}", flush=True)
        tally.passed += 1
    else:
        print(f"FAILED {check.name} {seconds}\n{done.stdout[-_SHOWN_FAILURE:]}", flush=True)
        tally.failed.append(check.name)


def _run_tests(tally: Tally) -> None:
    _RESULTS.unlink(missing_ok=True)
    began = time.monotonic()
    command = [str(_SCRIPTS / "pytest"), "-q", f"--junit-xml={_RESULTS}", "tests"]
    code = subprocess.run(command, cwd=CHECKOUT, env=_surroundings(), check=False).returncode
    if not _RESULTS.exists():
        tally.failed.append(f"pytest ended with {code} before it had results")
        return
    before = len(tally.failed)
    count = read_results(_RESULTS, tally)
    if code not in (0, 1) or (code == 1 and len(tally.failed) == before):
        tally.failed.append(f"pytest ended with {code}")
    print(f"tests: {count} ran in {time.monotonic() - began:.0f} s")


def _show_versions() -> None:
    path = state_path("test") / "versions.json"
    for name, version in json.loads(path.read_text()).items() if path.exists() else ():
        print(f"server: {name}: {version}")


def _surroundings() -> dict[str, str]:
    """Tools of the environment first, so that `buf` finds its own and nobody else's."""
    return os.environ | {"PATH": f"{_SCRIPTS}{os.pathsep}{os.environ.get('PATH', '')}"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
