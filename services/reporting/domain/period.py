"""เดือน / ช่วงเดือน: what a report is about."""

from dataclasses import dataclass
from datetime import date, timedelta

from kit.domain.errors import Fault
from kit.domain.thai_dates import month_range, thai_month

RULE = "REP-10"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from `first` to `last`, one period whatever their number (REP-1), as known on `today`."""

    first: date
    last: date
    today: date

    @classmethod
    def of_months(cls, from_month: date, to_month: date, today: date) -> "Period":
        """The period from the month that `from_month` lies in to that of `to_month`."""
        first, _ = month_range(from_month.year, from_month.month)
        _, last = month_range(to_month.year, to_month.month)
        return cls(first, last, today)

    @property
    def seen_on(self) -> date:
        """The day that its figures stand on: its last, or today while it runs."""
        return min(self.last, self.today)

    @property
    def days_over_before(self) -> date:
        """Days before this one are over as at the period's end, its last day included; while it runs, today is not."""
        return self.today if self.today <= self.last else self.last + timedelta(days=1)


def faults_of_months(from_month: date, to_month: date, today: date) -> list[Fault]:
    """A month in the future, a range backwards."""
    this_month = today.replace(day=1)
    faults = [
        Fault(
            field,
            RULE,
            f"เดือน{thai_month(month)} ยังมาไม่ถึง",
            f"The month {iso_month(month)} has not begun.",
        )
        for field, month in {"from_month": from_month, "to_month": to_month}.items()
        if month > this_month and (field == "from_month" or month != from_month)
    ]
    if to_month < from_month:
        thai = f"เดือนสุดท้าย ({thai_month(to_month)}) อยู่ก่อนเดือนแรก ({thai_month(from_month)})"
        english = f"The last month, {iso_month(to_month)}, is before the first, {iso_month(from_month)}."
        faults.append(Fault("to_month", RULE, thai, english))
    return faults


def iso_month(day: date) -> str:
    """YYYY-MM of the month that `day` lies in."""
    return day.isoformat()[:7]
