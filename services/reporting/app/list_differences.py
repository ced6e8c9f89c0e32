"""ผลต่างจากที่เผยแพร่แล้ว (SUM-5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kit.directory.viewer import Viewer
from kit.domain.errors import Unavailable
from reporting.app.round_store import CasesMonths, ChangeReason, Difference, DifferencePage, DifferenceReader
from reporting.domain.difference import DifferenceCause

PAGE = 100


@dataclass(frozen=True, slots=True)
class ListDifferences:
    """`month` is that of the data, by its first day; `agency_id` narrows to it and those below."""

    viewer: Viewer
    month: date
    agency_id: UUID | None
    after: UUID | None


async def list_differences(
    query: ListDifferences, *, reader: DifferenceReader, months: CasesMonths
) -> tuple[DifferencePage, Mapping[UUID, str]]:
    """One page, and the reason of each case that has one, asked of `cases`; none while that is away."""
    page = await reader.page(query.viewer, query.month, query.agency_id, query.after, PAGE)
    return page, await _reasons(page.differences, months)


async def _reasons(differences: tuple[Difference, ...], months: CasesMonths) -> Mapping[UUID, str]:
    if not differences:
        return {}
    try:
        known = await months.reasons([each.case_id for each in differences])
    except Unavailable:
        return {}
    return {each.case_id: _reason(each.cause, known.get(each.case_id, ChangeReason())) for each in differences}


def _reason(cause: DifferenceCause, known: ChangeReason) -> str:
    if cause is DifferenceCause.DELETED:
        return known.deletion
    return " / ".join(known.corrections) if cause is DifferenceCause.CORRECTED else ""
