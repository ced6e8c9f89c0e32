"""What a bench says: rows with their floor measured in the same run, as a table and as JSON."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

DOCS = Path(__file__).parents[2] / "docs"
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Row:
    """One figure. `floor` is what was measured beside it; the value is held to `bound` in the direction of `held`.

    `bound_of` says which number is held: the value, or its ratio to the floor. `under` are the conditions that are its
    own; `also` what was counted or compared in the same run.
    """

    id: str
    what: str
    value: float
    unit: str
    floor: float
    floor_is: str
    bound: float | None = None
    held: Literal["at most", "at least"] = "at most"
    bound_of: Literal["value", "ratio"] = "value"
    under: str = ""
    also: str = ""
    measured_on: str = ""

    @property
    def ratio(self) -> float:
        return round(self.value / self.floor, 2) if self.floor else 0.0

    @property
    def holds(self) -> bool | None:
        if self.bound is None:
            return None
        number = self.value if self.bound_of == "value" else self.ratio
        return number <= self.bound if self.held == "at most" else number >= self.bound

    def plain(self) -> dict[str, Any]:
        """The row as docs/performance.json has it."""
        return asdict(self) | {"ratio": self.ratio, "holds": self.holds}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Row":
        """The row that was written so; older ones lack fields."""
        return cls(**{name: plain[name] for name in cls.__dataclass_fields__ if name in plain})


def known(docs: Path = DOCS) -> list[Row]:
    """What docs/performance.json says now."""
    written = docs / "performance.json"
    return [Row.of(plain) for plain in json.loads(written.read_text(encoding="utf-8"))] if written.exists() else []


def merged(older: Sequence[Row], newer: Sequence[Row]) -> list[Row]:
    """All rows by id and what they are of; those measured now take the place of the same ones of another day."""
    by_name = {(row.id, row.what): row for row in [*older, *newer]}
    return sorted(by_name.values(), key=lambda row: _in_order(f"{row.id} {row.what}"))


def write(rows: Sequence[Row], conditions: str, docs: Path = DOCS) -> None:
    """Write performance.json, and the table between the two marks of performance.md."""
    plain = json.dumps([row.plain() for row in rows], ensure_ascii=False, indent=1)
    (docs / "performance.json").write_text(plain + "\n", encoding="utf-8")
    page = docs / "performance.md"
    before, _, rest = page.read_text(encoding="utf-8").partition("<!-- measured -->\n")
    _, _, after = rest.partition("<!-- /measured -->\n")
    table = "\n".join([conditions, "", *_table(rows), "", *_conditions(rows), ""])
    page.write_text(f"{before}<!-- measured -->\n{table}<!-- /measured -->\n{after}", encoding="utf-8")


def _table(rows: Sequence[Row]) -> list[str]:
    head = [
        "| id | what | value | unit | floor | ratio | bound | holds | measured |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    return head + [
        f"| {row.id} | {row.what} | {row.value:g} | {row.unit} | {row.floor:g} ({row.floor_is}) | {row.ratio:g} "
        f"| {_bound(row)} | {_word(row.holds)} | {row.measured_on or '–'} |"
        for row in rows
    ]


def _conditions(rows: Sequence[Row]) -> list[str]:
    """Each set of conditions once, with what was compared in those runs."""
    by_words: dict[str, list[str]] = {}
    for row in rows:
        if row.under:
            by_words.setdefault(row.under, [])
            if row.also:
                by_words[row.under].append(f"{row.what}: {row.also}")
    ids = {row.under: row.id for row in reversed(rows)}
    return [f"- **{ids[under]}** {'. '.join([under, *also])}." for under, also in by_words.items()]


def _bound(row: Row) -> str:
    if row.bound is None:
        return "–"
    sign = "≤" if row.held == "at most" else "≥"
    return f"{sign} {row.bound:g}{' × floor' if row.bound_of == 'ratio' else ''}"


def _word(holds: bool | None) -> str:
    return "–" if holds is None else "yes" if holds else "**no**"


def _in_order(words: str) -> list[Any]:
    """PERF-2 before PERF-11, 10 thousand before 200 thousand."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in _DIGITS.split(words)]
