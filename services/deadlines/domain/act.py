"""An act as another service told of it: what a policy may name."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Act:
    """The `version`-th change of an object. It counts by when it was recorded, whenever word of it came (DUE-16).

    `event` is its name as the contracts have it, `cases.round_reported.round_7`; `given_on` the date that came with it.
    """

    version: int
    event: str
    recorded_at: datetime
    recorded_on: date
    actor: UUID | None = None
    given_on: date | None = None
