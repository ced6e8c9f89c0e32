"""Two clocks: the real one for security, transport and storage; the business day for rules, dates and records."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Protocol

from kit.domain.thai_dates import BANGKOK, bangkok_date


class Clock(Protocol):
    def now(self) -> datetime:
        """The real moment, in UTC."""
        ...

    def today(self) -> date:
        """The business day in Bangkok (DUE-12)."""
        ...

    def business_now(self) -> datetime:
        """The business day with the real time of day in Bangkok, in UTC: when something counts as recorded."""
        ...


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return bangkok_date(self.now())

    def business_now(self) -> datetime:
        return self.now()


class BusinessDayFile:
    """The business day named by one file that all services of a demo or a test read at each use; forward only.

    A file that is missing means the real day; one that goes back or cannot be read leaves the latest day seen.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._latest: date | None = None

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        try:
            named = date.fromisoformat(_text_in(self._path))
        except (FileNotFoundError, ValueError):
            return self._latest or bangkok_date(self.now())
        if self._latest is None or named > self._latest:
            self._latest = named
        return self._latest

    def business_now(self) -> datetime:
        return at_time_of(self.today(), self.now())


def _text_in(path: Path) -> str:
    """Read without buffers and decoders: a service asks for its day several times in a call."""
    with path.open("rb", buffering=0) as file:
        return (file.read() or b"").decode().strip()


def at_time_of(day: date, moment: datetime) -> datetime:
    """`day` in Bangkok at the Bangkok time of day of `moment`, in UTC."""
    clock_time: time = moment.astimezone(BANGKOK).time()
    return datetime.combine(day, clock_time, BANGKOK).astimezone(UTC)
