"""What figures stand on: the read models as they are, or what was published when the round was closed (SUM-5)."""

from dataclasses import dataclass
from datetime import date

from reporting.domain.period import Period


@dataclass(frozen=True, slots=True)
class Basis:
    """`closed_on` is the business day on which the period, one month then, was closed; None while it is live."""

    period: Period
    closed_on: date | None = None

    @property
    def is_published(self) -> bool:
        return self.closed_on is not None

    @property
    def as_of(self) -> date:
        """The day on which its figures were read; of a closed month, on which it was closed."""
        return self.closed_on or self.period.today
