"""The tables of transitions, drawn in docs/rules.md from the code: `python -m dev.drawing` draws them anew."""

from pathlib import Path

from cases.domain.era import Era
from cases.domain.status import TRANSITIONS, CaseStatus
from dev.places import CHECKOUT
from rongrian.cases.v1 import case_pb2
from rongrian.kit.v1.thai_pb2 import thai

RULES = CHECKOUT / "docs" / "rules.md"
_BEGIN, _END = "<!-- drawn from cases/domain/status.py -->", "<!-- end of the drawing -->"


def drawing() -> str:
    """A picture and a table for each era."""
    return "\n\n".join(_of_era(era) for era in (Era.AFTER_RESOLUTION, Era.BEFORE_RESOLUTION))


def drawn(text: str) -> str:
    """`text` of docs/rules.md with the drawing as the code says now. Raises ValueError without its marks."""
    before, _, rest = text.partition(_BEGIN)
    _, mark, after = rest.partition(_END)
    if not mark:
        raise ValueError("docs/rules.md has no marks for the drawing")
    return f"{before}{_BEGIN}\n\n{drawing()}\n\n{_END}{after}"


def main(path: Path = RULES) -> None:
    path.write_text(drawn(path.read_text(encoding="utf-8")), encoding="utf-8")


def _of_era(era: Era) -> str:
    arrows = [(before, to) for before, following in TRANSITIONS[era].items() for to in sorted(following)]
    words = _thai(case_pb2.Era.DESCRIPTOR, era)
    picture = "\n".join(
        [
            "```mermaid",
            "stateDiagram-v2",
            f"  [*] --> {CaseStatus.NEW.name.lower()}",
            *(f"  {before.name.lower()} --> {to.name.lower()}" for before, to in arrows),
            f"  {CaseStatus.CLOSED.name.lower()} --> [*]",
            "```",
        ]
    )
    rows = "\n".join(_row(before, sorted(following)) for before, following in TRANSITIONS[era].items())
    return f"**{words}**\n\n{picture}\n\n| from | may become |\n|---|---|\n{rows}"


def _row(before: CaseStatus, following: list[CaseStatus]) -> str:
    to = ", ".join(f"`{status.name.lower()}`" for status in following)
    return f"| `{before.name.lower()}` {_of(before)} | {to or '–'} |"


def _of(status: CaseStatus) -> str:
    return _thai(case_pb2.CaseStatus.DESCRIPTOR, status)


def _thai(kind: object, number: int) -> str:
    return str(kind.values_by_number[number].GetOptions().Extensions[thai])  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
