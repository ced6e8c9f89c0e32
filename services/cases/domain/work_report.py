"""What was done: the report of a round, or of progress before the resolution (CASE-13, CASE-18)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cases.domain.dates import faults_of_day
from cases.domain.rounds import DAYS, Round
from cases.domain.terms import Committee
from kit.domain.errors import Fault

RULE = "CASE-13"


@dataclass(frozen=True, slots=True)
class ReportedTo:
    """That a superior was told: when, and under which number; empty where it was not."""

    on: date | None = None
    number: str = ""

    def faults(self, field: str, *, received_on: date, today: date) -> Iterator[Fault]:
        if self.on is None:
            if self.number:
                yield Fault(
                    f"{field}.on",
                    RULE,
                    "มีเลขที่หนังสือแล้ว ต้องระบุวันที่รายงาน",
                    "A number is given: the date of telling is required.",
                )
            return
        yield from faults_of_day(f"{field}.on", RULE, self.on, received_on=received_on, today=today)


@dataclass(frozen=True, slots=True)
class WorkReport:
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

    @property
    def done_on(self) -> date:
        """วันที่ดำเนินการ, as the timeline shows it."""
        return self.started_on

    def faults(self, field: str, *, received_on: date, today: date) -> Iterator[Fault]:
        """What is wrong with it for a case received on `received_on`; `field` is where it stands in what was sent."""
        days = {"received_on": received_on, "today": today}
        yield from faults_of_day(f"{field}.started_on", RULE, self.started_on, **days)
        if self.criminal_action and not self.criminal_details.strip():
            yield Fault(
                f"{field}.criminal_details",
                RULE,
                "ต้องระบุรายละเอียดการดำเนินการทางอาญา",
                "Details of the criminal action are required.",
            )
        yield from self.reported_to_head.faults(f"{field}.reported_to_head", **days)
        yield from self.reported_to_minister.faults(f"{field}.reported_to_minister", **days)

    def started_after_its_day(self, round_: Round, received_on: date) -> bool:
        """A hint for the officer, not an error."""
        return self.started_on > received_on + timedelta(days=DAYS[round_])
