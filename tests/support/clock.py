"""A clock that a test holds in its hand."""

from datetime import UTC, date, datetime

from kit.clock import at_time_of


class FixedClock:
    """Stands on `day` until the test sets another; the time of day is the real one."""

    def __init__(self, day: date) -> None:
        self.day = day

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.day

    def business_now(self) -> datetime:
        return at_time_of(self.day, self.now())
