"""What a port knows of the call that it answers."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import grpc
import grpc.aio

from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput

# grpc's own classes are generic to the type checker only.
if TYPE_CHECKING:
    ServicerContext: TypeAlias = grpc.aio.ServicerContext[Any, Any]
    MethodHandler: TypeAlias = grpc.RpcMethodHandler[Any, Any]
else:
    ServicerContext = grpc.aio.ServicerContext
    MethodHandler = grpc.RpcMethodHandler


@dataclass(slots=True)
class Call:
    """Who calls, what he may see, and the faults that the contract has found; a use case adds its own."""

    viewer: Viewer
    faults: list[Fault] = field(default_factory=list)

    def refuse_faults(self) -> None:
        """Raises InvalidInput when the contract found anything; for calls whose use case adds nothing."""
        if self.faults:
            raise InvalidInput(self.faults)


CURRENT: ContextVar[Call] = ContextVar("call")


def current_call() -> Call:
    """The call that is being answered. Raises LookupError outside of one."""
    return CURRENT.get()
