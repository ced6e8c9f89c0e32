"""The gRPC server of a service, with health and reflection, behind the border."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import grpc.aio
from grpc_health.v1 import health_pb2
from grpc_health.v1.health import aio as health
from grpc_health.v1.health_pb2_grpc import add_HealthServicer_to_server
from grpc_reflection.v1alpha import reflection

from kit.grpc.border import Border, MethodRights

GRACE_SECONDS = 10.0
MAX_MESSAGE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Servicer:
    """One gRPC service as it hangs in the server: its full name, its registration, who may call which method."""

    name: str
    register: Callable[[grpc.aio.Server], None]
    rights: Mapping[str, MethodRights]

    def rights_by_path(self) -> dict[str, MethodRights]:
        return {f"/{self.name}/{method}": rights for method, rights in self.rights.items()}


class GrpcServer:
    """Serves until stopped; on stop it says so to the health checks and lets calls under way end."""

    def __init__(self, address: str, border: Border, servicers: Sequence[Servicer]) -> None:
        self._server = grpc.aio.server(
            interceptors=[border], options=[("grpc.max_receive_message_length", MAX_MESSAGE_BYTES)]
        )
        for servicer in servicers:
            servicer.register(self._server)
        self._health = health.HealthServicer()
        add_HealthServicer_to_server(self._health, self._server)
        names = [servicer.name for servicer in servicers]
        reflection.enable_server_reflection(
            [*names, health_pb2.DESCRIPTOR.services_by_name["Health"].full_name], self._server
        )
        self._names = ["", *names]
        self.port = self._server.add_insecure_port(address)

    async def start(self) -> None:
        await self._server.start()
        for name in self._names:
            await self._health.set(name, health_pb2.HealthCheckResponse.SERVING)

    async def stop(self) -> None:
        await self._health.enter_graceful_shutdown()
        await self._server.stop(GRACE_SECONDS)
