"""Calling a method as somebody, and what came back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import grpc.aio
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from tests.security.callers import Metadata
from tests.security.world import World
from tests.support.answers import read_refusal

# The request about the thing in a place, as a caller makes it.
Request = Callable[[World, str, str], Message]
# Whether an answer holds the thing in that place.
Holds = Callable[["Answer", World, str, str], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is `ok` or the refusal's; `permission` the one that was missing; `wire` all that the caller was sent."""

    status: str
    code: str
    permission: str
    message: Any
    wire: tuple[Any, ...]


async def ask(channel: grpc.aio.Channel, method: MethodDescriptor, request: Message, metadata: Metadata) -> Answer:
    """One call; of a stream the first message."""
    path = f"/{method.containing_service.full_name}/{method.name}"
    form = GetMessageClass(method.output_type)
    kind = channel.unary_stream if method.server_streaming else channel.unary_unary
    call: Any = kind(path, request_serializer=type(request).SerializeToString, response_deserializer=form.FromString)(
        request, metadata=metadata
    )
    try:
        message = await (call.read() if method.server_streaming else call)
    except grpc.aio.AioRpcError as error:
        refusal = read_refusal(error)
        trailers = tuple(sorted((key, value) for key, value in error.trailing_metadata() or ()))
        wire = (error.code(), error.details(), trailers)
        return Answer(error.code().name, refusal.code, refusal.metadata.get("permission", ""), None, wire)
    finally:
        if method.server_streaming:
            call.cancel()
    return Answer("OK", "ok", "", message, (grpc.StatusCode.OK, message.SerializeToString(deterministic=True)))
