"""What an officer states of a round: the report (CASE-13), or why it is late (CASE-11)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from cases.domain.rounds import DAYS, Round
from cases.domain.terms import Committee
from kit.domain.errors import Fault


@dataclass(frozen=True, slots=True)
class ReportedTo:
    """That a superior was told: when, and under which number; empty where it was not."""

    on: date | None = None
    number: str = ""

    def faults(self, received_on: date, today: date) -> Iterator[tuple[str, tuple[str, str]]]:
        """What is wrong with it: the part, and the sentence in both languages."""
        if self.on is None:
            if self.number:
                yield "on", ("มีเลขที่หนังสือแล้ว ต้องระบุวันที่รายงาน", "A number is given: the date of telling is required.")
        elif not received_on <= self.on <= today:
            yield (
                "on",
                (
                    "วันที่รายงานต้องไม่ก่อนวันที่รับเรื่องและไม่เป็นวันในอนาคต",
                    "The date of telling lies before the reception date or in the future.",
                ),
            )


@dataclass(frozen=True, slots=True)
class LatenessExplanation:
    """คำอธิบาย: why a round was not reported in time (CASE-11)."""

    round: Round
    explanation: str


@dataclass(frozen=True, slots=True)
class RoundReport:
    round: Round
    started_on: date
    committee: Committee
    details: str
    document_number: str = ""
    administrative_action: str = ""
    criminal_action: bool = False
    criminal_details: str = ""
    other_action: str = ""
    reported_to_head: ReportedTo = ReportedTo()
    reported_to_minister: ReportedTo = ReportedTo()

    def faults(self, *, received_on: date, today: date) -> list[Fault]:
        """What is wrong with it for a case received on `received_on`."""
        faults = []
        if self.started_on < received_on:
            faults.append(
                _fault("started_on", "วันที่เริ่มดำเนินการต้องไม่ก่อนวันที่รับเรื่อง", "The start is before the reception date.")
            )
        if self.started_on > today:
            faults.append(_fault("started_on", "วันที่เริ่มดำเนินการต้องไม่เป็นวันในอนาคต", "The start is in the future."))
        if self.criminal_action and not self.criminal_details.strip():
            faults.append(
                _fault(
                    "criminal_details",
                    "ต้องระบุรายละเอียดการดำเนินการทางอาญา",
                    "Details of the criminal action are required.",
                )
            )
        for field, told in (
            ("reported_to_head", self.reported_to_head),
            ("reported_to_minister", self.reported_to_minister),
        ):
            faults += [_fault(f"{field}.{part}", *words) for part, words in told.faults(received_on, today)]
        return faults

    def started_after_its_day(self, received_on: date) -> bool:
        """A hint for the officer, not an error."""
        return self.started_on > received_on + timedelta(days=DAYS[self.round])


TimelineDetails: TypeAlias = LatenessExplanation | RoundReport


def _fault(field: str, thai: str, english: str) -> Fault:
    return Fault(f"report.{field}", "CASE-13", thai, english)
