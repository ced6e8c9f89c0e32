"""ยืนยันสรุปรายงานประจำเดือน (SUM-2, SUM-3)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kit.clock import Clock
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput, PermissionMissing
from reporting.app.summary_store import SummaryStore
from reporting.domain.permissions import SUBMIT_SUMMARY
from reporting.domain.summary import Statement
from reporting.domain.summary_errors import ColleagueMustConfirm, SummaryAlreadySubmitted


@dataclass(frozen=True, slots=True)
class SubmitSummary:
    """`agency_id` None is the viewer's own. `first` and `statement` are None only where `faults` say what is wrong."""

    viewer: Viewer
    agency_id: UUID | None
    first: date | None
    statement: Statement | None
    faults: tuple[Fault, ...]
    request: RequestKey


async def submit_summary(command: SubmitSummary, *, store: SummaryStore, clock: Clock) -> UUID:
    """The id of the agency whose summary is confirmed.

    Raises what `submitting` raises; PermissionMissing for an officer who does not confirm it; RoundNotBegun,
    RoundTakesNoMore, SummaryAlreadySubmitted; ColleagueMustConfirm; InvalidInput, also for a note that is missing.
    """
    if command.first is None:
        raise InvalidInput(command.faults)
    viewer, today = command.viewer, clock.today()
    async with store.submitting(viewer, command.agency_id, command.first, command.request) as submitting:
        line = submitting.line
        if not line.is_submitted_by(viewer):
            raise PermissionMissing(SUBMIT_SUMMARY)
        line.round.refuse_unless_taking(today)
        if line.submitted is not None:
            raise SummaryAlreadySubmitted
        if line.is_viewer_recused:
            raise ColleagueMustConfirm
        statement = command.statement
        faults = [*command.faults, *(statement.faults_beside(line.counted) if statement is not None else ())]
        if faults:
            raise InvalidInput(faults)
        submitting.statement = statement
    return line.agency_id
