"""Reminders: known by obligation, step and due date, and told to each officer once (DUE-6)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from deadlines.domain.policy import Policy, ReminderStep


@dataclass(frozen=True, slots=True)
class Reminder:
    """One step of one obligation, with what a mail says of it; `accused_indexes` are those of the whole complaint."""

    id: UUID
    obligation_id: UUID
    policy: Policy
    step: ReminderStep
    due_on: date
    object_number: str
    agency_id: UUID
    agency_thai_name: str
    agency_english_name: str
    accused_indexes: tuple[bytes, ...]

    def message_id(self, subject: UUID) -> str:
        """The same for every sending to the officer `subject`, so that a repeat can be told from a second mail."""
        return f"<{uuid5(self.obligation_id, f'{self.step.code} {self.due_on} {subject}')}@rongrian>"
