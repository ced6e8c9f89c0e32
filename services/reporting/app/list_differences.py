"""ผลต่างจากที่เผยแพร่แล้ว (SUM-5)."""

from collections.abc import Mapping, Sequence
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
    """One page, and the reasons of its cases, asked of `cases`; none while that is away.

    What has left the viewer's scope has no reason: he does not see the case any more (ROLE-2).
    """
    page = await reader.page(query.viewer, query.month, query.agency_id, query.after, PAGE)
    seen = [each for each in page.differences if each.is_in_scope]
    return page, await _reasons(seen, page.closed_on, months)


async def _reasons(seen: Sequence[Difference], closed_on: date, months: CasesMonths) -> Mapping[UUID, str]:
    if not seen:
        return {}
    try:
        known = await months.reasons([each.case_id for each in seen], closed_on)
    except Unavailable:
        return {}
    return {each.case_id: _reason(each.cause, known.get(each.case_id, ChangeReason())) for each in seen}


def _reason(cause: DifferenceCause, known: ChangeReason) -> str:
    if cause is DifferenceCause.DELETED:
        return known.deletion
    return " / ".join(known.corrections) if cause is DifferenceCause.CORRECTED else ""
