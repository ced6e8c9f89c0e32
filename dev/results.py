"""What was found: passed, failed, not run."""

from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree


@dataclass
class Tally:
    """What passed, what failed and what was not run, by name."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def summary(tally: Tally) -> str:
    """The last line."""
    skipped = f", {len(tally.skipped)} skipped" if tally.skipped else ""
    return f"{tally.passed} passed, {len(tally.failed)} failed{skipped}"


def read_results(path: Path, tally: Tally) -> int:
    """Add pytest's results to the tally; says how many tests ran."""
    count = 0
    for case in ElementTree.parse(path).getroot().iter("testcase"):  # noqa: S314  our own file
        name = f"{case.get('classname')}.{case.get('name')}".strip(".")
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            tally.failed.append(name)
        elif skipped is not None:
            tally.skipped.append(f"{name}: {skipped.get('message', '')}")
            continue
        else:
            tally.passed += 1
        count += 1
    return count
