"""เดือน / ช่วงเดือน / ปีงบประมาณ: what a report is about."""

from dataclasses import dataclass
from datetime import date, timedelta

from kit.domain.errors import Fault
from kit.domain.thai_dates import BUDDHIST_ERA, month_range, thai_month


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
    def is_month(self) -> bool:
        return self.first == self.last.replace(day=1)

    @property
    def is_running(self) -> bool:
        """Today lies in it."""
        return self.today <= self.last

    @property
    def seen_on(self) -> date:
        """The day that its figures stand on: its last, or today while it runs."""
        return min(self.last, self.today)

    @property
    def days_over_before(self) -> date:
        """Days before this one are over as at the period's end, its last day included; while it runs, today is not."""
        return self.today if self.today <= self.last else self.last + timedelta(days=1)


def faults_of_months(from_month: date, to_month: date, today: date, rule: str) -> list[Fault]:
    """A month in the future, a range backwards; `rule` is that of the report."""
    this_month = today.replace(day=1)
    faults = [
        Fault(
            field,
            rule,
            f"เดือน{thai_month(month)} ยังมาไม่ถึง",
            f"The month {iso_month(month)} has not begun.",
        )
        for field, month in {"from_month": from_month, "to_month": to_month}.items()
        if month > this_month and (field == "from_month" or month != from_month)
    ]
    if to_month < from_month:
        thai = f"เดือนสุดท้าย ({thai_month(to_month)}) อยู่ก่อนเดือนแรก ({thai_month(from_month)})"
        english = f"The last month, {iso_month(to_month)}, is before the first, {iso_month(from_month)}."
        faults.append(Fault("to_month", rule, thai, english))
    return faults


def iso_month(day: date) -> str:
    """YYYY-MM of the month that `day` lies in."""
    return day.isoformat()[:7]


def months_of_fiscal_year(fiscal_year: int) -> tuple[date, ...]:
    """The first days of its twelve months, October to September; the year is of the Buddhist Era."""
    first = date(fiscal_year - BUDDHIST_ERA - 1, 10, 1)
    return tuple(date(first.year + (9 + ahead) // 12, (9 + ahead) % 12 + 1, 1) for ahead in range(12))


def fault_of_fiscal_year(fiscal_year: int, today: date) -> list[Fault]:
    """A fiscal year that has not begun."""
    if months_of_fiscal_year(fiscal_year)[0] <= today:
        return []
    thai = f"ปีงบประมาณ พ.ศ. {fiscal_year} ยังไม่เริ่ม"
    return [Fault("fiscal_year", "REP-12", thai, f"The fiscal year {fiscal_year} has not begun.")]
