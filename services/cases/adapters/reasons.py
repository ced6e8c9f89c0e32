"""Why cases are other than they were, for the differences of a closed month (SUM-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from cases.adapters.correction_reach import fields_of, stands_in
from cases.adapters.tables import cases, complaints, corrections
from cases.domain.correctable import Part
from cases.domain.terms import CorrectionState
from kit.database.engine import Database
from kit.domain.thai_dates import BANGKOK

# Through which case a correction was asked for.
_THROUGH = cases.alias("through")


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a case is other than it was, in its officers' words."""

    case_id: UUID
    deletion: str
    corrections: Sequence[str]


class ReasonReader:
    """For `reporting` alone, which shows them to whom it shows the case."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reasons(self, case_ids: Sequence[UUID], since: date | None) -> list[Reasons]:
        """For each of the cases that was deleted or corrected, each reason once, the oldest first.

        Of corrections those approved on the business day `since` or later, of any day where it is None.
        """
        deleted = (
            select(cases.c.id, complaints.c.deletion_reason)
            .join(complaints, complaints.c.id == cases.c.complaint_id)
            .where(cases.c.id.in_(case_ids), complaints.c.deleted_on.is_not(None))
        )
        async with self._database.read() as connection:
            deletions = {row.id: row.deletion_reason for row in await connection.execute(deleted)}
            approved: dict[UUID, dict[str, None]] = {}
            for row in await connection.execute(_corrected(case_ids, since)):
                approved.setdefault(row.id, {})[row.reason] = None
        changed = [case_id for case_id in dict.fromkeys(case_ids) if case_id in deletions or case_id in approved]
        return [Reasons(case_id, deletions.get(case_id, ""), list(approved.get(case_id, {}))) for case_id in changed]


def _corrected(case_ids: Sequence[UUID], since: date | None) -> Select[Any]:
    """The reasons of approved corrections, by the case that each concerns; what is shared may concern several."""
    # A case that an inquiry opened is judged by the rounds and the conclusion of its origin.
    is_of_origin = and_(_THROUGH.c.id == cases.c.origin_case_id, corrections.c.field.in_(_OF_ENTRIES))
    concerns = or_(stands_in(cases, _THROUGH), is_of_origin)
    corrected = (
        select(cases.c.id, corrections.c.reason)
        .join(_THROUGH, _THROUGH.c.complaint_id == cases.c.complaint_id)
        .join(corrections, corrections.c.case_id == _THROUGH.c.id)
        .where(cases.c.id.in_(case_ids), corrections.c.state == int(CorrectionState.APPROVED), concerns)
        .order_by(corrections.c.decided_at, corrections.c.id)
    )
    if since is None:
        return corrected
    return corrected.where(corrections.c.decided_at >= datetime.combine(since, time.min, BANGKOK))


_OF_ENTRIES = fields_of([part for part in Part if not part.is_of_the_record])
