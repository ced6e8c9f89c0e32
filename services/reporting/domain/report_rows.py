"""The rows of reports 2 to 5."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reporting.domain.basis import Basis
from reporting.domain.figures import Figures
from reporting.domain.terms import AgencyType, Stated


@dataclass(frozen=True, slots=True)
class AgencyTypeRow:
    """A row of report 2 (REP-11)."""

    type: AgencyType
    figures: Figures


def rows_by_type(figures: Mapping[AgencyType, Figures]) -> tuple[AgencyTypeRow, ...]:
    """All four types in their order, also those of which there is nothing."""
    return tuple(AgencyTypeRow(type_, figures.get(type_, Figures())) for type_ in AgencyType)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A row of report 3 (REP-12): `figures` is None for a month that has not begun."""

    month: date
    figures: Figures | None
    is_published: bool


def rows_by_month(
    months: tuple[date, ...], bases: tuple[Basis, ...], figures: Mapping[date, Figures]
) -> tuple[MonthRow, ...]:
    """One for each of `months`; `bases` are those of the ones that have begun."""
    begun = {basis.period.first: basis for basis in bases}
    return tuple(
        MonthRow(month, figures.get(month, Figures()), begun[month].is_published)
        if month in begun
        else MonthRow(month, None, is_published=False)
        for month in months
    )


@dataclass(frozen=True, slots=True)
class Shares:
    """Report 4 (REP-13): all cases of both eras that counted in the period, and what became of them."""

    outstanding: int
    ended: int
    minor: int
    serious: int
    other: int

    @property
    def completed(self) -> int:
        return self.ended + self.minor + self.serious + self.other

    @property
    def all(self) -> int:
        return self.outstanding + self.completed


def shares_of(figures: Figures) -> Shares:
    both = figures.before + figures.after
    return Shares(both.outstanding, both.ended, both.minor, both.serious, both.other)


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A row of report 5 (REP-14): what a reporting agency stated, None for a dash, beside what was counted."""

    agency_id: UUID
    agency_name: str
    ministry_id: UUID
    ministry_name: str
    new: Stated | None
    received: int
    progress: Stated | None
    progressed: int
    submitted_on: date | None
    note: str
