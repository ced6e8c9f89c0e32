"""แก้ไขข้อมูลเรื่องร้องเรียน: what was recorded is edited; an accused added makes the next case (CASE-20)."""

from dataclasses import dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from cases.app.asking import Asked, Caller
from cases.app.store import Changes
from cases.domain.case import Case
from cases.domain.complaint import ComplaintRecord
from cases.domain.complaint_file import ComplaintFile
from cases.domain.edit_rules import faults_of_edit
from cases.domain.entry_edit import is_in_closed_month
from cases.domain.errors import CaseIsClosed, MonthIsClosed
from cases.domain.open_cases import open_cases
from cases.domain.permissions import EDIT
from cases.domain.record_rules import faults_of_record
from cases.domain.terms import Level
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class EditComplaint:
    """`version` is the one that was edited. `record` None only where the contract's faults leave nothing to check."""

    by: Caller
    complaint_id: UUID
    version: int
    record: ComplaintRecord | None
    faults: tuple[Fault, ...]
    recorded_at: Level


async def edit_complaint(command: EditComplaint, *, store: Changes, clock: Clock) -> UUID:
    """Make the complaint say what the record says, and return its id.

    Raises Conflict when another version was saved meanwhile, InvalidInput with every fault, CaseIsClosed when the last
    case is closed, MonthIsClosed, and what `editing_record` raises.
    """
    asked = command.by.asks(EDIT, clock)
    async with store.editing_record(command.complaint_id, asked, expected_version=command.version) as editing:
        file = editing.file
        if all(case.closing is not None for case in file.cases):
            raise CaseIsClosed
        if is_in_closed_month(file.recorded_on, editing.closed_months):
            raise MonthIsClosed(file.cases[0].acceptable(asked.now.on))
        record, faults = command.record, list(command.faults)
        if record is not None:
            faults += [*faults_of_record(record, today=asked.now.on), *faults_of_edit(file, record)]
        if faults or record is None:
            raise InvalidInput(faults)
        file.rewrite(record, _new_cases(command, file, record, asked))
    return command.complaint_id


def _new_cases(command: EditComplaint, file: ComplaintFile, record: ComplaintRecord, asked: Asked) -> list[Case]:
    known = len(file.cases)
    return open_cases(
        record.reception,
        complaint_id=file.id,
        case_ids=[uuid7() for _ in record.accused[known:]],
        agency_id=file.agency_id,
        levels=file.cases[0].ladder.levels,
        recorded_at=command.recorded_at,
        now=asked.now,
        handler=command.by.handler_for(file.agency_id),
        first_ordinal=known + 1,
    )
