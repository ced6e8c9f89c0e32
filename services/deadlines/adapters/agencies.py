"""What is asked of `agencies`: where a mail reaches an officer, at the moment of telling; no address is kept here."""

from uuid import UUID

from deadlines.app.telling import Recipient
from kit.grpc.neighbour import CALL_SECONDS, Neighbour
from rongrian.agencies.v1.directory_service_pb2 import ListAddressesRequest
from rongrian.agencies.v1.directory_service_pb2_grpc import DirectoryServiceStub


class AgenciesRecipients:
    def __init__(self, agencies: Neighbour) -> None:
        self._agencies = agencies

    async def find(self, subject: UUID) -> Recipient | None:
        request = ListAddressesRequest(subjects=[str(subject)])
        async with self._agencies.calling() as metadata:
            stub = DirectoryServiceStub(self._agencies.channel)
            answer = await stub.ListAddresses(request, metadata=metadata, timeout=CALL_SECONDS)
        return next((Recipient(UUID(each.subject), each.email) for each in answer.recipients), None)
