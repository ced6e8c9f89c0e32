"""The caller of a use case: who calls, and the request that he calls with."""

from typing import Any

from cases.app.asking import Caller
from kit.database.requests import RequestKey
from kit.grpc.call import Call


def caller_of(call: Call, request: Any) -> Caller:
    """`request` may hold a `request_id`; a reading has none."""
    request_id = getattr(request, "request_id", "")
    return Caller(call.viewer, RequestKey.of(request, request_id, call.viewer.actor.subject))
