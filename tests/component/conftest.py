"""Fixtures of component tests: one service, its own database, real servers."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.support.clock import FixedClock
from tests.support.own_nats import own_nats


@pytest.fixture
def clock() -> FixedClock:
    """The first day of the worked example."""
    return FixedClock(date(2020, 7, 15))


@pytest.fixture
def nats_url(tmp_path: Path) -> Iterator[str]:
    """A NATS server for this test alone."""
    with own_nats(tmp_path) as url:
        yield url
