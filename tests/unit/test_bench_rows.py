"""What `make bench` writes: what holds, and that a part measured anew leaves the rest as it was."""

from pathlib import Path

import pytest

from tests.bench.rows import Row, known, merged, write

LIVES = Row("PERF-2", "lives a second", 70, "lives/s", 37, "DIGIT's", 60, "at least", measured_on="2026-11-01")
RELAY = Row("PERF-7", "events a second", 4000, "events/s", 5000, "raw publish", 0.5, "at least", "ratio")
START = Row("PERF-11", "ready after", 2.5, "s", 1.1, "empty", 3)


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        (LIVES, True),
        (Row("a", "b", 59, "lives/s", 37, "DIGIT's", 60, "at least"), False),
        (RELAY, True),
        (Row("a", "b", 2000, "events/s", 5000, "raw", 0.5, "at least", "ratio"), False),
        (START, True),
        (Row("a", "b", 3.1, "s", 1.1, "empty", 3), False),
        (Row("a", "b", 3.1, "s", 1.1, "empty"), None),
    ],
)
def test_a_bound_is_of_the_value_or_of_its_ratio_and_from_above_or_below(row: Row, holds: bool | None) -> None:
    assert row.holds is holds


def test_a_part_measured_anew_leaves_the_other_rows_and_their_day(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("# P\n\n<!-- measured -->\nold\n<!-- /measured -->\n\nafter\n", encoding="utf-8")
    write([LIVES, START], "Of one day.", tmp_path)
    newer = Row("PERF-11", "ready after", 2.0, "s", 1.1, "empty", 3, under="Alone", measured_on="2026-11-02")

    write(merged(known(tmp_path), [newer]), "Of another day.", tmp_path)

    assert known(tmp_path) == [LIVES, newer]
    said = page.read_text(encoding="utf-8")
    assert said.startswith("# P\n\n<!-- measured -->\nOf another day.\n")
    assert said.endswith("- **PERF-11** Alone.\n<!-- /measured -->\n\nafter\n")
    assert "| PERF-2 | lives a second | 70 | lives/s | 37 (DIGIT's) | 1.89 | ≥ 60 | yes | 2026-11-01 |" in said
