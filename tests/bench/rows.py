"""What a bench says: rows with their floor measured in the same run, as a table and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


@dataclass(frozen=True)
class Row:
    """One figure. `floor` is what cannot be beaten, measured beside it; `bound` what the value is held to."""

    id: str
    what: str
    value: float
    unit: str
    floor: float
    floor_is: str
    bound: float | None = None

    @property
    def ratio(self) -> float:
        return round(self.value / self.floor, 2) if self.floor else 0.0

    @property
    def holds(self) -> bool | None:
        return None if self.bound is None else self.value <= self.bound

    def plain(self) -> dict[str, object]:
        """The row as docs/performance.json has it."""
        return asdict(self) | {"ratio": self.ratio, "holds": self.holds}


def write(rows: Sequence[Row], conditions: str) -> None:
    """Write docs/performance.json, and the table between the two marks of docs/performance.md."""
    plain = json.dumps([row.plain() for row in rows], ensure_ascii=False, indent=1)
    (DOCS / "performance.json").write_text(plain + "\n", encoding="utf-8")
    page = DOCS / "performance.md"
    before, _, rest = page.read_text(encoding="utf-8").partition("<!-- measured -->\n")
    _, _, after = rest.partition("<!-- /measured -->\n")
    table = "\n".join([conditions, "", *_table(rows), ""])
    page.write_text(f"{before}<!-- measured -->\n{table}<!-- /measured -->\n{after}", encoding="utf-8")


def _table(rows: Sequence[Row]) -> list[str]:
    head = ["| id | what | value | unit | floor | ratio | bound | holds |", "|---|---|---|---|---|---|---|---|"]
    return head + [
        f"| {row.id} | {row.what} | {row.value:g} | {row.unit} | {row.floor:g} ({row.floor_is}) | {row.ratio:g} "
        f"| {'–' if row.bound is None else f'≤ {row.bound:g}'} | {_word(row.holds)} |"
        for row in rows
    ]


def _word(holds: bool | None) -> str:
    return "–" if holds is None else "yes" if holds else "**no**"
