"""What the contract refuses, and how much of it a client is told."""

import time
from uuid import uuid4

from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from google.rpc.status_pb2 import Status

from kit.domain.errors import Fault, InvalidInput
from kit.grpc.contract import MOST_MESSAGES, faults_of
from kit.grpc.status import DETAILS_TRAILER, trailers_of
from rongrian.cases.v1.case_service_pb2 import RecordComplaintRequest
from rongrian.cases.v1.record_pb2 import AccusedEntry, ComplaintRecord


def test_a_request_with_thousands_of_entries_is_refused_before_it_is_checked() -> None:
    record = ComplaintRecord(accused=[AccusedEntry()] * (MOST_MESSAGES + 1))

    began = time.perf_counter()
    faults = faults_of(RecordComplaintRequest(record=record, request_id=str(uuid4())))

    assert [fault.rule for fault in faults] == ["CONTRACT"]
    assert time.perf_counter() - began < 0.5


def test_thirty_faults_are_named_and_of_hundreds_the_rest_is_counted() -> None:
    few, many = (
        InvalidInput(
            [Fault(f"record.accused[{place}].position", "CASE-6", "ต้องระบุตำแหน่ง", "Required.") for place in range(n)]
        )
        for n in (30, 400)
    )

    assert told(few) == (30, "")
    named, left_out = told(many)
    assert named + int(left_out) == 400
    assert named >= 30
    assert all(len(dict(trailers_of(error))[DETAILS_TRAILER]) * 4 / 3 < 8000 for error in (few, many))


def test_rows_are_named_in_the_order_in_which_they_stand() -> None:
    named = [f"rows[{number}].reason" for number in (112, 9, 67)] + ["rows[67].field"]
    error = InvalidInput([Fault(path, "CASE-22", "ต้องระบุ", "Required.") for path in named])

    assert told_of(error) == (["rows[9].reason", "rows[67].field", "rows[67].reason", "rows[112].reason"], "")


def told(error: InvalidInput) -> tuple[int, str]:
    """How many faults reach the client, and what is said of the rest."""
    named, left_out = told_of(error)
    return len(named), left_out


def told_of(error: InvalidInput) -> tuple[list[str], str]:
    details = dict(trailers_of(error))[DETAILS_TRAILER]
    assert isinstance(details, bytes)
    named: list[str] = []
    left_out = ""
    for packed in Status.FromString(details).details:
        bad, info = BadRequest(), ErrorInfo()
        if packed.Unpack(bad):
            named = [violation.field for violation in bad.field_violations]
        elif packed.Unpack(info):
            left_out = info.metadata["faults_left_out"]
    return named, left_out
