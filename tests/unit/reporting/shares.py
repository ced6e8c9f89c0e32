"""What random histories hold, counted and printed: a share that is 0 means that a law is no longer tried."""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from tests.unit.reporting.oracle import Life

_Kind = Callable[[Life], bool]


def _by_a_correction(change: Callable[[Life, Life], bool]) -> _Kind:
    """`change` is asked with what a case said before and what it says since."""

    def is_so(life: Life) -> bool:
        lives = [*(correction.was for correction in life.corrections), life]
        return any(change(before, since) for before, since in pairwise(lives))

    return is_so


def _month(day: date) -> date:
    return day.replace(day=1)


def _is_new(life: Life) -> bool:
    return _month(life.received) == _month(life.recorded)


def _is_opened(before: Life, since: Life) -> bool:
    """By the time of its correction a case closed by its conclusion has no proceedings; what follows comes later."""
    return before.closed is not None and not before.proceedings and since.closed != before.closed


def _is_ended(before: Life, since: Life) -> bool:
    return before.closed is None and before.concluded is not None and since.closed == before.concluded


def _has_another_outcome(before: Life, since: Life) -> bool:
    return bool(before.proceedings) and before.closed is not None and before.outcome != since.outcome


def _is_missing_round_7(life: Life) -> bool:
    return life.is_after and life.origin is None and life.concluded is not None and life.reported_7 is None


def _has_made_up_for_round_7(life: Life) -> bool:
    return life.concluded is not None and life.reported_7 is not None and life.reported_7 > life.concluded


_KINDS: dict[str, _Kind] = {
    "received before the resolution": lambda life: not life.is_after,
    "received after the resolution": lambda life: life.is_after,
    "found by an inquiry": lambda life: life.origin is not None,
    "deleted": lambda life: life.is_deleted,
    "restored": lambda life: life.restored is not None,
    "sent in a later month than recorded": lambda life: any(
        _month(on) > _month(life.recorded) for on in life.sent.values()
    ),
    "sent to a level below one that had it": lambda life: list(life.sent) != sorted(life.sent),
    "closed before entry": lambda life: any(life.closed is not None and life.closed < on for on in life.sent.values()),
    "corrected": lambda life: bool(life.corrections),
    "corrected twice": lambda life: len(life.corrections) > 1,
    "was new, is first reported": _by_a_correction(lambda before, since: _is_new(before) and not _is_new(since)),
    "was first reported, is new": _by_a_correction(lambda before, since: not _is_new(before) and _is_new(since)),
    "was before the resolution": _by_a_correction(lambda before, since: not before.is_after and since.is_after),
    "was after the resolution": _by_a_correction(lambda before, since: before.is_after and not since.is_after),
    "is before the resolution and reported rounds": lambda life: not life.is_after and life.reported_7 is not None,
    "is after the resolution and reported progress": lambda life: life.is_after and bool(life.progress),
    "is concluded without round 7": _is_missing_round_7,
    "reported round 7 after the conclusion": _has_made_up_for_round_7,
    "has another outcome": _by_a_correction(_has_another_outcome),
    "was open, is ended by a correction": _by_a_correction(_is_ended),
    "was ended, is opened by a correction": _by_a_correction(_is_opened),
}


class Shares:
    """`others` are kinds of cases that their lives alone do not show."""

    def __init__(self, *others: str) -> None:
        self._counts: Counter[str] = Counter()
        self._names = [*_KINDS, *others]
        self.cases = 0

    def count(self, lives: Sequence[Life], **others: int) -> None:
        """Cases that were drawn; `others` says how many of them are of each other kind."""
        self.cases += len(lives)
        self._counts.update(name for life in lives for name, is_so in _KINDS.items() if is_so(life))
        self._counts.update(others)

    def show(self) -> None:
        lines = [f"{self._counts[name] / self.cases:7.1%} {name}\n" for name in self._names]
        sys.stdout.writelines([f"{self.cases:7} cases in random histories\n", *lines])

    @property
    def missing(self) -> set[str]:
        """What no case was."""
        return {name for name in self._names if not self._counts[name]}
