"""The border: every call passes here, in and out. Token, right to the method, contract; errors, log, metrics."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import grpc
import grpc.aio
import structlog

from kit.auth.tokens import TokenChecker
from kit.directory.viewer import Directory
from kit.domain.actor import Actor
from kit.domain.errors import PermissionMissing, ServiceError, Unauthenticated
from kit.grpc.call import CURRENT, Call, MethodHandler, ServicerContext
from kit.grpc.contract import faults_of
from kit.grpc.deadline import time_given
from kit.grpc.status import CODE_TRAILER, STATUS, trailers_of
from kit.log import log
from kit.metrics import CALL_SECONDS, CALLS

SERVICE_ROLE = "service"
_OPEN_PREFIXES = ("/grpc.health.", "/grpc.reflection.")


@dataclass(frozen=True, slots=True)
class MethodRights:
    """Who may call a method: roles, and clients of other services by name. Everybody else lacks `permission`."""

    permission: str
    roles: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()

    def check(self, actor: Actor) -> None:
        """Raises PermissionMissing."""
        if SERVICE_ROLE in actor.roles and actor.client in self.services:
            return
        if not actor.is_any(*self.roles):
            raise PermissionMissing(self.permission)


def rights_by_role(
    permission_of: Mapping[str, str], roles_with: Mapping[str, frozenset[str]]
) -> dict[str, MethodRights]:
    """The rights of each method: the permission that it asks for, and the roles that hold it."""
    return {
        method: MethodRights(permission, roles=roles_with[permission]) for method, permission in permission_of.items()
    }


class Border(grpc.aio.ServerInterceptor):
    """Wraps every method of a server. A method without rights in the table is refused to all."""

    def __init__(self, tokens: TokenChecker, directory: Directory, rights: Mapping[str, MethodRights]) -> None:
        self._tokens = tokens
        self._directory = directory
        self._rights = rights

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[MethodHandler | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> MethodHandler | None:
        method = handler_call_details.method
        handler = await continuation(handler_call_details)
        if handler is None or method.startswith(_OPEN_PREFIXES):
            return handler
        if handler.response_streaming:
            return self._wrap_stream(method, handler)
        return self._wrap_unary(method, handler)

    def _wrap_unary(self, method: str, handler: Any) -> MethodHandler:
        async def answer(request: Any, context: ServicerContext) -> Any:
            with _Watch(method) as watch:
                try:
                    async with time_given(context):
                        await self._enter(method, request, context)
                        return await handler.unary_unary(request, context)
                except Exception as error:
                    await watch.refuse(error, context)

        return grpc.unary_unary_rpc_method_handler(answer, handler.request_deserializer, handler.response_serializer)

    def _wrap_stream(self, method: str, handler: Any) -> MethodHandler:
        async def answer(request: Any, context: ServicerContext) -> Any:
            with _Watch(method) as watch:
                try:
                    async with time_given(context):
                        await self._enter(method, request, context)
                        async for response in handler.unary_stream(request, context):
                            yield response
                except Exception as error:
                    await watch.refuse(error, context)

        return grpc.unary_stream_rpc_method_handler(answer, handler.request_deserializer, handler.response_serializer)

    async def _enter(self, method: str, request: Any, context: ServicerContext) -> None:
        actor = await self._tokens.check(_bearer(context))
        structlog.contextvars.bind_contextvars(actor=str(actor.subject), agency=str(actor.agency_id))
        viewer = await self._directory.viewer(actor)
        rights = self._rights.get(method)
        if rights is None:
            raise PermissionMissing(method)
        rights.check(actor)
        CURRENT.set(Call(viewer, faults_of(request)))


class _Watch:
    """Counts, times and logs one call."""

    def __init__(self, method: str) -> None:
        self._method = method
        self._code = "ok"

    def __enter__(self) -> "_Watch":
        structlog.contextvars.bind_contextvars(method=self._method)
        self._began = time.perf_counter()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is asyncio.CancelledError:
            self._code = "cancelled"
        seconds = time.perf_counter() - self._began
        CALLS.labels(self._method, self._code).inc()
        CALL_SECONDS.labels(self._method).observe(seconds)
        log.info("call", code=self._code, milliseconds=round(seconds * 1000, 1))
        structlog.contextvars.unbind_contextvars("method", "actor", "agency")

    async def refuse(self, error: Exception, context: ServicerContext) -> None:
        """Answer what the caller can act on as it is; anything else is logged here and is nobody's business there."""
        if isinstance(error, grpc.aio.AbortError):
            raise error
        if isinstance(error, ServiceError):
            self._code = error.code
            await context.abort(STATUS[error.kind], error.english, trailers_of(error))
        self._code = "internal"
        log.exception("call failed")
        await context.abort(grpc.StatusCode.INTERNAL, "internal error", ((CODE_TRAILER, "internal"),))


def _bearer(context: ServicerContext) -> str:
    for key, value in context.invocation_metadata() or ():
        if key == "authorization" and isinstance(value, str) and value[:7].lower() == "bearer ":
            return value[7:]
    raise Unauthenticated
