"""สรุปผลการดำเนินการ: what came of the proceedings (CASE-17)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cases.domain.dates import faults_of_day
from cases.domain.terms import ClosedAs, Outcome, Penalty
from kit.domain.errors import Fault

RULE = "CASE-17"

PENALTIES: Mapping[Outcome, frozenset[Penalty]] = {
    Outcome.SERIOUS: frozenset({Penalty.DISCHARGE, Penalty.DISMISSAL}),
    Outcome.MINOR: frozenset({Penalty.REPRIMAND, Penalty.SALARY_CUT, Penalty.SALARY_REDUCTION}),
    Outcome.ENDED: frozenset(),
    Outcome.OTHER: frozenset(),
}
_CLOSED_AS = {
    Penalty.DISMISSAL: ClosedAs.DISMISSED,
    Penalty.DISCHARGE: ClosedAs.DISCHARGED,
    Penalty.SALARY_REDUCTION: ClosedAs.SALARY_REDUCED,
    Penalty.SALARY_CUT: ClosedAs.SALARY_CUT,
    Penalty.REPRIMAND: ClosedAs.REPRIMANDED,
}


@dataclass(frozen=True, slots=True)
class OutcomeReport:
    """`known_on` is when the head of the agency learnt of it; `order_number` may be another reference."""

    known_on: date
    outcome: Outcome
    result: str
    order_number: str
    penalty: Penalty | None = None
    is_referred_to_criminal: bool = False

    @property
    def done_on(self) -> date:
        return self.known_on

    def faults(self, field: str, *, received_on: date, today: date) -> Iterator[Fault]:
        yield from faults_of_day(f"{field}.known_on", RULE, self.known_on, received_on=received_on, today=today)
        fitting = PENALTIES[self.outcome]
        if fitting and self.penalty not in fitting:
            yield Fault(
                f"{field}.penalty",
                RULE,
                "ต้องระบุโทษทางวินัยที่ตรงกับความร้ายแรง",
                "A penalty of that gravity is required: serious is discharge or dismissal, minor the other three.",
            )
        if not fitting and self.penalty is not None:
            yield Fault(
                f"{field}.penalty",
                RULE,
                "ผลการดำเนินการนี้ไม่มีโทษทางวินัย",
                "This outcome carries no penalty.",
            )


@dataclass(frozen=True, slots=True)
class Closing:
    """How a case ended, and the date on which that was recorded."""

    on: date
    outcome: Outcome
    penalty: Penalty | None = None
    is_referred_to_criminal: bool = False

    @property
    def closed_as(self) -> ClosedAs:
        if self.penalty is not None:
            return _CLOSED_AS[self.penalty]
        return ClosedAs.ENDED if self.outcome is Outcome.ENDED else ClosedAs.OTHER
