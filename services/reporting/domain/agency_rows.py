"""The rows of report 1: ministries that open into their agencies, each the sum of what it opens into."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from reporting.domain.figures import Figures


@dataclass(frozen=True, slots=True)
class NamedAgency:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """What was counted for `agency` and everything below it, to stand under the row of `top`.

    Where both are the same agency, it is the top's own cases alone.
    """

    top: NamedAgency
    agency: NamedAgency
    figures: Figures

    @property
    def is_tops_own(self) -> bool:
        return self.agency.id == self.top.id


@dataclass(frozen=True, slots=True)
class AgencyRow:
    agency: NamedAgency
    figures: Figures
    agencies: tuple["AgencyRow", ...] = ()


def nested(lines: Iterable[AgencyLine]) -> tuple[AgencyRow, ...]:
    """Rows in the order in which their tops first come; what a row opens into adds up to it."""
    by_top: dict[NamedAgency, list[AgencyLine]] = {}
    for line in lines:
        by_top.setdefault(line.top, []).append(line)
    return tuple(_row(top, below) for top, below in by_top.items())


class _HasFigures(Protocol):
    @property
    def figures(self) -> Figures: ...


def total_of(rows: Iterable[_HasFigures]) -> Figures:
    return sum((row.figures for row in rows), Figures())


def _row(top: NamedAgency, lines: Sequence[AgencyLine]) -> AgencyRow:
    figures = sum((line.figures for line in lines), Figures())
    if all(line.is_tops_own for line in lines):
        return AgencyRow(top, figures)
    shown = [line for line in lines if not line.is_tops_own or line.figures != Figures()]
    return AgencyRow(top, figures, tuple(AgencyRow(line.agency, line.figures) for line in shown))
