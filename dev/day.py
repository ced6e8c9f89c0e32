"""The business day: one file that every service reads, moved forward a day at a time."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import httpx

from dev.files import write_whole
from dev.stack import Stack
from dev.trouble import Trouble

PATIENCE = 30.0
_LOOK_EVERY = 0.1
_BUDDHIST_ERA = 543
_FIRST_BUDDHIST_YEAR = 2400


@dataclass(frozen=True)
class Unsettled:
    """A service that had not finished with a day when the next one came, and what it was waiting for."""

    day: date
    service: str
    waiting_for: tuple[str, ...]


def parse(text: str) -> date:
    """A day as YYYY-MM-DD, of our era or the Buddhist one (2563-08-30 is 2020-08-30)."""
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text.strip())
    try:
        year, month, day = (int(part) for part in match.groups()) if match else (0, 0, 0)
        return date(year - _BUDDHIST_ERA if year >= _FIRST_BUDDHIST_YEAR else year, month, day)
    except ValueError:
        raise Trouble(f"{text!r} is not a day: write it as 2563-08-30 or 2020-08-30.") from None


def present(stack: Stack) -> date | None:
    """The business day that is set; None while the services go by the real one."""
    path = stack.around.business_day_file
    return date.fromisoformat(path.read_text().strip()) if path.exists() else None


def days_between(now: date | None, target: date) -> Iterator[date]:
    """Each day that must pass, the target last; the target alone where none is set, or where it is today."""
    if now is not None and target < now:
        raise Trouble(f"The business day is {now} and only moves forward: `make reset` starts over.")
    day = target if now is None or now == target else now + timedelta(days=1)
    while day <= target:
        yield day
        day += timedelta(days=1)


def step_to(stack: Stack, target: date, passed: Callable[[date], None] = lambda day: None) -> list[Unsettled]:
    """Move to `target` day by day; after each, every service has relayed and swept, or is named in the result.

    The first day that is set may be any; from then on only forward (Trouble).
    """
    late: list[Unsettled] = []
    for day in days_between(present(stack), target):
        write_whole(stack.around.business_day_file, f"{day.isoformat()}\n")
        late += _settle(stack, day)
        passed(day)
    return late


def _settle(stack: Stack, day: date) -> list[Unsettled]:
    """Services are asked in the order in which events flow, and only a round in which all have finished counts."""
    deadline = time.monotonic() + PATIENCE
    with httpx.Client(trust_env=False, timeout=5) as client:
        while True:
            waits = {s: _waits_for(client, stack.ports.address(f"{s}-work"), day) for s in stack.services}
            unsettled = [Unsettled(day, service, reason) for service, reason in waits.items() if reason]
            if not unsettled or time.monotonic() > deadline:
                return unsettled
            time.sleep(_LOOK_EVERY)


def _waits_for(client: httpx.Client, address: str, day: date) -> tuple[str, ...] | None:
    try:
        answer = client.get(f"http://{address}/settled", params={"day": day.isoformat()})
        if answer.status_code == httpx.codes.OK:
            return None
        return tuple(str(reason) for reason in answer.json().get("waiting_for", ())) or (f"HTTP {answer.status_code}",)
    except (httpx.HTTPError, ValueError, AttributeError):
        return ("an answer",)
