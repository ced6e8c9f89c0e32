"""Ours and the floor in turns, so that whatever else the machine does meets both."""

import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any

Act = Callable[[], Awaitable[Any]]


def p(share: float, numbers: list[float]) -> float:
    """The number that `share` of them do not exceed."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def in_turns(ours: Act, floor: Act, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each, after one of each that is not counted."""
    found: tuple[list[float], list[float]] = ([], [])
    for turn in range(times + 1):
        for act, milliseconds in zip((ours, floor), found, strict=True):
            began = time.perf_counter()
            await act()
            if turn:
                milliseconds.append((time.perf_counter() - began) * 1000)
    return found


async def rates_in_turns(
    ours: Callable[[], Awaitable[float]], floor: Callable[[], Awaitable[float]], times: int = 3
) -> tuple[float, float]:
    """The medians of two rates."""
    found = [(await ours(), await floor()) for _ in range(times)]
    return round(median(each[0] for each in found), 1), round(median(each[1] for each in found), 1)
