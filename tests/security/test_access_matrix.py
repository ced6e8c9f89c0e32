"""Every gRPC method x every caller x every place: each cell is asked over the wire and held to the law (SEC-1)."""

import importlib
import pkgutil
from typing import Any

import grpc
import pytest
from google.protobuf.descriptor import FileDescriptor
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse

import rongrian
from tests.security.matrix import HOLDS, REQUESTS, RIGHTS, Tally, ask_all, method_of, methods_served
from tests.security.world import SERVICES, World


@pytest.mark.rule("SEC-1")
async def test_every_method_of_every_service_has_its_law(world: World) -> None:
    assert sorted({method_of(question) for question in RIGHTS}) == sorted(methods_served(world))
    assert sorted(REQUESTS) == sorted(RIGHTS)
    assert sorted(HOLDS) == sorted(question for question, right in RIGHTS.items() if right.is_list)


@pytest.mark.rule("SEC-1")
async def test_every_service_of_the_contracts_is_served(world: World) -> None:
    served = {method.containing_service.full_name for method in methods_served(world).values()}

    assert sorted(_services_of_the_contracts() - served) == []


@pytest.mark.rule("SEC-1", "ROLE-2", "ROLE-3")
@pytest.mark.parametrize("question", RIGHTS)
async def test_each_cell_is_answered_as_the_law_says(world: World, tally: Tally, question: str) -> None:
    assert await ask_all(world, question, tally) == []


@pytest.mark.rule("ROLE-1")
@pytest.mark.parametrize("service", SERVICES)
async def test_only_health_is_open_to_nobody(world: World, service: str) -> None:
    channel = world.running[service].channel
    check: Any = channel.unary_unary(
        "/grpc.health.v1.Health/Check",
        request_serializer=HealthCheckRequest.SerializeToString,
        response_deserializer=HealthCheckResponse.FromString,
    )
    unserved: Any = channel.unary_unary(f"/rongrian.{service}.v1.NoService/NoMethod")

    with pytest.raises(grpc.aio.AioRpcError) as refusal:
        await unserved(b"")

    assert (await check(HealthCheckRequest())).status == HealthCheckResponse.SERVING
    assert refusal.value.code() is grpc.StatusCode.UNIMPLEMENTED


def _services_of_the_contracts() -> set[str]:
    found = set()
    for module in pkgutil.walk_packages(rongrian.__path__, "rongrian."):
        if module.name.endswith("_pb2"):
            contract: FileDescriptor = importlib.import_module(module.name).DESCRIPTOR
            found |= {service.full_name for service in contract.services_by_name.values()}
    return found
