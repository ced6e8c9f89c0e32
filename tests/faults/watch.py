"""Killing `cases-serve` between a commit and its answer."""

import asyncio
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

import asyncpg

from tests.faults.killing import Killing
from tests.faults.world import World

_NEWEST = "SELECT count(*) FROM answered_request"
