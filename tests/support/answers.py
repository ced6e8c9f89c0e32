"""Reading a refusal as a client would."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any

import grpc
import grpc.aio
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, LocalizedMessage
from google.rpc.status_pb2 import Status


@dataclass(frozen=True, slots=True)
class Refusal:
    status: grpc.StatusCode
    code: str
    faults: set[tuple[str, str]] = field(default_factory=set)
    metadata: dict[str, str] = field(default_factory=dict)
    # Every sentence in Thai, of the refusal and of its faults.
    said: str = field(default="", compare=False)


async def refusal_of(call: Awaitable[Any]) -> Refusal:
    """The refusal that `call` ends in; a call that is answered fails the test."""
    try:
        await call
    except grpc.aio.AioRpcError as error:
        return read_refusal(error)
    raise AssertionError("the call was answered")


def read_refusal(error: grpc.aio.AioRpcError) -> Refusal:
    trailers = dict(error.trailing_metadata() or ())
    faults: set[tuple[str, str]] = set()
    metadata: dict[str, str] = {}
    said: list[str] = []
    details = trailers.get("grpc-status-details-bin", b"")
    for packed in Status.FromString(details if isinstance(details, bytes) else b"").details:
        info, bad, thai = ErrorInfo(), BadRequest(), LocalizedMessage()
        if packed.Unpack(info):
            metadata = dict(info.metadata)
        elif packed.Unpack(bad):
            faults = {(violation.field, violation.reason) for violation in bad.field_violations}
            said += [violation.localized_message.message for violation in bad.field_violations]
        elif packed.Unpack(thai):
            said.append(thai.message)
    return Refusal(error.code(), str(trailers.get("rongrian-code", "")), faults, metadata, "\n".join(said))
