"""The error family in gRPC and back: one table of statuses, google.rpc details, and the code in a trailer."""

import re
from collections.abc import Iterable, Sequence

import grpc
from google.protobuf.any_pb2 import Any
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, LocalizedMessage, PreconditionFailure
from google.rpc.status_pb2 import Status

from kit.domain.errors import (
    Conflict,
    Fault,
    InvalidInput,
    Kind,
    NotPossibleNow,
    PermissionMissing,
    ServiceError,
)

DOMAIN = "rongrian"
CODE_TRAILER = "rongrian-code"
DETAILS_TRAILER = "grpc-status-details-bin"
# Clients refuse over 8 KB of trailers, and base64 makes a third more of it: some thirty faults; the rest is counted.
MOST_DETAIL_BYTES = 5500

STATUS = {
    Kind.INVALID: grpc.StatusCode.INVALID_ARGUMENT,
    Kind.NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    Kind.FORBIDDEN: grpc.StatusCode.PERMISSION_DENIED,
    Kind.UNAUTHENTICATED: grpc.StatusCode.UNAUTHENTICATED,
    Kind.NOT_NOW: grpc.StatusCode.FAILED_PRECONDITION,
    Kind.CONFLICT: grpc.StatusCode.ABORTED,
    Kind.UNAVAILABLE: grpc.StatusCode.UNAVAILABLE,
}


def trailers_of(error: ServiceError) -> tuple[tuple[str, str | bytes], ...]:
    """The trailers that carry `error` over the wire: its code in clear, and all of it as google.rpc.Status."""
    faults = _faults_of(error)
    kept = len(faults)
    packed = _packed(error, faults, 0)
    while len(packed) > MOST_DETAIL_BYTES and kept > 1:
        kept = min(kept - 1, kept * MOST_DETAIL_BYTES // len(packed)) or 1
        packed = _packed(error, faults[:kept], len(faults) - kept)
    return ((CODE_TRAILER, error.code), (DETAILS_TRAILER, packed))


def _faults_of(error: ServiceError) -> list[Fault]:
    """What is said field by field: what is wrong, or what somebody else has changed."""
    if isinstance(error, InvalidInput):
        return sorted(error.faults, key=_in_reading_order)
    return list(error.changes) if isinstance(error, Conflict) else []


def _in_reading_order(fault: Fault) -> tuple[list[str | int], Fault]:
    """Row 67 before row 112: numbers within a path count as numbers."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", fault.field)], fault


def _packed(error: ServiceError, faults: Sequence[Fault], left_out: int) -> bytes:
    status = Status(code=STATUS[error.kind].value[0], message=error.english)
    for detail in _details_of(error, faults, left_out):
        packed = Any()
        packed.Pack(detail)
        status.details.append(packed)
    return status.SerializeToString()


def _details_of(
    error: ServiceError, faults: Sequence[Fault], left_out: int
) -> Iterable[ErrorInfo | BadRequest | PreconditionFailure | LocalizedMessage]:
    info = ErrorInfo(reason=error.code, domain=DOMAIN)
    if left_out:
        info.metadata["faults_left_out"] = str(left_out)
    if isinstance(error, PermissionMissing):
        info.metadata["permission"] = error.permission
    if isinstance(error, NotPossibleNow):
        info.metadata["rule"] = error.rule
        info.metadata["possible"] = " ".join(error.possible)
    yield info
    yield LocalizedMessage(locale="th", message=error.thai)
    if faults:
        yield BadRequest(field_violations=[_violation(fault) for fault in faults])
    if isinstance(error, NotPossibleNow):
        violation = PreconditionFailure.Violation(type=error.rule, description=error.english)
        yield PreconditionFailure(violations=[violation])


def _violation(fault: Fault) -> BadRequest.FieldViolation:
    return BadRequest.FieldViolation(
        field=fault.field,
        reason=fault.rule,
        description=fault.english,
        localized_message=LocalizedMessage(locale="th", message=fault.thai),
    )
