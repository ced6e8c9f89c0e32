"""บันทึกเรื่องร้องเรียน: a complaint and a case for each accused, in one transaction (CASE-6)."""

from dataclasses import dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from cases.app.asking import Caller
from cases.app.store import Changes
from cases.domain.complaint import ComplaintRecord
from cases.domain.open_cases import open_cases
from cases.domain.permissions import RECORD
from cases.domain.record_rules import faults_of_keeping, faults_of_record
from cases.domain.terms import Level
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class RecordComplaint:
    """`agency_id` None: the viewer's own agency. `record` None only where the contract's faults leave nothing to check.

    `half_made` is the half-made record that it was made of.
    """

    by: Caller
    agency_id: UUID | None
    record: ComplaintRecord | None
    faults: tuple[Fault, ...]
    recorded_at: Level
    half_made: UUID | None


async def record_complaint(command: RecordComplaint, *, store: Changes, clock: Clock) -> UUID:
    """Record the complaint and return its id.

    Raises NotFound for an agency out of scope, InvalidInput with every fault at once, RepeatedRequest.
    """
    asked = command.by.asks(RECORD, clock)
    async with store.recording(asked, command.agency_id, command.half_made) as recording:
        record, faults = command.record, list(command.faults)
        if record is not None:
            faults += [*faults_of_record(record, today=asked.now.on), *faults_of_keeping(record)]
            faults += await recording.faults_of_number(record)
        if faults or record is None:
            raise InvalidInput(faults)
        complaint_id = uuid7()
        cases = open_cases(
            record.reception,
            complaint_id=complaint_id,
            case_ids=[uuid7() for _ in record.accused],
            agency_id=recording.agency.id,
            levels=recording.agency.levels,
            recorded_at=command.recorded_at,
            now=asked.now,
            handler=command.by.handler_for(recording.agency.id),
        )
        await recording.put(record, complaint_id, cases)
    return complaint_id
