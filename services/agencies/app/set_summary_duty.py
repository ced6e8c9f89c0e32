"""กำหนดให้หน่วยงานต้องส่งสรุปรายงานประจำเดือน: whether an agency owes monthly summaries, and from when (SUM-0)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agencies.app.tree_store import TreeStore
from agencies.domain.agency import Agency
from agencies.domain.terms import SummarySetting
from kit.directory.viewer import Viewer


@dataclass(frozen=True, slots=True)
class SetSummaryDuty:
    """`setting` None: by the rule again. `first_round` is the first day of a month; None keeps the one that is kept."""

    viewer: Viewer
    agency_id: UUID
    setting: SummarySetting | None
    first_round: date | None


async def set_summary_duty(command: SetSummaryDuty, *, store: TreeStore) -> Agency:
    """The agency as it is now. Raises NotFound for one out of scope, AgencyIsClosed, CountryOwesNothing."""
    async with store.setting_summary_duty(command.viewer, command.agency_id) as tree:
        tree.set_summary_duty(command.agency_id, command.setting, command.first_round)
    return tree.agency(command.agency_id)
