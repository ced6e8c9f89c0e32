"""What is read: obligations as pages and clients see them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deadlines.domain.obligation import Obligation


@dataclass(frozen=True, slots=True)
class ObligationLine:
    """An obligation with the number that people know its object by."""

    obligation: Obligation
    object_number: str


@dataclass(frozen=True, slots=True)
class PageAfter:
    """Where the next page begins: behind this obligation."""

    due_on: date
    obligation_id: UUID


@dataclass(frozen=True, slots=True)
class ObligationPage:
    lines: tuple[ObligationLine, ...]
    next: PageAfter | None
