"""บันทึกเรื่องร้องเรียน: a complaint and a case for each accused, in one transaction (CASE-6)."""

from dataclasses import dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from cases.app.moment import moment_of
from cases.app.store import CaseStore
from cases.domain.complaint import ComplaintRecord
from cases.domain.open_cases import open_cases
from cases.domain.record_rules import faults_of_record
from cases.domain.terms import Level
from kit.clock import Clock
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class RecordComplaint:
    """`agency_id` None: the viewer's own agency. `faults` are those that the contract has found."""

    viewer: Viewer
    agency_id: UUID | None
    record: ComplaintRecord
    faults: tuple[Fault, ...]
    recorded_at: Level
    request: RequestKey


async def record_complaint(command: RecordComplaint, *, store: CaseStore, clock: Clock) -> UUID:
    """Record the complaint and return its id.

    Raises NotFound for an agency out of scope, InvalidInput with every fault at once, RepeatedRequest.
    """
    now = moment_of(clock)
    async with store.recording(command.viewer, command.agency_id, command.request, now) as recording:
        faults = [*command.faults, *faults_of_record(command.record, today=now.on)]
        faults += await recording.faults_of_number(command.record)
        if faults:
            raise InvalidInput(faults)
        complaint_id = uuid7()
        cases = open_cases(
            command.record,
            complaint_id=complaint_id,
            case_ids=[uuid7() for _ in command.record.accused],
            agency_id=recording.agency.id,
            levels=recording.agency.levels,
            recorded_at=command.recorded_at,
            now=now,
        )
        await recording.put(command.record, complaint_id, cases)
    return complaint_id
