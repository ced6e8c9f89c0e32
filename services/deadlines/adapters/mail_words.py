"""Words that a reminder's own mail and a digest have in common."""

from dataclasses import dataclass
from datetime import date

from deadlines.domain.policy import Words
from kit.domain.thai_dates import BUDDHIST_ERA


@dataclass(frozen=True, slots=True)
class Stand:
    """How a date stands to today, in both languages."""

    thai: str
    english: str


def stand_of(due_on: date, today: date) -> Stand:
    """`ครบกำหนดวันนี้`, `ครบกำหนดใน 3 วัน` or `เกินกำหนด 7 วัน`."""
    days = (due_on - today).days
    if days == 0:
        return Stand("ครบกำหนดวันนี้", "Due today")
    if days > 0:
        return Stand(f"ครบกำหนดใน {days} วัน", f"Due in {_days(days)}")
    return Stand(f"เกินกำหนด {-days} วัน", f"{_days(-days)} overdue")


def number_of(object_number: str, round_: date | None) -> Words:
    """`5888-1`, or `รอบกันยายน 2563` and `round 9/2563 B.E.`, by which people know what something is about."""
    if round_ is None:
        return Words(object_number, object_number)
    return Words(object_number, f"round {round_.month}/{round_.year + BUDDHIST_ERA} B.E.")


def english_date(day: date) -> str:
    """`22/7/2563 B.E.`"""
    return f"{day.day}/{day.month}/{day.year + BUDDHIST_ERA} B.E."


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"
