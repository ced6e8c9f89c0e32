"""Keeping the heads of other services' chains, and telling the newest one."""

from datetime import UTC
from functools import partial

from google.protobuf.timestamp_pb2 import Timestamp
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.engine import Database
from kit.database.tables import audit_witness
from kit.grpc.border import MethodRights
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from rongrian.kit.v1.audit_pb2 import DESCRIPTOR, AuditHead, GetHeadRequest, GetHeadResponse
from rongrian.kit.v1.audit_pb2_grpc import AuditWitnessServiceServicer, add_AuditWitnessServiceServicer_to_server


async def keep_head(connection: AsyncConnection, head: AuditHead) -> None:
    """Keep a head that was told; a second one for the same place is not taken, whatever it says."""
    row = {
        "service": head.service,
        "position": head.position,
        "hash": head.hash,
        "taken_at": head.taken_at.ToDatetime(UTC),
    }
    await connection.execute(insert(audit_witness).values(**row).on_conflict_do_nothing())


async def newest_head(connection: AsyncConnection, service: str) -> AuditHead | None:
    """The head with the greatest position that was kept of a service."""
    of_service = select(audit_witness).where(audit_witness.c.service == service)
    row = (await connection.execute(of_service.order_by(audit_witness.c.position.desc()).limit(1))).one_or_none()
    if row is None:
        return None
    taken_at = Timestamp()
    taken_at.FromDatetime(row.taken_at)
    return AuditHead(service=service, position=row.position, hash=row.hash, taken_at=taken_at)


class WitnessPort(AuditWitnessServiceServicer):
    def __init__(self, database: Database) -> None:
        self._database = database

    async def GetHead(self, request: GetHeadRequest, context: ServicerContext) -> GetHeadResponse:
        current_call().refuse_faults()
        async with self._database.read() as connection:
            return GetHeadResponse(head=await newest_head(connection, request.service))


def witness_servicer(database: Database, *, services: frozenset[str]) -> Servicer:
    """The witness as it hangs in a server; `services` are the clients that may ask."""

    rights = {"GetHead": MethodRights("audit.witness", roles=frozenset({"auditor"}), services=services)}
    return Servicer(
        DESCRIPTOR.services_by_name["AuditWitnessService"].full_name,
        partial(add_AuditWitnessServiceServicer_to_server, WitnessPort(database)),
        rights,
    )
