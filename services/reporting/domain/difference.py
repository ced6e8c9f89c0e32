"""ผลต่าง: why a case counts otherwise in a closed month than was published (SUM-5)."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class DifferenceCause(IntEnum):
    """Why."""

    DELETED = 1
    RESTORED = 2
    CORRECTED = 3
    AGENCY_MOVED = 4


@dataclass(frozen=True, slots=True)
class ChangedCase:
    """A case that counts otherwise, and what is known of it now.

    `was_published`: whether it counted anywhere then. `has_moved`: its agency lies in the scope now and did not then,
    or the other way round. `corrected_on` is the newer of its own correction and its origin's, by whose rounds it is
    judged (CASE-15). `closed_on` is the date on which the month was closed.
    """

    was_published: bool
    has_moved: bool
    is_deleted: bool
    deleted_on: date | None
    corrected_on: date | None
    closed_on: date

    def cause(self) -> tuple[DifferenceCause, date | None]:
        """The cause, and its business date where it is known.

        A correction changes how a case counts, and may change whether: one that had been closed before the month is
        open again when its conclusion is corrected. What stood nowhere then and was not corrected had been deleted.
        """
        if self.is_deleted:
            return DifferenceCause.DELETED, self.deleted_on
        if self.has_moved and self.was_published:
            return DifferenceCause.AGENCY_MOVED, None
        if self.corrected_on is not None and self.corrected_on >= self.closed_on:
            return DifferenceCause.CORRECTED, self.corrected_on
        if not self.was_published:
            return DifferenceCause.RESTORED, None
        return DifferenceCause.AGENCY_MOVED, None
