"""The cabinet's special holidays, and those that were moved (DUE-3)."""

from dataclasses import dataclass
from datetime import date

from deadlines.app.rule_store import RuleStore
from deadlines.domain.errors import HolidayAlready, NoHoliday
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class AddHoliday:
    viewer: Viewer
    day: date | None
    name: str
    reason: str
    faults: tuple[Fault, ...]
    request: RequestKey


@dataclass(frozen=True, slots=True)
class StrikeHoliday:
    viewer: Viewer
    day: date | None
    reason: str
    faults: tuple[Fault, ...]
    request: RequestKey


async def add_holiday(command: AddHoliday, *, store: RuleStore) -> None:
    """Raises InvalidInput, HolidayAlready, RepeatedRequest. What it touches is counted again by `recount`."""
    if command.faults or command.day is None:
        raise InvalidInput(command.faults)
    async with store.changing_holidays(command.viewer, command.reason, command.request) as changing:
        if changing.calendar.is_holiday(command.day):
            raise HolidayAlready(command.day)
        changing.added = (command.day, command.name)


async def strike_holiday(command: StrikeHoliday, *, store: RuleStore) -> None:
    """Raises InvalidInput, NoHoliday, RepeatedRequest. What it touches is counted again by `recount`."""
    if command.faults or command.day is None:
        raise InvalidInput(command.faults)
    async with store.changing_holidays(command.viewer, command.reason, command.request) as changing:
        if not changing.calendar.is_holiday(command.day):
            raise NoHoliday(command.day)
        changing.struck = command.day
