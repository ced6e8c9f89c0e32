"""การดำเนินการทางวินัย อาญา ปกครองหรือกฎหมายที่เกี่ยวข้อง (CASE-16)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.domain.dates import faults_of_day
from cases.domain.terms import Committee
from kit.domain.errors import Fault

RULE = "CASE-16"


@dataclass(frozen=True, slots=True)
class ImportantStep:
    """การดำเนินการสำคัญ, with its date if it is known."""

    what: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Proceedings:
    """One report. Committee, signatory, order number and references are asked in the first one of a case."""

    started_on: date
    steps: tuple[ImportantStep, ...]
    committee: Committee | None = None
    signatory: str = ""
    order_number: str = ""
    references: str = ""
    criminal_action: str = ""
    administrative_action: str = ""
    other_action: str = ""
    appeal: str = ""

    @property
    def done_on(self) -> date:
        return self.started_on

    def faults(self, field: str, *, is_first: bool, received_on: date, today: date) -> Iterator[Fault]:
        yield from faults_of_day(f"{field}.started_on", RULE, self.started_on, received_on=received_on, today=today)
        if is_first and self.committee is None:
            yield Fault(
                f"{field}.committee",
                RULE,
                "รายงานครั้งแรกต้องระบุว่าตั้งหรือไม่ตั้งคณะกรรมการสอบสวน",
                "The first report states whether a committee of investigation was appointed.",
            )
        for place, step in enumerate(self.steps):
            if step.on is not None:
                at = f"{field}.steps[{place}].on"
                yield from faults_of_day(at, RULE, step.on, received_on=received_on, today=today)
