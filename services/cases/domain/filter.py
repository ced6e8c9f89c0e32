"""What narrows the list of cases (CASE-25)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.domain.era import Era
from cases.domain.status import CaseStatus
from cases.domain.terms import ClosedAs, Queue
from kit.domain.thai_dates import month_range

_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What is None or empty does not narrow. `received` are the first and last reception dates."""

    status: CaseStatus | None = None
    closed_as: ClosedAs | None = None
    era: Era | None = None
    number: str = ""
    national_id: str = ""
    words: str = ""
    received: tuple[date, date] | None = None
    agency_id: UUID | None = None
    queue: Queue | None = None
    case_ids: tuple[UUID, ...] = ()


def days_of(month: str) -> tuple[date, date]:
    """The first and last day of `2020-07`, or of the year `2020`."""
    if len(month) == _YEAR_DIGITS:
        return date(int(month), 1, 1), date(int(month), 12, 31)
    return month_range(int(month[:4]), int(month[5:]))
