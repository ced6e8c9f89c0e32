"""Policies: what opens an obligation is due when, counted how, on which ground. Data, not code (DUE-1)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

ROUND_7 = "case.round_7"


class CountedIn(Enum):
    CALENDAR_DAYS = "calendar_days"


@dataclass(frozen=True, slots=True)
class Words:
    """The same sentence in both languages."""

    thai: str
    english: str


@dataclass(frozen=True, slots=True)
class ReminderStep:
    """A day on which whoever owes is reminded, counted from the due date: negative before it, 0 on it (DUE-5)."""

    code: str
    days_after_due: int

    def due_on(self, today: date) -> date:
        """The due date of the obligations whose step falls on `today`."""
        return today - timedelta(days=self.days_after_due)


ON_THE_DAY = ReminderStep("on_the_day", 0)


@dataclass(frozen=True, slots=True)
class Policy:
    """`duty` says what is owed, `basis` on which legal ground: it is shown wherever the date is shown (DUE-14)."""

    code: str
    days: int
    counted_in: CountedIn
    is_extendable: bool
    duty: Words
    basis: Words
    reminders: tuple[ReminderStep, ...]

    def due_on(self, first_day: date) -> date:
        """The due date of what began on `first_day`, which is itself not counted (DUE-2)."""
        return first_day + timedelta(days=self.days)


POLICIES: dict[str, Policy] = {
    policy.code: policy
    for policy in (
        Policy(
            code=ROUND_7,
            days=7,
            counted_in=CountedIn.CALENDAR_DAYS,
            is_extendable=False,
            duty=Words("รายงานรอบ 7 วัน", "7-day round report"),
            basis=Words(
                "คู่มือ ป.ป.ท. ข้อ 7 (1): มติคณะรัฐมนตรีเมื่อวันที่ 27 มีนาคม 2561 ภายใน 7 วัน นับแต่วันที่รับเรื่อง ไม่เว้นวันหยุดราชการ",
                "PACC 7 (1): cabinet resolution of 27 March 2018, "
                "within 7 days of the reception date, holidays included",
            ),
            reminders=(ON_THE_DAY,),
        ),
    )
}
