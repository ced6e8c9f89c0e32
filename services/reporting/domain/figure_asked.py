"""Which figure of which report is opened into its cases (REP-15)."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from kit.domain.errors import Fault
from reporting.domain.terms import AgencyType, Era, FigureName

# Report 5 has these two columns of numbers (REP-14).
_OF_SUMMARIES = frozenset({FigureName.RECEIVED, FigureName.PROGRESSED})


@dataclass(frozen=True, slots=True)
class FigureAsked:
    """`agency_id`: the row of reports 1 and 5, `agency_type` that of report 2. `era` None: both.

    Neither of the two for a total, which report 5 does not have.

    `is_agencys_own`: the row of the agency's own cases, which stands before those that it opens into.
    """

    report: int
    figure: FigureName
    era: Era | None = None
    agency_id: UUID | None = None
    is_agencys_own: bool = False
    agency_type: AgencyType | None = None

    def faults(self, *, is_range: bool) -> Iterator[Fault]:
        """A row that the report has not, or no row where it has no total; a range or a column that it has not."""
        if self.agency_id is not None and self.report not in (1, 5):
            yield _fault("agency_id", "รายงานนี้ไม่มีแถวของหน่วยงาน", "This report has no rows of agencies.")
        if self.agency_id is None and self.report == 5:
            yield _fault("agency_id", "ต้องระบุหน่วยงานของแถว", "State the agency of the row.")
        if self.is_agencys_own and (self.report != 1 or self.agency_id is None):
            yield _fault("is_agencys_own", "มีเฉพาะแถวของรายงานที่ 1", "Only a row of report 1 can be this.")
        if self.agency_type is not None and self.report != 2:
            yield _fault("agency_type", "มีเฉพาะแถวของรายงานที่ 2", "Only report 2 has rows of types.")
        if is_range and self.report in (3, 5):
            yield _fault("to_month", "รายงานนี้เปิดดูได้ทีละเดือน", "A figure of this report is of one month.")
        # Report 5 says below which figures it has.
        if self.figure is FigureName.ALL and self.report not in (4, 5):
            yield _fault("figure", "เรื่องทั้งหมดมีเฉพาะในรายงานที่ 4", "Only report 4 has the figure of all cases.")
        if self.report == 5 and (self.figure not in _OF_SUMMARIES or self.era is not None):
            thai = "รายงานที่ 5 มีเฉพาะเรื่องรับทั้งหมดและแจ้งความคืบหน้า"
            yield _fault("figure", thai, "Report 5 has received and progressed, of both eras.")


def _fault(field: str, thai: str, english: str) -> Fault:
    return Fault(field, "REP-15", thai, english)
