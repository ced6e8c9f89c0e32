"""`verify`: the audit trail of one service."""

from kit.audit.verify import count_links, verify
from kit.commands.running import DONE, FAULT
from kit.commands.showing import progress, tell
from kit.foundation import Foundation
from rongrian.kit.v1.audit_pb2 import AuditHead, GetHeadRequest
from rongrian.kit.v1.audit_pb2_grpc import AuditWitnessServiceStub


async def prove(foundation: Foundation, witness: str) -> int:
    """Walk the chain (CASE-27), hold it against the head that the service `witness` keeps, and say what was found.

    Returns FAULT where a link, an entry or the tail is not as it was. Raises Unavailable when the witness is away.
    """
    neighbour = foundation.neighbour(witness)

    async def witnessed() -> AuditHead | None:
        async with neighbour.calling() as metadata:
            stub = AuditWitnessServiceStub(neighbour.channel)
            answer = await stub.GetHead(GetHeadRequest(service=foundation.service), metadata=metadata, timeout=5)
        return answer.head if answer.HasField("head") else None

    total = await count_links(foundation.database)
    with progress(f"{foundation.service}: links") as show:
        verdict = await verify(foundation.database, witnessed, lambda links: show(links, max(links, total)))
    fault = f"; {verdict.fault}" if verdict.fault else ""
    tell(f"{foundation.service}: {verdict.links} links proved{fault}")
    return FAULT if verdict.fault else DONE
