"""What is sent to one officer: a reminder as a mail of its own, or the morning's digest."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID, uuid5

from deadlines.domain.reminder import Reminder


@dataclass(frozen=True, slots=True)
class ReminderLetter:
    """One reminder; `day` is the day on which it is sent."""

    day: date
    reminder: Reminder

    def message_id(self, subject: UUID) -> str:
        """The same for every sending to the officer `subject`, so that a repeat can be told from a second mail."""
        known_by = f"{self.reminder.step} {self.reminder.due_on} {subject}"
        return f"<{uuid5(self.reminder.obligation_id, known_by)}@rongrian>"


@dataclass(frozen=True, slots=True)
class OverdueCount:
    """How many steps fell on the day, below one ศปท., of what ป.ป.ท. does not see one by one."""

    acoc_thai_name: str
    acoc_english_name: str
    number: int


@dataclass(frozen=True, slots=True)
class DigestLetter:
    """All that falls on one morning for one officer (DUE-10): what is overdue, the latest first, then what comes."""

    day: date
    reminders: tuple[Reminder, ...]
    counts: tuple[OverdueCount, ...] = ()

    @property
    def overdue(self) -> list[Reminder]:
        late = [reminder for reminder in self.reminders if reminder.due_on < self.day]
        return sorted(late, key=lambda reminder: (reminder.due_on, reminder.object_number))

    @property
    def coming(self) -> list[Reminder]:
        soon = [reminder for reminder in self.reminders if reminder.due_on >= self.day]
        return sorted(soon, key=lambda reminder: (reminder.due_on, reminder.object_number))

    def message_id(self, subject: UUID) -> str:
        """One for a person and a day."""
        return f"<{uuid5(subject, f'digest {self.day}')}@rongrian>"


Letter: TypeAlias = ReminderLetter | DigestLetter
