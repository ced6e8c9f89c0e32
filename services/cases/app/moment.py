"""When an act counts as recorded."""

from cases.domain.case import Moment
from kit.clock import Clock
from kit.domain.thai_dates import bangkok_date


def moment_of(clock: Clock) -> Moment:
    at = clock.business_now()
    return Moment(at, bangkok_date(at))
