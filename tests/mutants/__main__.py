"""`make mutants`: are the unit tests good enough to notice a domain that was changed? See docs/mutants.md."""

import subprocess
import sys
from collections import Counter

import pytest

from tests.mutants.generate import modules_of, mutants_of
from tests.mutants.trial import Trial

ENOUGH = 0.85


def main(packages: list[str]) -> int:
    if len(packages) == 1:
        return try_package(packages[0])
    return max(subprocess.run([sys.executable, "-m", "tests.mutants", package]).returncode for package in packages)


def try_package(package: str) -> int:
    """Print what became of the mutants of a service's domain, survivors at once; 0 where enough were killed, else 1."""
    mutants = [mutant for module in modules_of(package) for mutant in mutants_of(module)]
    trial = Trial(mutants)
    plainly = ["-q", "-s", "--no-header", "--assert=plain", f"tests/unit/{package}"]
    code = pytest.main(plainly, plugins=[trial])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) or not trial.seconds:
        return 1
    _print(f"{package}: {len(mutants)} mutants, {len(trial.seconds)} unit tests", *_table(trial))
    return 0 if len(trial.killed) >= ENOUGH * len(mutants) else 1


def _table(trial: Trial) -> list[str]:
    killed, survived = Counter(each.module for each in trial.killed), Counter(each.module for each in trial.survivors)
    lines = [_line(module, killed[module], survived[module]) for module in sorted({*killed, *survived})]
    return [f"{'killed':>8} {'survived':>8}", *lines, _line("all", killed.total(), survived.total())]


def _line(name: str, killed: int, survived: int) -> str:
    return f"{killed:8} {survived:8} {100 * killed / (killed + survived):6.1f} %  {name}"


def _print(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["cases", "deadlines"]))
