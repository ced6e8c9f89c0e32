"""What is asked of `agencies`: whom to tell, at the moment of telling; no address is kept here."""

from collections.abc import Sequence
from uuid import UUID

from deadlines.app.telling import Recipient
from kit.grpc.neighbour import CALL_SECONDS, Neighbour
from rongrian.agencies.v1.directory_service_pb2 import ListRecipientsRequest
from rongrian.agencies.v1.directory_service_pb2_grpc import DirectoryServiceStub
from rongrian.agencies.v1.officer_pb2 import ROLE_UNIT


class AgenciesRecipients:
    def __init__(self, agencies: Neighbour) -> None:
        self._agencies = agencies

    async def of_agency(self, agency_id: UUID, accused_indexes: Sequence[bytes]) -> list[Recipient]:
        request = ListRecipientsRequest(agency_id=str(agency_id), role=ROLE_UNIT, accused_indexes=accused_indexes)
        async with self._agencies.calling() as metadata:
            stub = DirectoryServiceStub(self._agencies.channel)
            answer = await stub.ListRecipients(request, metadata=metadata, timeout=CALL_SECONDS)
        return [Recipient(UUID(officer.subject), officer.email) for officer in answer.recipients]
